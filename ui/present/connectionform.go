package present

import (
	"errors"
	"strconv"
	"strings"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// ConnectionForm is where a new connection leads, as a person writes it.
type ConnectionForm struct {
	Kind       ConnectionKind
	Address    string // of ByAddress and ToPeer
	Host, User string // of OverSSH
	Port       string // empty leaves it to ssh
	Bus        BusChoice
	FarAddress string // of OtherBus, on the host
}

// ConnectionKind is how a bus is found.
type ConnectionKind int

// The kinds, in the order of New Connection.
const (
	ByAddress ConnectionKind = iota
	OverSSH
	ToPeer
)

// ConnectionKinds gives every kind, in the order of New Connection.
func ConnectionKinds() []ConnectionKind { return []ConnectionKind{ByAddress, OverSSH, ToPeer} }

// Title names the kind.
func (k ConnectionKind) Title() string {
	return [...]string{ByAddress: tr.T("Bus Address"), OverSSH: tr.T("SSH Host"), ToPeer: tr.T("Peer")}[k]
}

// Description says when the kind is the right one.
func (k ConnectionKind) Description() string {
	return [...]string{
		ByAddress: tr.T("A bus at a D-Bus address, such as unix:path=/run/bus; several with semicolons between are tried in order"),
		OverSSH:   tr.T("A bus of another host. The system’s ssh makes the connection, with its own keys; systemd-stdio-bridge must be there"),
		ToPeer:    tr.T("A program that listens at a D-Bus address by itself, without a bus between"),
	}[k]
}

// ConnectionField is a field of New Connection that may be wrong.
type ConnectionField int

// The fields, in the order of New Connection.
const (
	ConnectionAddress ConnectionField = iota
	ConnectionHost
	ConnectionUser
	ConnectionPort
	ConnectionFarAddress
	ConnectionFieldCount int = iota
)

// Uses reports whether the form, as it is, asks for a field.
func (f ConnectionForm) Uses(field ConnectionField) bool {
	switch field {
	case ConnectionAddress:
		return f.Kind != OverSSH
	case ConnectionFarAddress:
		return f.Kind == OverSSH && f.Bus == OtherBus
	}
	return f.Kind == OverSSH
}

// Check gives the address that the form describes; or else what is wrong with it,
// a sentence for each field that is. Blanks around a text do not count.
func (f ConnectionForm) Check() (bus.Address, map[ConnectionField]string) {
	if f.Kind == OverSSH {
		return f.checkSSH()
	}
	text, parse := strings.TrimSpace(f.Address), bus.ParseAddress
	if f.Kind == ToPeer {
		text, parse = strings.TrimPrefix(text, "peer:"), bus.PeerAddress
	}
	if text == "" {
		return bus.Address{}, map[ConnectionField]string{ConnectionAddress: tr.T("An address is needed, such as unix:path=/run/bus.")}
	}
	address, err := parse(text)
	if err != nil {
		return bus.Address{}, map[ConnectionField]string{ConnectionAddress: Refusal(err)}
	}
	return address, nil
}

func (f ConnectionForm) checkSSH() (bus.Address, map[ConnectionField]string) {
	wrong := make(map[ConnectionField]string)
	target := bus.SSHTarget{Host: strings.TrimSpace(f.Host), User: strings.TrimSpace(f.User), Bus: f.farBus()}
	if port := strings.TrimSpace(f.Port); port != "" {
		n, err := strconv.ParseUint(port, 10, 16)
		if err != nil || n == 0 {
			wrong[ConnectionPort] = tr.T("A port is a number from 1 to 65535.")
		}
		target.Port = uint16(n)
	}
	if f.Bus == OtherBus && target.Bus == "" {
		wrong[ConnectionFarAddress] = tr.T("An address is needed, such as unix:path=/run/bus.")
	}
	// Each field is looked at by itself, so that all that are wrong say so.
	for field, alone := range map[ConnectionField]bus.SSHTarget{
		ConnectionHost:       {Host: target.Host},
		ConnectionUser:       {Host: "host", User: target.User},
		ConnectionFarAddress: {Host: "host", Bus: target.Bus},
	} {
		if err := alone.Validate(); err != nil {
			wrong[field] = Refusal(err)
		}
	}
	if len(wrong) > 0 {
		return bus.Address{}, wrong
	}
	address, err := bus.SSHAddress(target)
	if e, ok := errors.AsType[*bus.SyntaxError](err); ok {
		return bus.Address{}, map[ConnectionField]string{ConnectionFarAddress: Refusal(e)}
	}
	return address, nil
}

func (f ConnectionForm) farBus() string {
	switch f.Bus {
	case SessionBus:
		return "session"
	case SystemBus:
		return "system"
	}
	return strings.TrimSpace(f.FarAddress)
}
