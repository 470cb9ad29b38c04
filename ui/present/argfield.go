package present

import (
	"slices"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// ArgField is one field of an [ArgForm], or one that holds others. What is
// written into it by its methods is either a value or has a Reason.
type ArgField struct {
	Name   string // what it is, as far as it is known: "song", "Argument 1", "Key", "Item 2"
	Type   bus.Signature
	Kind   FieldKind
	Fields []*ArgField // of one that holds others; of an EntryField, the key and the value
	Reason string      // what is wrong, in a sentence; empty if nothing is

	form    *ArgForm
	value   bus.Value // of one that holds no others
	text    string    // of a NumberField, TextField or BytesField, as it is written
	writing Writing
}

// FieldKind says how a field is filled in.
type FieldKind int

// The kinds of fields.
const (
	SwitchField  FieldKind = iota // b
	NumberField                   // y, n, q, i, u: a whole number within a range
	TextField                     // x, t, d, s, o, g
	FileField                     // h
	BytesField                    // ay
	ListField                     // any number of fields of one type
	StructField                   // a number of fields
	DictField                     // any number of EntryField
	EntryField                    // a key and a value
	VariantField                  // one field, whose type is chosen
)

func (k FieldKind) isContainer() bool { return k >= ListField }

func kindOf(typ bus.Signature) FieldKind {
	switch {
	case typ == "ay":
		return BytesField
	case typ.IsDict():
		return DictField
	}
	switch typ.Type() {
	case bus.TypeBool:
		return SwitchField
	case bus.TypeByte, bus.TypeInt16, bus.TypeUint16, bus.TypeInt32, bus.TypeUint32:
		return NumberField
	case bus.TypeHandle:
		return FileField
	case bus.TypeArray:
		return ListField
	case bus.TypeStruct:
		return StructField
	case bus.TypeVariant:
		return VariantField
	}
	return TextField
}

// field makes the field of a value.
func (f *ArgForm) field(name string, v bus.Value) *ArgField {
	a := &ArgField{Name: name, Type: v.Signature(), form: f, value: v}
	a.Kind = kindOf(a.Type)
	switch a.Kind {
	case NumberField, TextField:
		a.text = textOf(v)
	case BytesField:
		a.showBytes()
	case FileField:
		a.checkFile()
	case DictField:
		for entry := range v.Entries() {
			a.Fields = append(a.Fields, f.entry(f.field("", entry.Key), f.field("", entry.Value)))
		}
	case VariantField:
		a.Fields = []*ArgField{f.field(name, v.Inner())}
	case ListField, StructField:
		for _, item := range v.Items() {
			a.Fields = append(a.Fields, f.field("", item))
		}
	}
	a.number()
	return a
}

// empty makes a field that nobody has filled in: 0, "", no items.
func (f *ArgForm) empty(name string, typ bus.Signature) *ArgField {
	a := &ArgField{Name: name, Type: typ, Kind: kindOf(typ), form: f}
	switch a.Kind {
	case SwitchField:
		a.value = bus.Bool(false)
	case NumberField:
		a.SetText("0")
	case TextField:
		a.SetText(map[bus.Signature]string{"x": "0", "t": "0", "d": "0", "o": "/"}[typ])
	case FileField:
		a.Reason = noFile()
	case BytesField:
		a.value = bus.Bytes(nil)
		a.showBytes()
	case StructField:
		for _, field := range typ.Fields() {
			a.Fields = append(a.Fields, f.empty("", field))
		}
	case VariantField:
		a.Fields = []*ArgField{f.empty(name, "s")}
	}
	a.number()
	return a
}

func (f *ArgForm) entry(key, value *ArgField) *ArgField {
	key.Name = tr.T("Key")
	value.rename(tr.T("Value"))
	return &ArgField{Kind: EntryField, Fields: []*ArgField{key, value}, form: f}
}

// rename names a field, and what is in it if it is a variant.
func (a *ArgField) rename(name string) {
	a.Name = name
	if a.Kind == VariantField {
		a.Fields[0].rename(name)
	}
}

// number names the fields in a by their places.
func (a *ArgField) number() {
	for i, field := range a.Fields {
		switch a.Kind {
		case ListField:
			field.rename(tr.F("Item %d", i+1))
		case StructField:
			field.rename(tr.F("Field %d", i+1))
		case DictField:
			field.rename(tr.F("Entry %d", i+1))
		}
	}
}

// Summary tells in one line what is in a field that holds others, or what is wrong
// with it.
func (a *ArgField) Summary() string {
	if a.Reason != "" {
		return a.Reason
	}
	switch a.Kind {
	case ListField:
		return tr.N(len(a.Fields), "%d item", "%d items", len(a.Fields))
	case DictField:
		return tr.N(len(a.Fields), "%d entry", "%d entries", len(a.Fields))
	case EntryField:
		return Line(a.Fields[0].shortText() + ": " + a.Fields[1].shortText())
	}
	return tr.N(len(a.Fields), "%d field", "%d fields", len(a.Fields))
}

// shortText is the value of a field in a few characters.
func (a *ArgField) shortText() string {
	v := a.build()
	if !v.IsValid() {
		return "?"
	}
	text, whole := v.TextUpTo(shortLimit)
	if !whole {
		text += cutMark
	}
	return text
}

// shortLimit is how long a value is in a summary, in bytes.
const shortLimit = 60

// Add adds an item to a list, or an entry to a dictionary. It gives nil when the
// form is as large as forms get.
func (a *ArgField) Add() *ArgField {
	var added *ArgField
	if a.Kind == DictField {
		key, value := a.Type.KeyValue()
		added = a.form.entry(a.form.empty("", key), a.form.empty("", value))
	} else {
		added = a.form.empty("", a.Type.Elem())
	}
	size := 0
	walkFields([]*ArgField{added}, func(*ArgField) bool { size++; return true })
	if a.form.size()+size > argFieldLimit {
		return nil
	}
	a.Fields = append(a.Fields, added)
	a.number()
	return added
}

// Remove takes an item or an entry away.
func (a *ArgField) Remove(field *ArgField) {
	a.Fields = slices.DeleteFunc(a.Fields, func(f *ArgField) bool { return f == field })
	a.number()
	a.form.forgetFiles()
}

// SetType has a variant hold a value of another type, which begins with what
// was written in the one before, if that can be.
func (a *ArgField) SetType(typ bus.Signature) {
	old := a.Fields[0]
	if old.Type == typ {
		return
	}
	now := a.form.empty(a.Name, typ)
	if text, ok := old.plainText(); ok {
		now.tryText(text)
	}
	a.Fields = []*ArgField{now}
	a.form.forgetFiles()
}
