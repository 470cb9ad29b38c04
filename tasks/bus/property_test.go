package bus_test

import (
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"pgregory.net/rapid"
)

const depth = 4

// checkSame fails the test unless got, which was read from text, is want.
func checkSame(t rapid.TB, text string, want, got bus.Value, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	if got.Signature() != want.Signature() || !got.Equal(want) {
		t.Fatalf("%s became %s of type %s", text, got.Text(), got.Signature())
	}
}

func TestTextIsReadBackAsTheSameValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := bustest.Values(depth).Draw(t, "value")

		text := v.Text()
		got, err := bus.ParseValue(text, "")
		checkSame(t, text, v, got, err)
		got, err = bus.ParseValue(text, v.Signature())
		checkSame(t, text, v, got, err)

		text = v.PlainText()
		got, err = bus.ParseValue(text, v.Signature())
		checkSame(t, text, v, got, err)
	})
}

func TestReplyTextIsReadBackAsTheSameArguments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.SliceOfN(bustest.Values(depth), 0, 3).Draw(t, "body")
		text := bus.Reply{Body: body}.Text()
		signatures := []bus.Signature{"", bus.Call{Args: body}.Signature()}
		for _, sig := range signatures {
			args, err := bus.ParseArguments(text, sig)
			if err != nil || len(args) != len(body) {
				t.Fatalf("%s as %q: %d arguments, %v", text, sig, len(args), err)
			}
			for i, arg := range args {
				checkSame(t, text, body[i], arg, nil)
			}
		}
	})
}

func TestSplitSignatureJoinsAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		types := rapid.SliceOfN(bustest.Types(depth), 0, 5).Draw(t, "types")
		var joined bus.Signature
		for _, typ := range types {
			joined += typ
		}
		sig, err := bus.ParseSignature(string(joined))
		if err != nil {
			if len(joined) <= 255 {
				t.Fatalf("%q: %v", joined, err)
			}
			return
		}
		split := sig.Split()
		if len(split) != len(types) {
			t.Fatalf("%q was split into %q", sig, split)
		}
		for i, typ := range split {
			if typ != types[i] || !typ.IsComplete() {
				t.Fatalf("%q was split into %q", sig, split)
			}
		}
	})
}
