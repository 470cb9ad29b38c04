package present

import (
	"strings"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"pgregory.net/rapid"
)

func TestLayout(t *testing.T) {
	long := strings.Repeat("x", 40)
	for _, tt := range []struct{ name, in, want string }{
		{"short", "(42,)", "(42,)"},
		{
			"one array", "(['" + long + "', '" + long + "'],)",
			"([\n  '" + long + "',\n  '" + long + "'\n],)",
		},
		{
			"two fields", "('" + long + "', '" + long + "')",
			"(\n  '" + long + "',\n  '" + long + "'\n)",
		},
		{
			"one field", "('" + long + long + "',)",
			"(\n  '" + long + long + "',\n)",
		},
		{
			"numbers fill the line", "([" + strings.Repeat("100000, ", 19) + "1],)",
			"([" + strings.Repeat("\n  100000, 100000, 100000, 100000,", 4) + "\n  100000, 100000, 100000, 1\n],)",
		},
		{
			"bytes fit beside the list, and on the smallest screen", "([byte " + strings.Repeat("0x10, ", 9) + "0x11],)",
			"([\n  byte" + strings.Repeat(" 0x10,", 4) + "\n " + strings.Repeat(" 0x10,", 5) + "\n  0x11\n],)",
		},
		{
			"a dictionary", "({'a': <'" + long + "'>, 'b': <{'c': <'" + long + "'>, 'd': <'" + long + "'>}>},)",
			"({\n  'a': <'" + long + "'>,\n  'b': <{\n    'c': <'" + long + "'>,\n    'd': <'" + long + "'>\n  }>\n},)",
		},
		{
			"brackets in strings", "(['" + long + "[(,', \"" + long + "'{\\\"<\"],)",
			"([\n  '" + long + "[(,',\n  \"" + long + "'{\\\"<\"\n],)",
		},
		{
			"brackets in types", "(@a{sv} {}, @a(ii) [], '" + long + "')",
			"(\n  @a{sv} {},\n  @a(ii) [],\n  '" + long + "'\n)",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := layout(tt.in); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// Whatever the value, its text on several lines means the same.
func TestLayoutKeepsTheValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := bustest.Values(4).Draw(t, "value")
		text := layout(bus.Reply{Body: []bus.Value{v, v}}.Text())
		back, err := bus.ParseArguments(text, v.Signature()+v.Signature())
		if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
		if len(back) != 2 || !back[0].Equal(v) || !back[1].Equal(v) {
			t.Fatalf("%s has become\n%s", v.Text(), text)
		}
	})
}

func TestLayoutOfTextThatIsNoValue(t *testing.T) {
	for _, in := range []string{
		strings.Repeat("(", 100), strings.Repeat(")", 100), "'" + strings.Repeat("a", 100),
		"@" + strings.Repeat("a", 100), strings.Repeat("[,", 50), strings.Repeat("<>", 50),
	} {
		if got := strings.Join(strings.Fields(layout(in)), ""); got != in {
			t.Errorf("%q has become %q", in, got)
		}
	}
}
