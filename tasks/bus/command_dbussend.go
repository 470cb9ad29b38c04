package bus

import (
	"math"
	"strings"
	"time"
)

func (c *command) dbusSend(address Address, call Call, timeout time.Duration) {
	switch address.Kind() {
	case AddressSession:
		c.word("--session")
	case AddressSystem:
		c.word("--system")
	case AddressCustom:
		c.address("--bus=", address)
	case AddressPeer:
		c.address("--peer=", address)
	case AddressAccessibility:
		c.shell(`--bus="$(dbus-send --session --print-reply=literal --dest=org.a11y.Bus /org/a11y/bus` +
			` org.a11y.Bus.GetAddress | tr -d ' ')"`)
	case AddressContainer:
		c.fail(0, Because("%s cannot reach a container", c.tool))
	case AddressSSH:
		c.fail(0, Because("%s cannot reach another host", c.tool))
	default:
		c.fail(0, Because("there is no address"))
	}
	if call.Flags&NoAutoStart != 0 {
		c.fail(0, Because("%s cannot make a call that starts no service", c.tool))
	}
	c.word("--type=method_call")
	if call.Flags&NoReply == 0 {
		c.word("--print-reply")
		c.word("--reply-timeout=" + units(timeout, time.Millisecond, math.MaxInt32)) // as much as for ever
	}
	if call.Destination != "" {
		c.word("--dest=" + string(call.Destination))
	}
	c.word(string(call.Path))
	c.word(c.method(call))
	for i, arg := range call.Args {
		if c.err != nil {
			return
		}
		c.dbusSendArgument(i+1, arg)
	}
}

// dbusSendTypes are the types that dbus-send has words for.
var dbusSendTypes = map[TypeCode]string{
	TypeByte: "byte", TypeBool: "boolean", TypeInt16: "int16", TypeUint16: "uint16",
	TypeInt32: "int32", TypeUint32: "uint32", TypeInt64: "int64", TypeUint64: "uint64",
	TypeDouble: "double", TypeString: "string", TypeObjectPath: "objpath",
}

// dbusSendArgument adds an argument: "uint32:5", "variant:uint32:5",
// "array:uint32:5,6", "dict:string:uint32:a,5,b,6".
func (c *command) dbusSendArgument(argument int, v Value) {
	var word strings.Builder
	typ := func(sig Signature) {
		name, ok := dbusSendTypes[sig.Type()]
		switch {
		case ok:
			word.WriteString(name + ":")
		case sig.IsBasic():
			c.fail(argument, Because("%s cannot pass values of type “%s”", c.tool, sig))
		default:
			c.fail(argument, Because("%s cannot nest containers", c.tool))
		}
	}
	items := 0
	item := func(v Value) {
		if word.Len() > maxWord {
			return // it does not fit, whatever follows
		}
		s := basicWord(v)
		switch {
		case s == "":
			c.fail(argument, Because("%s cannot pass an empty text in a container", c.tool))
		case strings.Contains(s, ","):
			c.fail(argument, Because("%s cannot pass a text with a comma in a container", c.tool))
		}
		if items++; items > 1 {
			word.WriteByte(',')
		}
		word.WriteString(s)
	}
	switch {
	case v.Type() == TypeStruct:
		c.fail(argument, Because("%s cannot pass structs", c.tool))
	case v.Type() == TypeVariant:
		word.WriteString("variant:")
		typ(v.Inner().Signature())
		word.WriteString(basicWord(v.Inner()))
	case v.Type() == TypeArray && v.Len() == 0:
		c.fail(argument, Because("%s cannot pass empty containers", c.tool))
	case v.IsDict():
		word.WriteString("dict:")
		key, value := v.Signature().KeyValue()
		typ(key)
		typ(value)
		for entry := range v.Entries() {
			item(entry.Key)
			item(entry.Value)
		}
	case v.Type() == TypeArray:
		word.WriteString("array:")
		typ(v.Signature().Elem())
		for _, v := range v.Items() {
			item(v)
		}
	default:
		typ(v.Signature())
		word.WriteString(basicWord(v))
	}
	c.argument(argument, word.String())
}
