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
		c.cannot(0, "reach another host")
	case AddressContainer:
		c.cannot(0, "reach a container")
	case AddressPeer:
		c.cannot(0, "call a peer without a bus")
	default:
		c.fail(0, "there is no address")
	}
	switch {
	case call.Flags&NoReply != 0:
		c.cannot(0, "make a call that asks for no reply")
	case call.Flags&NoAutoStart != 0:
		c.cannot(0, "make a call that starts no service")
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
			c.cannot(i+1, "pass files in containers")
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
		c.fail(argument, "more than "+strconv.Itoa(lastFile-firstFile+1)+" files do not fit in a command")
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
