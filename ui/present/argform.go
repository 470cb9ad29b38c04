package present

import (
	"errors"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// The size of what is offered as a form; what is larger is edited as text.
const (
	argFieldLimit = 100
	argTextLimit  = 4 << 10 // bytes of one text
)

// ArgForm is the arguments of a call as fields to fill in, a twin of their text.
// It is not safe for concurrent use.
type ArgForm struct {
	Fields []*ArgField // one for each argument
	Files  []bus.File  // what handles are indexes of
}

// NewArgForm makes the form of arguments, or gives nil if they are too large for
// one. Args are what the arguments are called, as far as it is known.
func NewArgForm(args []bus.Arg, values []bus.Value, files []bus.File) *ArgForm {
	f := &ArgForm{Files: files}
	size := 0
	for i, value := range values {
		name := tr.F("Argument %d", i+1)
		if i < len(args) && args[i].Name != "" {
			name = Line(args[i].Name)
		}
		if size += formSize(value); size > argFieldLimit {
			return nil
		}
		f.Fields = append(f.Fields, f.field(name, value))
	}
	return f
}

// NewEmptyArgForm makes the form of arguments that nobody has filled in.
func NewEmptyArgForm(args []bus.Arg) *ArgForm {
	f := &ArgForm{}
	for i, arg := range args {
		name := tr.F("Argument %d", i+1)
		if arg.Name != "" {
			name = Line(arg.Name)
		}
		f.Fields = append(f.Fields, f.empty(name, arg.Type))
	}
	if f.size() > argFieldLimit {
		return nil
	}
	return f
}

// formSize is how many fields a value has, or more than the limit if it has more
// or if a text in it is too long.
func formSize(v bus.Value) int {
	if b, ok := v.AsBytes(); ok {
		return tooMuchIf(len(b) > argTextLimit)
	}
	size := 1
	switch v.Type() {
	case bus.TypeString, bus.TypeObjectPath:
		text, _ := v.AsString()
		return tooMuchIf(len(text) > argTextLimit)
	case bus.TypeVariant:
		return size + formSize(v.Inner())
	case bus.TypeArray, bus.TypeStruct:
		if v.Len() > argFieldLimit {
			return argFieldLimit + 1
		}
		for entry := range v.Entries() {
			if size += formSize(entry.Key) + formSize(entry.Value) + 1; size > argFieldLimit {
				return size
			}
		}
		if v.IsDict() {
			return size
		}
		for _, item := range v.Items() {
			if size += formSize(item); size > argFieldLimit {
				return size
			}
		}
	}
	return size
}

func tooMuchIf(much bool) int {
	if much {
		return argFieldLimit + 1
	}
	return 1
}

// Values gives the arguments. It gives false if a field is wrong, which then has
// a reason.
func (f *ArgForm) Values() (values []bus.Value, ok bool) {
	ok = true
	for _, field := range f.Fields {
		value := field.build()
		ok = ok && value.IsValid()
		values = append(values, value)
	}
	return values, ok
}

// Text writes the arguments in GVariant's notation, so that
// [bus.ParseArguments] reads them. It gives false if a field is wrong.
func (f *ArgForm) Text() (text string, ok bool) {
	values, ok := f.Values()
	if !ok {
		return "", false
	}
	return argumentsText(values), true
}

// FirstWrong gives the first field with a reason; nil if none is wrong.
func (f *ArgForm) FirstWrong() *ArgField {
	for field := range f.all {
		if field.Reason != "" {
			return field
		}
	}
	return nil
}

// all goes through the fields from the first to the last, those that hold others
// before these.
func (f *ArgForm) all(yield func(*ArgField) bool) { walkFields(f.Fields, yield) }

func walkFields(fields []*ArgField, yield func(*ArgField) bool) bool {
	for _, field := range fields {
		if !yield(field) || !walkFields(field.Fields, yield) {
			return false
		}
	}
	return true
}

func (f *ArgForm) size() int {
	size := 0
	for range f.all {
		size++
	}
	return size
}

// build makes the value of a field out of those in it.
func (a *ArgField) build() bus.Value {
	if !a.Kind.isContainer() {
		return a.value
	}
	a.Reason = ""
	if a.Kind == DictField {
		return a.buildDict()
	}
	values := make([]bus.Value, len(a.Fields))
	for i, field := range a.Fields {
		values[i] = field.build()
	}
	for _, value := range values {
		if !value.IsValid() {
			return bus.Value{}
		}
	}
	switch a.Kind {
	case VariantField:
		return a.built(bus.NewVariant(values[0]))
	case StructField:
		return a.built(bus.NewStruct(values...))
	}
	return a.built(bus.Array(a.Type.Elem(), values...))
}

func (a *ArgField) buildDict() bus.Value {
	entries := make([]bus.Entry, len(a.Fields))
	ok := true
	for i, entry := range a.Fields {
		key, value := entry.Fields[0].build(), entry.Fields[1].build()
		ok = ok && key.IsValid() && value.IsValid()
		entries[i] = bus.Entry{Key: key, Value: value}
	}
	if !ok {
		return bus.Value{}
	}
	key, value := a.Type.KeyValue()
	return a.built(bus.Dict(key, value, entries...))
}

// built keeps the reason why there is no value.
func (a *ArgField) built(value bus.Value, err error) bus.Value {
	if err != nil {
		a.Reason = reasonOf(err)
	}
	return value
}

// reasonOf words why a value or a name is wrong.
func reasonOf(err error) string {
	if e, ok := errors.AsType[*bus.SyntaxError](err); ok {
		return sentence(e.Reason.Say(tr.F))
	}
	return sentence(err.Error())
}

// TypeWord names a type for people; one that holds others is named by its
// signature.
func TypeWord(typ bus.Signature) string {
	if word, ok := typeWords[typ]; ok {
		return tr.T(word)
	}
	return string(typ)
}

var typeWords = map[bus.Signature]string{
	"b": tr.Mark("boolean"), "y": tr.Mark("byte"), "n": "int16", "q": "uint16", "i": "int32", "u": "uint32",
	"x": "int64", "t": "uint64", "d": "double", "s": tr.Mark("string"), "o": tr.Mark("object path"), "g": tr.Mark("signature"),
	"h": tr.Mark("file"), "v": tr.Mark("variant"), "ay": tr.Mark("bytes"),
}

// VariantTypes are the types to choose from for what is in a variant, of which
// now is one: the usual ones, and now if it is another.
func VariantTypes(now bus.Signature) []bus.Signature {
	types := []bus.Signature{"s", "b", "i", "u", "x", "t", "d", "o", "y", "n", "q", "g", "h", "v", "ay", "as", "av", "a{sv}", "a{ss}"}
	for _, typ := range types {
		if typ == now {
			return types
		}
	}
	return append(types, now)
}

// Label names a field together with its type.
func (a *ArgField) Label() string {
	if a.Kind == EntryField {
		return a.Name
	}
	return a.Name + " · " + TypeWord(a.Type)
}
