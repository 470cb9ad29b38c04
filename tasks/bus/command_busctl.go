package bus

import (
	"math"
	"strconv"
	"strings"
	"time"
)

func (c *command) busctl(address Address, call Call, timeout time.Duration) {
	switch address.Kind() {
	case AddressSession:
		c.word("--user")
	case AddressSystem:
		c.word("--system")
	case AddressCustom:
		c.address("--address=", address)
	case AddressAccessibility:
		c.shell(`--address="$(busctl --user call org.a11y.Bus /org/a11y/bus org.a11y.Bus GetAddress | cut -d'"' -f2)"`)
	case AddressSSH:
		c.busctlHost(address)
	case AddressContainer:
		c.busctlMachine(address)
	case AddressPeer:
		c.fail(0, Because("%s cannot call a peer without a bus", c.tool))
	default:
		c.fail(0, Because("there is no address"))
	}
	if call.Flags&NoReply != 0 {
		c.word("--expect-reply=no")
	}
	if call.Flags&NoAutoStart != 0 {
		c.word("--auto-start=no")
	}
	if call.Flags&InteractiveAuthorization == 0 {
		c.word("--allow-interactive-authorization=no")
	}
	c.word("--timeout=" + busctlTime(timeout))
	if call.Interface == "" {
		c.fail(0, Because("%s cannot call a method without its interface", c.tool))
	}
	for _, word := range []string{
		"--", "call", string(call.Destination), string(call.Path), string(call.Interface), string(call.Member),
	} {
		c.word(word)
	}
	if len(call.Args) > 0 {
		c.word(string(call.Signature()))
	}
	for i, arg := range call.Args {
		c.busctlValue(i+1, arg)
	}
}

// busctlHost adds a bus of another host, to which busctl finds the way as
// Bellhop does.
func (c *command) busctlHost(address Address) {
	target, ok := address.SSH()
	if !ok || target.Bus != "system" {
		c.fail(0, Because("%s cannot reach any bus of another host but the system bus", c.tool))
		return
	}
	host := target.Host
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if target.User != "" {
		host = target.User + "@" + host
	}
	if target.Port != 0 {
		host += ":" + strconv.Itoa(int(target.Port))
	}
	c.word("--host=" + host)
}

// busctlMachine adds a bus of a container.
func (c *command) busctlMachine(address Address) {
	target, _ := address.Container()
	machine := target.Name
	if target.User != "" {
		machine = target.User + "@" + machine
	}
	if target.Bus == "session" {
		c.word("--user")
	}
	c.word("--machine=" + machine)
}

// busctlTime writes a time span. Zero would be the default of 25 seconds.
func busctlTime(timeout time.Duration) string {
	switch {
	case timeout <= 0:
		return "infinity"
	case timeout%time.Second == 0:
		return units(timeout, time.Second, math.MaxInt64) + "s"
	case timeout%time.Millisecond == 0:
		return units(timeout, time.Millisecond, math.MaxInt64) + "ms"
	}
	return units(timeout, time.Microsecond, math.MaxInt64) + "us"
}

// busctlValue adds the words of a value: containers are flat, each array after
// the number of its items, each variant after its type.
func (c *command) busctlValue(argument int, v Value) {
	if c.err != nil {
		return
	}
	switch v.Type() {
	case TypeHandle:
		c.fail(argument, Because("%s cannot pass files", c.tool))
	case TypeVariant:
		c.argument(argument, string(v.Inner().Signature()))
		c.busctlValue(argument, v.Inner())
	case TypeArray:
		c.argument(argument, strconv.Itoa(v.Len()))
		for entry := range v.Entries() {
			c.busctlValue(argument, entry.Key)
			c.busctlValue(argument, entry.Value)
		}
		c.busctlItems(argument, v)
	case TypeStruct:
		c.busctlItems(argument, v)
	default:
		word := basicWord(v)
		if i := strings.IndexFunc(word, isNoncharacter); i >= 0 {
			c.fail(argument, Because("%s cannot pass %s", c.tool, quoteRune(runeAt(word, i))))
		}
		c.argument(argument, word)
	}
}

// isNoncharacter tells the code points that Unicode keeps for a program's own
// use. A string on D-Bus may hold them, but busctl takes it for no UTF-8 then.
func isNoncharacter(r rune) bool { return r&0xfffe == 0xfffe || 0xfdd0 <= r && r <= 0xfdef }

func (c *command) busctlItems(argument int, v Value) {
	for _, item := range v.Items() {
		if c.err != nil {
			return
		}
		c.busctlValue(argument, item)
	}
}
