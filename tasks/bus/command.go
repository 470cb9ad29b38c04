package bus

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Tool is a program that makes calls from a shell.
type Tool uint8

// The tools that [CallCommand] writes commands for.
const (
	ToolBusctl   Tool = iota // of systemd
	ToolGDBus                // of GLib
	ToolDBusSend             // of the reference implementation
)

// String is the name of the program: "busctl", "gdbus" or "dbus-send".
func (t Tool) String() string {
	switch t {
	case ToolBusctl:
		return "busctl"
	case ToolGDBus:
		return "gdbus"
	case ToolDBusSend:
		return "dbus-send"
	}
	return "Tool(" + strconv.Itoa(int(t)) + ")"
}

// CommandError says why a tool cannot make a call.
type CommandError struct {
	Tool     Tool
	Argument int    // which argument it cannot express, from 1; 0 if it is none of them
	Reason   Reason // such as "gdbus cannot …"
}

// Error gives the reason and the argument.
func (e *CommandError) Error() string {
	if e.Argument == 0 {
		return e.Reason.String()
	}
	return fmt.Sprintf("argument %d: %s", e.Argument, e.Reason)
}

// CallCommand writes a call as a command for a POSIX shell, on one line unless a
// text in it has more. It gives up after timeout; zero is as late as the tool
// can. Nothing in the command is a character that a terminal does not show, so
// it can be read, and pasted, before it is run.
//
// Timeouts are rounded up, by gdbus to seconds. Without
// [InteractiveAuthorization], busctl and gdbus do not offer a password dialog;
// dbus-send never does, whatever the flags. With [NoReply], dbus-send waits for
// no reply, but does not tell the service so. A tool that lacks another flag,
// cannot reach the address, or has no notation for an argument, gets no command:
// the error is then a [*CommandError], and a [*SyntaxError] if the call itself
// is wrong, as [Call.Validate] says.
func CallCommand(tool Tool, address Address, call Call, timeout time.Duration) (string, error) {
	validate := call.Validate
	if address.Kind() == AddressPeer {
		validate = call.ValidateOnPeer
	}
	if err := validate(); err != nil {
		return "", err
	}
	c := &command{tool: tool}
	c.word(tool.String())
	switch tool {
	case ToolBusctl:
		c.busctl(address, call, timeout)
	case ToolGDBus:
		c.gdbus(address, call, timeout)
	case ToolDBusSend:
		c.dbusSend(address, call, timeout)
	default:
		c.fail(0, Because("there is no such tool"))
	}
	if c.err != nil {
		return "", c.err
	}
	return c.text.String(), nil
}

// What Linux takes as one word of a command, and what is sure to be taken as all
// of them, in bytes.
const (
	maxWord    = 128<<10 - 1
	maxCommand = 1 << 20
)

// command is a command as it is written, word by word, or the first reason why
// there is none.
type command struct {
	tool Tool
	text strings.Builder
	size int // of the words as the program gets them
	err  *CommandError
}

// fail says what the tool cannot do; argument is 0 if it is nothing about one.
func (c *command) fail(argument int, reason Reason) {
	if c.err == nil {
		c.err = &CommandError{c.tool, argument, reason}
	}
}

// word adds a word.
func (c *command) word(word string) { c.argument(0, word) }

// argument adds a word that an argument needs.
func (c *command) argument(argument int, word string) {
	switch c.size += len(word) + 1; {
	case len(word) > maxWord:
		c.fail(argument, Because("more than 128 KiB do not fit in a word of a command"))
	case c.size > maxCommand:
		c.fail(argument, Because("more than 1 MiB does not fit in a command"))
	case c.err == nil:
		c.shell(quoteShell(word))
	}
}

// shell adds words that are written as the shell wants them.
func (c *command) shell(words string) {
	if c.text.Len() > 0 {
		c.text.WriteByte(' ')
	}
	c.text.WriteString(words)
}

// address adds an option with a D-Bus address.
func (c *command) address(option string, address Address) {
	text, err := address.Resolve(func(string) string { return "" })
	if err != nil {
		c.fail(0, Because("the address cannot be used"))
	}
	c.word(option + text)
}

// method is the name of the method with its interface, which two of the tools
// cannot do without.
func (c *command) method(call Call) string {
	if call.Interface == "" {
		c.fail(0, Because("%s cannot call a method without its interface", c.tool))
	}
	return string(call.Interface) + "." + string(call.Member)
}

// units rounds a timeout up to units of a kind, within what an option takes.
func units(timeout, unit time.Duration, most int64) string {
	n := int64((timeout-1)/unit) + 1
	if timeout <= 0 || n > most {
		n = most
	}
	return strconv.FormatInt(n, 10)
}

// basicWord writes a basic value as programs in C read it; "" for any other.
func basicWord(v Value) string {
	switch data := v.Basic().(type) {
	case nil:
		return ""
	case float64:
		if isTiny(data) {
			return formatTiny(data)
		}
		return formatDouble(data)
	default:
		return fmt.Sprint(data)
	}
}
