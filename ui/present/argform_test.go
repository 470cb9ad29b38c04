package present

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// drawType draws a complete type.
func drawType(t *rapid.T, depth int) bus.Signature {
	basic := rapid.SampledFrom([]bus.Signature{"b", "y", "n", "q", "i", "u", "x", "t", "d", "s", "o", "g", "h"})
	if depth == 0 {
		return basic.Draw(t, "type")
	}
	switch rapid.SampledFrom([]string{"basic", "ay", "v", "array", "struct", "dict"}).Draw(t, "kind") {
	case "ay":
		return "ay"
	case "v":
		return "v"
	case "array":
		return "a" + drawType(t, depth-1)
	case "struct":
		sig := "(" + drawType(t, depth-1)
		for range rapid.IntRange(0, 2).Draw(t, "more fields") {
			sig += drawType(t, depth-1)
		}
		return sig + ")"
	case "dict":
		return "a{" + basic.Draw(t, "key") + drawType(t, depth-1) + "}"
	}
	return basic.Draw(t, "type")
}

// drawValue draws a value of a type.
func drawValue(t *rapid.T, typ bus.Signature, depth int) bus.Value {
	must := func(v bus.Value, err error) bus.Value {
		if err != nil {
			t.Fatalf("a value of type %s: %v", typ, err)
		}
		return v
	}
	some := rapid.IntRange(0, 2)
	switch typ {
	case "b":
		return bus.Bool(rapid.Bool().Draw(t, "b"))
	case "y":
		return bus.Byte(rapid.Byte().Draw(t, "y"))
	case "n":
		return bus.Int16(rapid.Int16().Draw(t, "n"))
	case "q":
		return bus.Uint16(rapid.Uint16().Draw(t, "q"))
	case "i":
		return bus.Int32(rapid.Int32().Draw(t, "i"))
	case "u":
		return bus.Uint32(rapid.Uint32().Draw(t, "u"))
	case "x":
		return bus.Int64(rapid.Int64().Draw(t, "x"))
	case "t":
		return bus.Uint64(rapid.Uint64().Draw(t, "t"))
	case "d":
		return bus.Double(rapid.Float64().Draw(t, "d"))
	case "s":
		return bus.String(strings.ReplaceAll(rapid.String().Draw(t, "s"), "\x00", ""))
	case "o":
		return bus.PathValue(rapid.SampledFrom([]bus.ObjectPath{"/", "/a", "/a/b_1"}).Draw(t, "o"))
	case "g":
		return bus.SignatureValue(rapid.SampledFrom([]bus.Signature{"", "s", "a{sv}", "ii"}).Draw(t, "g"))
	case "h":
		return bus.Handle(rapid.Uint32Range(0, 3).Draw(t, "h"))
	case "ay":
		return bus.Bytes(rapid.SliceOfN(rapid.OneOf(rapid.Byte(), rapid.ByteRange('a', 'z'), rapid.Just(byte(0))), 0, 4).Draw(t, "ay"))
	case "v":
		return must(bus.NewVariant(drawValue(t, drawType(t, max(0, depth-1)), depth-1)))
	}
	switch {
	case typ.IsDict():
		key, value := typ.KeyValue()
		var entries []bus.Entry
		for range some.Draw(t, "entries") {
			entries = append(entries, bus.Entry{Key: drawValue(t, key, depth-1), Value: drawValue(t, value, depth-1)})
		}
		return must(bus.Dict(key, value, entries...))
	case typ.Type() == bus.TypeArray:
		var items []bus.Value
		for range some.Draw(t, "items") {
			items = append(items, drawValue(t, typ.Elem(), depth-1))
		}
		return must(bus.Array(typ.Elem(), items...))
	}
	var fields []bus.Value
	for _, field := range typ.Fields() {
		fields = append(fields, drawValue(t, field, depth-1))
	}
	return must(bus.NewStruct(fields...))
}

func drawForm(t *rapid.T) (*ArgForm, []bus.Value) {
	var values []bus.Value
	for range rapid.IntRange(1, 3).Draw(t, "arguments") {
		values = append(values, drawValue(t, drawType(t, 3), 3))
	}
	return NewArgForm(nil, values, nil), values
}

func same(a, b []bus.Value) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !a[i].Equal(b[i]) {
			return false
		}
	}
	return true
}

// TestFormIsTwinOfValues holds that a form and its text give back the values that
// it was made of.
func TestFormIsTwinOfValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		form, values := drawForm(t)
		if form == nil {
			return // too large
		}
		got, ok := form.Values()
		if !ok || !same(got, values) {
			t.Fatalf("the form of %s gives %s", argumentsText(values), argumentsText(got))
		}
		text, _ := form.Text()
		read, err := bus.ParseArguments(text, "")
		if err != nil || !same(read, values) {
			t.Fatalf("the text %s of %s: %v", text, argumentsText(values), err)
		}
	})
}

// TestEditsGiveAValueOrAReason edits forms in every way, and holds that there is
// always either a value of the right type or a reason.
func TestEditsGiveAValueOrAReason(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		form, values := drawForm(t)
		if form == nil {
			return
		}
		for range rapid.IntRange(1, 10).Draw(t, "edits") {
			var fields []*ArgField
			for field := range form.all {
				fields = append(fields, field)
			}
			edit(t, rapid.SampledFrom(fields).Draw(t, "field"))
			got, ok := form.Values()
			if !ok {
				if form.FirstWrong() == nil {
					t.Fatal("there is no value, and no reason")
				}
				continue
			}
			for i, value := range got {
				if value.Signature() != values[i].Signature() {
					t.Fatalf("argument %d became a %s, want a %s", i, value.Signature(), values[i].Signature())
				}
			}
			text, _ := form.Text()
			if read, err := bus.ParseArguments(text, ""); err != nil || !same(read, got) {
				t.Fatalf("%s cannot be read back: %v", text, err)
			}
			if again := NewArgForm(nil, got, form.Files); again != nil {
				if same2, ok := again.Values(); !ok || !same(same2, got) {
					t.Fatalf("the form of %s gives %s", text, argumentsText(same2))
				}
			}
		}
		if form.size() > argFieldLimit {
			t.Fatalf("the form grew to %d fields", form.size())
		}
	})
}

// edit does one thing to a field that a person might do.
func edit(t *rapid.T, field *ArgField) {
	text := rapid.SampledFrom([]string{"", " 12 ", "-5", "99999999999999999999", "0.5", "inf", "/a", "a{sv}", "é\n", "0a ff", "0a f", "\xff", "x\x00"})
	switch field.Kind {
	case SwitchField:
		field.SetOn(rapid.Bool().Draw(t, "on"))
	case NumberField, TextField:
		field.SetText(text.Draw(t, "text"))
	case BytesField:
		if rapid.Bool().Draw(t, "in another way") {
			field.SetWriting(Writing(rapid.IntRange(0, WritingCount-1).Draw(t, "way")))
		} else {
			field.SetText(text.Draw(t, "bytes"))
		}
	case FileField:
		field.SetFile(bus.File{Path: "/dev/null"})
	case ListField, DictField:
		if n := len(field.Fields); n > 0 && rapid.Bool().Draw(t, "remove") {
			field.Remove(field.Fields[rapid.IntRange(0, n-1).Draw(t, "which")])
		} else {
			field.Add()
		}
	case VariantField:
		field.SetType(rapid.SampledFrom(VariantTypes("(ii)")).Draw(t, "to"))
	}
}

func TestLargeArgumentsHaveNoForm(t *testing.T) {
	many, err := bus.Array("b", slices.Repeat([]bus.Value{bus.Bool(true)}, argFieldLimit)...)
	if err != nil {
		t.Fatal(err)
	}
	for name, v := range map[string]bus.Value{
		"many fields": many,
		"a long text": bus.String(strings.Repeat("a", argTextLimit+1)),
		"many bytes":  bus.Bytes(make([]byte, argTextLimit+1)),
	} {
		if NewArgForm(nil, []bus.Value{v}, nil) != nil {
			t.Errorf("%s have a form", name)
		}
	}
}

func TestEmptyForm(t *testing.T) {
	form := NewEmptyArgForm([]bus.Arg{{Name: "song", Type: "s"}, {Type: "(ib)"}, {Name: "how", Type: "a{sv}"}, {Type: "o"}, {Type: "v"}})
	if text, ok := form.Text(); !ok || text != "'', (0, false), @a{sv} {}, objectpath '/', <''>" {
		t.Errorf("empty arguments are written %s", text)
	}
	if label := form.Fields[0].Label(); label != "song · string" {
		t.Errorf("the first is labelled %q", label)
	}
	entry := form.Fields[2].Add()
	entry.Fields[0].SetText("loud")
	entry.Fields[1].SetType("i")
	number := entry.Fields[1].Fields[0]
	number.SetText("2147483648")
	if want := "A whole number is needed, from -2147483648 to 2147483647."; number.Reason != want || form.FirstWrong() != number {
		t.Errorf("a number that is too large is %q, want %q", number.Reason, want)
	}
	number.SetText("2147483647")
	if text, ok := form.Text(); !ok || !strings.Contains(text, "{'loud': <2147483647>}") {
		t.Errorf("the arguments are written %s", text)
	}
	if entry.Name != "Entry 1" || entry.Fields[1].Fields[0].Name != "Value" {
		t.Errorf("the entry is %q, and its value %q", entry.Name, entry.Fields[1].Fields[0].Name)
	}
}

func TestFilesOfAForm(t *testing.T) {
	form := NewEmptyArgForm([]bus.Arg{{Type: "ah"}, {Type: "h"}})
	if _, ok := form.Values(); ok || form.FirstWrong() != form.Fields[1] {
		t.Fatal("a file that nobody chose is sent")
	}
	list, one := form.Fields[0], form.Fields[1]
	one.SetFile(bus.File{Path: "/a"})
	item := list.Add()
	item.SetFile(bus.File{Path: "/b"})
	one.SetFile(bus.File{Path: "/c"})
	if text, _ := form.Text(); text != "[handle 1], handle 0" || len(form.Files) != 2 || form.Files[0].Path != "/c" {
		t.Errorf("the arguments are %s with %v", text, form.Files)
	}
	if file, ok := item.File(); !ok || file.Path != "/b" {
		t.Errorf("the item's file is %v", file)
	}
	list.Remove(item)
	if len(form.Files) != 1 {
		t.Errorf("a file stays that no field has: %v", form.Files)
	}
}

func TestTypeOfAVariantKeepsWhatItCan(t *testing.T) {
	form := NewArgForm(nil, []bus.Value{bus.Variant(bus.String("12"))}, nil)
	v := form.Fields[0]
	for _, tt := range []struct {
		typ  bus.Signature
		want string
	}{{"u", "<uint32 12>"}, {"x", "<int64 12>"}, {"d", "<12.0>"}, {"o", "<objectpath '/'>"}, {"ay", "<@ay []>"}, {"as", "<@as []>"}} {
		v.SetType(tt.typ)
		if text, ok := form.Text(); !ok || text != tt.want {
			t.Errorf("as %s it is %s, want %s", tt.typ, text, tt.want)
		}
	}
}

func TestBytesAreWrittenInThreeWays(t *testing.T) {
	form := NewArgForm(nil, []bus.Value{bus.Bytes([]byte("ab\x00"))}, nil)
	field := form.Fields[0]
	if field.Writing() != WritingTextNUL || field.Text() != "ab" {
		t.Errorf("it is written %q as %s", field.Text(), field.Writing().Title())
	}
	field.SetWriting(WritingHex)
	if text, _ := form.Text(); field.Text() != "61 62 00" || text != "b'ab'" {
		t.Errorf("in hex it is written %q, and is %s", field.Text(), text)
	}
	field.SetText("0g")
	if _, ok := form.Values(); ok || field.Reason == "" {
		t.Error("what is not hex is taken")
	}
	field.SetText("ff00")
	field.SetWriting(WritingText)
	if field.Text() != "ff00" {
		t.Errorf("bytes that are no text are written %q", field.Text())
	}
}
