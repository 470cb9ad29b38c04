package bus

import (
	"math"
	"strconv"
	"time"
)

func (c *command) gdbus(address Address, call Call, timeout time.Duration) {
	c.word("call")
	switch address.Kind() {
	case AddressSession:
		c.word("--session")
	case AddressSystem:
		c.word("--system")
	case AddressCustom:
		c.address("--address=", address)
	case AddressAccessibility:
		c.shell(`--address="$(gdbus call --session --dest org.a11y.Bus --object-path /org/a11y/bus` +
			` --method org.a11y.Bus.GetAddress | cut -d\' -f2)"`)
	case AddressSSH:
		c.fail(0, Because("%s cannot reach another host", c.tool))
	case AddressContainer:
		c.fail(0, Because("%s cannot reach a container", c.tool))
	case AddressPeer:
		c.fail(0, Because("%s cannot call a peer without a bus", c.tool))
	default:
		c.fail(0, Because("there is no address"))
	}
	switch {
	case call.Flags&NoReply != 0:
		c.fail(0, Because("%s cannot make a call that asks for no reply", c.tool))
	case call.Flags&NoAutoStart != 0:
		c.fail(0, Because("%s cannot make a call that starts no service", c.tool))
	case call.Flags&InteractiveAuthorization != 0:
		c.word("--interactive")
	}
	for _, word := range []string{
		"--timeout=" + units(timeout, time.Second, math.MaxInt32/1000), // it counts milliseconds in an int
		"--dest=" + string(call.Destination),
		"--object-path=" + string(call.Path),
		"--method=" + c.method(call),
	} {
		c.word(word)
	}
	if len(call.Args) > 0 {
		c.word("--")
	}
	opened := ""
	for i, arg := range call.Args {
		if arg.Type() == TypeHandle {
			opened += c.gdbusFile(i+1, arg, call.Files)
			continue
		}
		if hasHandle(arg) {
			c.fail(i+1, Because("%s cannot pass files in containers", c.tool))
		}
		if c.err != nil {
			return
		}
		c.argument(i+1, textForGLib(arg))
	}
	c.text.WriteString(opened)
}

// firstFile is the first file descriptor that a shell leaves to commands, and
// lastFile the last one that every shell lets them use.
const (
	firstFile = 3
	lastFile  = 9
)

// gdbusFile adds a file to pass, by the descriptor that it is opened as in the
// redirection that is returned.
func (c *command) gdbusFile(argument int, handle Value, files []File) string {
	index, _ := handle.AsUint()
	switch {
	case len(files) > lastFile-firstFile+1:
		c.fail(argument, Because("more than %d files do not fit in a command", lastFile-firstFile+1))
		return ""
	}
	descriptor := strconv.Itoa(firstFile + int(index))
	c.argument(argument, "handle "+descriptor)
	open := "<"
	if files[index].Writable {
		open = "<>"
	}
	return " " + descriptor + open + quoteShell(files[index].Path)
}

func hasHandle(v Value) bool {
	switch v.Type() {
	case TypeHandle:
		return true
	case TypeVariant:
		return hasHandle(v.Inner())
	}
	for entry := range v.Entries() {
		if hasHandle(entry.Key) || hasHandle(entry.Value) {
			return true
		}
	}
	if v.sig == "ay" {
		return false
	}
	for _, item := range v.Items() {
		if hasHandle(item) {
			return true
		}
	}
	return false
}

// textForGLib is v's text, as GLib reads it, or at least so much of it that it
// does not fit in a command.
func textForGLib(v Value) string {
	p := printer{limit: maxWord, hexTiny: true}
	p.value(v, true)
	return p.String()
}
