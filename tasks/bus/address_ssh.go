package bus

import (
	"cmp"
	"net"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// SSHTarget is a bus of another host, which ssh connects to. It is written as a
// D-Bus address is, with the escapes of one:
//
//	ssh:host=tv.local
//	ssh:host=tv.local,user=me,port=2222,bus=session
//	ssh:host=tv.local,bus=unix%3apath%3d%2frun%2fbus
type SSHTarget struct {
	Host string // a name, an address, or what the person's configuration of ssh calls it
	User string // empty leaves the choice to ssh
	Port uint16 // 0 leaves the choice to ssh
	Bus  string // "session", "system", or a D-Bus address over there; empty is "system"
}

const sshPrefix = "ssh:"

// SSHAddress is the address of a bus of another host. It fails as [SSHTarget.Validate]
// does.
func SSHAddress(target SSHTarget) (Address, error) {
	if err := target.Validate(); err != nil {
		return Address{}, err
	}
	text := target.text()
	if len(text) > maxAddress {
		return Address{}, &SyntaxError{What: "address", Text: target.Bus, Offset: len(target.Bus), Reason: Because("the address is too long")}
	}
	return Address{AddressSSH, text}, nil
}

// SSH gives the target of an AddressSSH, its Bus never empty. It reports false for
// an address of any other kind.
func (a Address) SSH() (SSHTarget, bool) {
	if a.kind != AddressSSH {
		return SSHTarget{}, false
	}
	target, err := readSSH(a.text)
	return target, err == nil
}

// text is the one way to write the target, so that two addresses are equal if
// they lead to the same bus.
func (t SSHTarget) text() string {
	text := sshPrefix + "host=" + escapeAddress(t.Host)
	if t.User != "" {
		text += ",user=" + escapeAddress(t.User)
	}
	if t.Port != 0 {
		text += ",port=" + strconv.Itoa(int(t.Port))
	}
	if t.Bus != "" && t.Bus != "system" {
		text += ",bus=" + escapeAddress(t.Bus)
	}
	return text
}

// Validate refuses what ssh could take for something else than a host and a user:
// what starts with a dash, and what a shell would not leave alone, for ssh may
// hand both to a command that its configuration names. The D-Bus address must be
// of unix and tcp sockets alone, since others would have the far end start
// programs. The error is a [*SyntaxError], whose Text is the field.
func (t SSHTarget) Validate() error {
	if t.Host == "" {
		return &SyntaxError{What: "host", Reason: Because("a host is needed")}
	}
	if err := checkSSHWord("host", t.Host, "@/'`\"$\\;&<>|(){}"); err != nil {
		return err
	}
	if err := checkSSHWord("user", t.User, "@'`\";&<>|(){}"); err != nil {
		return err
	}
	if last := len(t.User) - 1; last >= 0 && t.User[last] == '\\' {
		return &SyntaxError{What: "user", Text: t.User, Offset: last, Reason: Because("“\\” is not allowed at the end")}
	}
	switch t.Bus {
	case "", "session", "system":
		return nil
	}
	entries, err := parseEntries(t.Bus, 0)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if entry.name != "unix" && entry.name != "tcp" {
			return &SyntaxError{
				What: "address", Text: t.Bus, Offset: entry.offset,
				Reason: Because("“%s” cannot be used on another host; use unix or tcp", entry.name),
			}
		}
	}
	return nil
}

// maxSSHWord bounds a host and a user; the longest name of a host has 253 bytes.
const maxSSHWord = 255

func checkSSHWord(what, s, refused string) error {
	fail := func(offset int, reason Reason) error {
		return &SyntaxError{What: what, Text: s, Offset: offset, Reason: reason}
	}
	switch {
	case len(s) > maxSSHWord:
		return fail(maxSSHWord, Because("the name of the %s is too long", what))
	case strings.HasPrefix(s, "-"):
		return fail(0, Because("the name of the %s must not start with “-”", what))
	case !utf8.ValidString(s):
		return fail(invalidAt(s), Because("the name of the %s is not UTF-8", what))
	}
	for i, r := range s {
		if !unicode.IsGraphic(r) || unicode.IsSpace(r) || strings.ContainsRune(refused, r) {
			return fail(i, Because("%s is not allowed here", quoteRune(r)))
		}
	}
	return nil
}

// invalidAt is where the first byte is that is not UTF-8.
func invalidAt(s string) int {
	for i, r := range s {
		if _, size := utf8.DecodeRuneInString(s[i:]); r == utf8.RuneError && size == 1 {
			return i
		}
	}
	return len(s)
}

// sshLabel names the bus and the host: "System on me@tv.local:2222".
func (a Address) sshLabel() string {
	target, _ := a.SSH()
	host := target.Host
	if target.Port != 0 {
		host = net.JoinHostPort(host, strconv.Itoa(int(target.Port)))
	}
	if target.User != "" {
		host = target.User + "@" + host
	}
	switch target.Bus {
	case "system":
		return "System on " + host
	case "session":
		return "Session on " + host
	}
	return placeOf(target.Bus) + " on " + host
}

// parseSSH reads an address that starts with "ssh:".
func parseSSH(s string) (Address, error) {
	target, err := readSSH(s)
	if err != nil {
		return Address{}, err
	}
	return SSHAddress(target)
}

func readSSH(s string) (SSHTarget, error) {
	fail := func(offset int, reason Reason) (SSHTarget, error) {
		return SSHTarget{}, &SyntaxError{What: "address", Text: s, Offset: offset, Reason: reason}
	}
	t, err := parseAlone(s)
	if err != nil {
		return SSHTarget{}, err
	}
	target := SSHTarget{Bus: "system"}
	for _, p := range t.params {
		switch p.name {
		case "host":
			target.Host = p.value
		case "user":
			target.User = p.value
		case "port":
			if target.Port = parsePort(p.value); target.Port == 0 {
				return fail(p.valueOffset(), Because("a port is a number from 1 to 65535"))
			}
		case "bus":
			target.Bus = cmp.Or(p.value, target.Bus)
		default:
			return fail(p.offset, Because("“ssh” has the settings host, user, port and bus"))
		}
	}
	if err := target.Validate(); err != nil {
		fault := err.(*SyntaxError)
		return fail(t.offsetOf(fault), fault.Reason)
	}
	return target, nil
}

// parseAlone reads an address that a bridge leads to, of which there may be no list.
func parseAlone(s string) (transport, error) {
	fail := func(offset int, reason Reason) (transport, error) {
		return transport{}, &SyntaxError{What: "address", Text: s, Offset: offset, Reason: reason}
	}
	if len(s) > maxAddress {
		return fail(maxAddress, Because("the address is too long"))
	}
	if i := strings.IndexByte(s, ';'); i >= 0 {
		name, _, _ := strings.Cut(s, ":")
		return fail(i, Because("an address with “%s” stands alone", name))
	}
	return parseTransport(s, s, 0)
}

// offsetOf gives where in the text of t the fault of a field is.
func (t transport) offsetOf(fault *SyntaxError) int {
	field := fault.What
	switch field {
	case "address":
		field = "bus"
	case "container":
		field = "name"
	}
	for _, p := range t.params {
		if p.name == field {
			return p.valueOffset() + escapedLen(t.text[p.valueOffset():], fault.Offset)
		}
	}
	return len(t.text)
}

// escapedLen is how much of an escaped text is the first n bytes of what it means.
func escapedLen(escaped string, n int) int {
	at := 0
	for range n {
		if at < len(escaped) && escaped[at] == '%' {
			at += 2
		}
		at++
	}
	return at
}
