package bus

import (
	"strings"
)

// Flags change how a call is sent.
type Flags uint8

// The flags of a call, to be combined with |.
const (
	NoReply                  Flags = 1 << iota // ask for no answer
	NoAutoStart                                // do not start a service to answer it
	InteractiveAuthorization                   // the service may ask the person for a password
)

// Call is one method call. Interface may be empty: the service then chooses
// among the interfaces that have the member. Destination may be empty only where
// there is no bus, see [AddressPeer].
type Call struct {
	Destination Name
	Path        ObjectPath
	Interface   Interface
	Member      Member
	Args        []Value
	Files       []File // what handles among Args are indexes of
	Flags       Flags
}

// Reply is the answer to a call.
type Reply struct {
	Body      []Value
	Signature Signature  // the types of Body, in a row
	Sender    Name       // the unique name of who answered; empty on a peer
	Files     []FileInfo // what handles in Body are indexes of, if the peer counts right
}

// Signature is the signature of the arguments, in a row.
func (c Call) Signature() Signature { return signatureOf(c.Args) }

// Validate checks everything about c that the protocol forbids and that a bus
// would punish, often by closing the connection: names, types, and sizes. The
// error is a [*SyntaxError] whose What is "bus name", "object path",
// "interface", "member" or "arguments", which the files belong to.
func (c Call) Validate() error {
	if _, err := ParseName(string(c.Destination)); err != nil {
		return err
	}
	return c.ValidateOnPeer()
}

// ValidateOnPeer is Validate for a call to a peer, which need not have a
// destination.
func (c Call) ValidateOnPeer() error {
	if c.Destination != "" {
		if _, err := ParseName(string(c.Destination)); err != nil {
			return err
		}
	}
	if _, err := ParseObjectPath(string(c.Path)); err != nil {
		return err
	}
	if c.Path == localPath {
		return reserved("object path", string(c.Path))
	}
	if c.Interface != "" {
		if _, err := ParseInterface(string(c.Interface)); err != nil {
			return err
		}
	}
	if c.Interface == localInterface {
		return reserved("interface", string(c.Interface))
	}
	if _, err := ParseMember(string(c.Member)); err != nil {
		return err
	}
	return c.validateArgs()
}

// A message that uses one of these names has its sender thrown off the bus.
const (
	localPath      ObjectPath = "/org/freedesktop/DBus/Local"
	localInterface Interface  = "org.freedesktop.DBus.Local"
)

func reserved(what, text string) error {
	return &SyntaxError{What: what, Text: text, Reason: Because("this name is reserved and cannot be called")}
}

func (c Call) validateArgs() error {
	fail := func(reason Reason) error { return &SyntaxError{What: "arguments", Reason: reason} }
	length := 0
	for _, arg := range c.Args {
		if !arg.IsValid() {
			return fail(Because("an argument has no value"))
		}
		length += len(arg.sig)
	}
	if length > maxSignature {
		return fail(Because("the arguments’ signature is longer than 255 characters"))
	}
	switch size := measureBody(c.Args); {
	case !size.fits:
		return fail(Because("an array takes more than 64 MiB"))
	case size.at > maxMessage-maxHeader:
		return fail(Because("the arguments take more than 128 MiB"))
	case size.handles > uint64(len(c.Files)):
		return fail(Because("the handle %d stands for no file: there are %d", size.handles-1, len(c.Files)))
	case len(c.Files) > MaxFiles:
		return fail(Because("there are more than %d files", MaxFiles))
	}
	for _, file := range c.Files {
		if file.Path == "" {
			return fail(Because("a file has no path"))
		}
	}
	return nil
}

// signatureOf joins the signatures of values.
func signatureOf(values []Value) Signature {
	if len(values) == 1 {
		return values[0].sig
	}
	var sig strings.Builder
	for _, v := range values {
		sig.WriteString(string(v.sig))
	}
	return Signature(sig.String())
}
