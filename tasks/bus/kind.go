package bus

// Kind sorts errors by what a person can do about them. The names that peers
// send do not tell as much as they seem to: many services answer UnknownMethod
// where they mean an object, so kinds are no finer than what can be relied on.
type Kind uint8

// The kinds of error.
const (
	KindOther          Kind = iota // everything that has no kind of its own
	KindNoSuchName                 // nobody owns the name, and nothing can be started for it
	KindNoSuchMember               // no such object, interface, method or property
	KindBadArguments               // the service or the protocol refuses the arguments
	KindAccessDenied               // a policy or the service forbids it
	KindNeedsPassword              // allowed if the person may be asked for a password
	KindNoReply                    // the service went away, or said nothing, without an answer
	KindTimeout                    // a deadline passed, here or at the bus
	KindCanceled                   // given up here on request
	KindDisconnected               // the connection has ended
	KindNoServer                   // no bus was reached at the address
	KindBadAddress                 // the address cannot be understood or used
	KindAuthentication             // the bus did not accept who we are
	KindStartFailed                // the service could not be started
	KindLimit                      // a limit of the bus or the service is reached
	KindUnsupported                // the far end cannot do this
	KindProtocol                   // a message broke the rules of the protocol
)

// standard is the prefix of the error names that the bus and its libraries
// have in common.
const standard = "org.freedesktop.DBus.Error."

// kinds are the kinds of the standard names, without their prefix. "Failed"
// says nothing, so it stays KindOther like any name that is not here.
var kinds = map[string]Kind{
	"ServiceUnknown": KindNoSuchName,
	"NameHasNoOwner": KindNoSuchName,

	"UnknownMethod":    KindNoSuchMember,
	"UnknownObject":    KindNoSuchMember,
	"UnknownInterface": KindNoSuchMember,
	"UnknownProperty":  KindNoSuchMember,

	"InvalidArgs":      KindBadArguments,
	"InvalidSignature": KindBadArguments,
	"MatchRuleInvalid": KindBadArguments,

	"AccessDenied":     KindAccessDenied,
	"PropertyReadOnly": KindAccessDenied,

	"InteractiveAuthorizationRequired": KindNeedsPassword,

	"NoReply": KindNoReply,

	"Timeout":  KindTimeout,
	"TimedOut": KindTimeout,

	"Disconnected": KindDisconnected,

	"NoServer":  KindNoServer,
	"NoNetwork": KindNoServer,

	"BadAddress": KindBadAddress,

	"AuthFailed": KindAuthentication,

	"Spawn.ExecFailed":         KindStartFailed,
	"Spawn.ForkFailed":         KindStartFailed,
	"Spawn.ChildExited":        KindStartFailed,
	"Spawn.ChildSignaled":      KindStartFailed,
	"Spawn.Failed":             KindStartFailed,
	"Spawn.FailedToSetup":      KindStartFailed,
	"Spawn.ConfigInvalid":      KindStartFailed,
	"Spawn.ServiceNotValid":    KindStartFailed,
	"Spawn.ServiceNotFound":    KindStartFailed,
	"Spawn.PermissionsInvalid": KindStartFailed,
	"Spawn.FileInvalid":        KindStartFailed,
	"Spawn.NoMemory":           KindStartFailed,

	"LimitsExceeded": KindLimit,
	"NoMemory":       KindLimit,

	"NotSupported": KindUnsupported,

	"InconsistentMessage": KindProtocol,
}

// KindOfName is the kind of the error that has this D-Bus name.
func KindOfName(name string) Kind {
	if len(name) < len(standard) || name[:len(standard)] != standard {
		return KindOther
	}
	return kinds[name[len(standard):]]
}

// sentences says each kind to people.
//
//tr:mark
var sentences = [...]string{
	KindOther:          "The service reported an error.",
	KindNoSuchName:     "Nobody on the bus has this name.",
	KindNoSuchMember:   "The service has no such object, interface, or member.",
	KindBadArguments:   "The service does not accept these arguments.",
	KindAccessDenied:   "Access was denied.",
	KindNeedsPassword:  "The service needs to ask for your password.",
	KindNoReply:        "The service went away without answering.",
	KindTimeout:        "No answer came in time.",
	KindCanceled:       "The task was canceled.",
	KindDisconnected:   "The connection was lost.",
	KindNoServer:       "The bus could not be reached.",
	KindBadAddress:     "The address cannot be used.",
	KindAuthentication: "The bus did not accept the sign-in.",
	KindStartFailed:    "The service could not be started.",
	KindLimit:          "A limit of the bus or the service was reached.",
	KindUnsupported:    "This is not supported by the other side.",
	KindProtocol:       "A message did not follow the D-Bus protocol.",
}

// Sentence says the kind in one plain sentence for people.
func (k Kind) Sentence() string {
	if int(k) >= len(sentences) {
		return sentences[KindOther]
	}
	return sentences[k]
}
