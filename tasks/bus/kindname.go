package bus

import "fmt"

var kindNames = [...]string{
	KindOther:          "other",
	KindNoSuchName:     "no such name",
	KindNoSuchMember:   "no such member",
	KindBadArguments:   "bad arguments",
	KindAccessDenied:   "access denied",
	KindNeedsPassword:  "needs a password",
	KindNoReply:        "no reply",
	KindTimeout:        "timeout",
	KindCanceled:       "canceled",
	KindDisconnected:   "disconnected",
	KindNoServer:       "no server",
	KindBadAddress:     "bad address",
	KindAuthentication: "authentication failed",
	KindStartFailed:    "start failed",
	KindLimit:          "limit reached",
	KindUnsupported:    "not supported",
	KindProtocol:       "protocol error",
}

// String names the kind for logs.
func (k Kind) String() string {
	if int(k) >= len(kindNames) {
		return fmt.Sprintf("kind %d", uint8(k))
	}
	return kindNames[k]
}
