package bus

import "context"

// AccessibilityAddress asks the session bus where the bus of assistive technologies
// is. That bus is started if it does not run: connecting to it is what the person
// asked for. The error is an [*Error], with KindNoSuchName where there is no
// accessibility, and with KindBadAddress where the answer is none that can be
// dialled.
func AccessibilityAddress(ctx context.Context, session Conn) (Address, error) {
	reply, err := session.Call(ctx, Call{
		Destination: "org.a11y.Bus", Path: "/org/a11y/bus", Interface: "org.a11y.Bus", Member: "GetAddress",
	})
	if err != nil {
		return Address{}, err
	}
	text := ""
	if reply.Signature == "s" {
		text, _ = reply.Body[0].AsString()
	}
	address, err := ParseAddress(text)
	if err == nil && address.Kind() != AddressCustom {
		err = &SyntaxError{What: "address", Text: text, Reason: Because("a D-Bus address is needed")}
	}
	if err != nil {
		return Address{}, &Error{
			Kind: KindBadAddress, Op: "ask for", Subject: "the accessibility bus",
			Reason: Because("org.a11y.Bus gave no address that can be dialled"), Err: err,
		}
	}
	return address, nil
}
