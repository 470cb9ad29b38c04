package present

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// CallForm is a method call as a person writes it: the fields of New Call.
type CallForm struct {
	Bus         BusChoice
	Address     string // of OtherBus
	Backend     string // empty for the default
	Destination string
	Path        string
	Interface   string // may be empty: the service then chooses
	Method      string
	Arguments   string     // in GVariant's notation; may be empty
	Files       []bus.File // what handles among the arguments are indexes of
	CallOptions

	// Methods are what the object says of methods of that name, as far as it is
	// known: the arguments are then those of one of them.
	Methods []*bus.Method

	// What to call the task of a call of titled, "interface.method"; the title
	// of a call that is edited stays with it for as long as it is the same method.
	title, titled string
}

// BusChoice is which bus a call goes to.
type BusChoice int

// The buses to choose from, in the order of New Call.
const (
	SessionBus BusChoice = iota
	SystemBus
	AccessibilityBus
	OtherBus // at the address of the form
)

// Title names the choice.
func (c BusChoice) Title() string {
	switch c {
	case SessionBus:
		return tr.C("bus", "Session")
	case SystemBus:
		return tr.C("bus", "System")
	case AccessibilityBus:
		return tr.C("bus", "Accessibility")
	}
	return tr.C("bus", "Other…")
}

// Field is a field of New Call that may be wrong.
type Field int

// The fields that are checked, in the order of New Call.
const (
	AddressField Field = iota
	DestinationField
	PathField
	InterfaceField
	MethodField
	ArgumentsField
	FieldCount int = iota
)

// Problem says what is wrong with a field.
type Problem struct {
	Field  Field
	Reason string // a sentence to stand under the field
}

// FirstCall is the form of somebody who has not made a call: one that works on
// any bus and changes nothing.
func FirstCall() CallForm {
	return CallForm{
		Destination: "org.freedesktop.DBus",
		Path:        "/org/freedesktop/DBus",
		Interface:   "org.freedesktop.DBus",
		Method:      "ListNames",
		CallOptions: FirstOptions(),
	}
}

// FormOf gives the form that [CallForm.Check] reads as spec, to be made once.
func FormOf(spec bus.CallSpec) CallForm {
	f := CallForm{
		Backend:     spec.Endpoint.Backend,
		Destination: string(spec.Call.Destination),
		Path:        string(spec.Call.Path),
		Interface:   string(spec.Call.Interface),
		Method:      string(spec.Call.Member),
		Arguments:   argumentsText(spec.Call.Args),
		Files:       spec.Call.Files,
		CallOptions: CallOptions{Timeout: spec.Timeout, Flags: spec.Call.Flags, Times: 1, AtOnce: 1},
		title:       spec.Title,
		titled:      methodTitle(spec.Call),
	}
	switch spec.Endpoint.Address.Kind() {
	case bus.AddressSession:
	case bus.AddressSystem:
		f.Bus = SystemBus
	case bus.AddressAccessibility:
		f.Bus = AccessibilityBus
	default:
		f.Bus, f.Address = OtherBus, spec.Endpoint.Address.String()
	}
	return f
}

// Check gives the call that the form describes, or what is wrong with it, in
// the order of the fields. Blanks around a name do not count.
func (f CallForm) Check() (bus.CallSpec, []Problem) {
	var c checker
	address := c.address(f)
	spec := bus.CallSpec{
		Endpoint: bus.Endpoint{Address: address, Backend: f.Backend},
		Call: bus.Call{
			Destination: c.destination(f, address),
			Path:        checked(&c, PathField, f.Path, bus.ParseObjectPath),
			Interface:   c.interfaceOf(f),
			Member:      checked(&c, MethodField, f.Method, bus.ParseMember),
			Args:        c.arguments(f),
			Files:       f.Files,
			Flags:       f.Flags,
		},
		Timeout: f.Timeout,
	}
	if methodTitle(spec.Call) == f.titled {
		spec.Title = f.title
	}
	if len(c.problems) == 0 {
		c.whole(spec)
	}
	if len(c.problems) > 0 {
		return bus.CallSpec{}, c.problems
	}
	return spec, nil
}

// checker gathers what is wrong with a form.
type checker struct{ problems []Problem }

func (c *checker) address(f CallForm) bus.Address {
	switch f.Bus {
	case SessionBus:
		return bus.SessionAddress()
	case SystemBus:
		return bus.SystemAddress()
	case AccessibilityBus:
		return bus.AccessibilityBus()
	}
	if strings.TrimSpace(f.Address) == "" {
		c.add(AddressField, tr.T("An address is needed, such as unix:path=/run/bus."))
		return bus.Address{}
	}
	return checked(c, AddressField, f.Address, bus.ParseAddress)
}

// destination may be left out where there is nobody but the peer to call.
func (c *checker) destination(f CallForm, address bus.Address) bus.Name {
	if address.Kind() == bus.AddressPeer && strings.TrimSpace(f.Destination) == "" {
		return ""
	}
	return checked(c, DestinationField, f.Destination, bus.ParseName)
}

func (c *checker) interfaceOf(f CallForm) bus.Interface {
	if strings.TrimSpace(f.Interface) == "" {
		return ""
	}
	return checked(c, InterfaceField, f.Interface, bus.ParseInterface)
}

func (c *checker) arguments(f CallForm) []bus.Value {
	args, err := f.ParseArguments()
	if e, ok := errors.AsType[*bus.TextError](err); ok {
		c.add(ArgumentsField, e.Reason.Say(tr.F)+place(f.Arguments, e))
	} else if err != nil {
		c.add(ArgumentsField, err.Error())
	}
	return args
}

// whole finds what only shows in the call as a whole: names that are well formed
// and reserved, arguments that are too many.
func (c *checker) whole(spec bus.CallSpec) {
	validate := spec.Call.Validate
	if spec.Endpoint.Address.Kind() == bus.AddressPeer {
		validate = spec.Call.ValidateOnPeer
	}
	err := validate()
	if err == nil {
		return
	}
	e, ok := errors.AsType[*bus.SyntaxError](err)
	if !ok {
		c.add(MethodField, err.Error())
		return
	}
	field, ok := map[string]Field{
		"bus name":    DestinationField,
		"object path": PathField,
		"interface":   InterfaceField,
		"arguments":   ArgumentsField,
	}[e.What]
	if !ok {
		field = MethodField
	}
	c.add(field, e.Reason.Say(tr.F))
}

func (c *checker) add(field Field, reason string) {
	c.problems = append(c.problems, Problem{field, sentence(reason)})
}

// checked parses one name.
func checked[T any](c *checker, field Field, text string, parse func(string) (T, error)) T {
	parsed, err := parse(strings.TrimSpace(text))
	if e, ok := errors.AsType[*bus.SyntaxError](err); ok {
		c.add(field, e.Reason.Say(tr.F))
	} else if err != nil {
		c.add(field, err.Error())
	}
	return parsed
}

// place tells where in text the fault is, by what stands there, unless the reason
// does, or it is at the end.
func place(text string, e *bus.TextError) string {
	if e.Offset < 0 || e.Offset > len(text) {
		return ""
	}
	there := excerpt(strings.TrimSpace(text[e.Offset:]))
	if there == "" || strings.Contains(e.Reason.String(), strings.TrimSuffix(there, cutMark)) {
		return ""
	}
	// Translators: follows on what is wrong with a text: where in it that is
	return tr.F(", at “%s”", there)
}

// excerpt is the beginning of text, enough to find it again.
func excerpt(text string) string {
	const enough = 12
	line := Line(text)
	if utf8.RuneCountInString(line) <= enough {
		return line
	}
	return string([]rune(line)[:enough]) + cutMark
}

// sentence gives a reason a capital letter and a full stop.
func sentence(reason string) string {
	reason = Line(reason)
	first, size := utf8.DecodeRuneInString(reason)
	if size == 0 {
		return ""
	}
	reason = string(unicode.ToUpper(first)) + reason[size:]
	if !strings.HasSuffix(reason, ".") {
		reason += "."
	}
	return reason
}

// argumentsText writes arguments so that [bus.ParseArguments] reads them back.
func argumentsText(args []bus.Value) string {
	if len(args) == 1 && args[0].Type() == bus.TypeStruct {
		return bus.Reply{Body: args}.Text() // a struct alone would be read as all the arguments
	}
	texts := make([]string, len(args))
	for i, arg := range args {
		texts[i] = arg.Text()
	}
	return strings.Join(texts, ", ")
}

// Refusal says in one sentence why a call was not submitted.
func Refusal(err error) string {
	switch {
	case errors.Is(err, tasks.ErrShutdown):
		return tr.T("Bellhop is closing.")
	case errors.Is(err, tasks.ErrQueueFull):
		return tr.T("Too many tasks are waiting.")
	}
	if e, ok := errors.AsType[*bus.SyntaxError](err); ok {
		return sentence(e.Reason.Say(tr.F))
	}
	if _, ok := errors.AsType[*bus.CommandError](err); ok {
		return CommandRefusal(err)
	}
	return sentence(said(err))
}
