package bus_test

import (
	"regexp"
	"strings"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"pgregory.net/rapid"
)

// awkward are texts that a shell, a command line or a notation could spoil.
var awkward = []string{
	"", " ", "it's", "''", `"`, `\`, `\n`, `\\'"`, "$HOME", "$(touch /tmp/x)", "`id`", "!x", "a\nb", "\n", "a\n\n", "\x1b[m\n", "\x01",
	"-n", "--help", "--", "-5", "*", "~", "#", "a;b", "a|b&", "%s%n", "'%s'", "é☃𝄞", "\u202e", "@as []", "b'x'", "<1>", "true", "{}", "\t\r",
}

// valuesFor are values of any type that the tool has a notation for.
func valuesFor(tool bus.Tool) *rapid.Generator[bus.Value] {
	values := bustest.Values(depth).Filter(func(v bus.Value) bool { return !bustest.HoldsHandle(v) })
	switch tool {
	case bus.ToolBusctl:
		return values.Filter(func(v bus.Value) bool { return !holdsNoncharacter(v) })
	case bus.ToolDBusSend:
		return flatValues()
	}
	return values
}

// holdsNoncharacter reports whether busctl refuses a text in v.
func holdsNoncharacter(v bus.Value) bool {
	return noncharacter.MatchString(v.Text())
}

// noncharacter is one as a text has it; it is escaped there.
var noncharacter = regexp.MustCompile(`\\u(fd[de].|fff[ef])|\\U....fff[ef]`)

// flatValues are those that dbus-send has a notation for.
func flatValues() *rapid.Generator[bus.Value] {
	types := rapid.SampledFrom([]bus.Signature{"y", "b", "n", "q", "i", "u", "x", "t", "d", "s", "o"})
	return rapid.Custom(func(t *rapid.T) bus.Value {
		a, b := types.Draw(t, "type"), types.Draw(t, "other type")
		item := func(typ bus.Signature) bus.Value {
			return bustest.ValuesOf(typ, 0).Filter(func(v bus.Value) bool {
				s, isText := v.AsString()
				return !isText || s != "" && !strings.Contains(s, ",")
			}).Draw(t, "item")
		}
		switch rapid.IntRange(0, 3).Draw(t, "kind of value") {
		case 0:
			return bus.Variant(bustest.ValuesOf(a, 0).Draw(t, "inner"))
		case 1:
			items := make([]bus.Value, rapid.IntRange(1, 4).Draw(t, "items"))
			for i := range items {
				items[i] = item(a)
			}
			return must(bus.Array(a, items...))
		case 2:
			entries := make([]bus.Entry, rapid.IntRange(1, 4).Draw(t, "entries"))
			for i := range entries {
				entries[i] = bus.Entry{Key: item(a), Value: item(b)}
			}
			return must(bus.Dict(a, b, entries...))
		}
		return bustest.ValuesOf(a, 0).Draw(t, "value")
	})
}
