package bus_test

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"pgregory.net/rapid"
)

// echoed runs the tool's command for the practice service's Echo, and gives what
// the tool writes of the reply. The options are the tool's own.
func echoed(t rapid.TB, daemon *bustest.Daemon, tool bus.Tool, v bus.Value, options string) string {
	t.Helper()
	command, err := bus.CallCommand(tool, bus.SessionAddress(), practiceCall("Echo", bus.Variant(v)), time.Minute)
	if err != nil {
		t.Fatalf("%s: %v", v.Text(), err)
	}
	name := tool.String()
	return shell(t, daemon, name+options+strings.TrimPrefix(command, name))
}

func TestGDBusSeesTheSameValue(t *testing.T) {
	fewChecks(t)
	daemon := bustest.StartDaemon(t)
	startPractice(t, daemon)
	rapid.Check(t, func(t *rapid.T) {
		v := valuesFor(bus.ToolGDBus).Draw(t, "value")
		out := echoed(t, daemon, bus.ToolGDBus, v, "")
		got, err := bus.ParseArguments(out, "v")
		if err != nil || !got[0].Inner().Equal(v) {
			t.Fatalf("%s comes back as %s (%v)", v.Text(), out, err)
		}
	})
}

func TestBusctlSeesTheSameValue(t *testing.T) {
	fewChecks(t)
	daemon := bustest.StartDaemon(t)
	startPractice(t, daemon)
	rapid.Check(t, func(t *rapid.T) {
		v := valuesFor(bus.ToolBusctl).Draw(t, "value")
		out := echoed(t, daemon, bus.ToolBusctl, v, "")
		var want strings.Builder
		writeBusctl(&want, bus.Variant(v))
		if got := readBusctl(t, out); got != "v"+want.String() {
			t.Fatalf("%s comes back as %s, want v%s", v.Text(), got, want.String())
		}
	})
}

var busctlWord = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|\S+`)

// readBusctl gives what busctl writes with its strings quoted as Go does.
func readBusctl(t rapid.TB, out string) string {
	t.Helper()
	words := busctlWord.FindAllString(out, -1)
	for i, word := range words {
		if !strings.HasPrefix(word, `"`) {
			continue
		}
		s, err := strconv.Unquote(strings.ReplaceAll(word, `\'`, "'"))
		if err != nil {
			t.Fatalf("%s in %s: %v", word, out, err)
		}
		words[i] = strconv.Quote(s)
	}
	return strings.Join(words, " ")
}

// writeBusctl writes a value as busctl does, which keeps six digits of a double.
func writeBusctl(out *strings.Builder, v bus.Value) {
	switch data := v.Basic().(type) {
	case nil:
		switch {
		case v.Type() == bus.TypeVariant:
			fmt.Fprintf(out, " %s", v.Inner().Signature())
			writeBusctl(out, v.Inner())
		case v.Type() == bus.TypeArray:
			fmt.Fprintf(out, " %d", v.Len())
		}
		for entry := range v.Entries() {
			writeBusctl(out, entry.Key)
			writeBusctl(out, entry.Value)
		}
		for _, item := range v.Items() {
			writeBusctl(out, item)
		}
	case float64:
		out.WriteString(" " + sixDigits(data))
	case string, bus.ObjectPath, bus.Signature:
		fmt.Fprintf(out, " %q", data)
	default:
		fmt.Fprintf(out, " %v", data)
	}
}

// sixDigits is what C's %g gives.
func sixDigits(x float64) string {
	switch {
	case math.IsNaN(x) && math.Signbit(x):
		return "-nan"
	case math.IsNaN(x):
		return "nan"
	case math.IsInf(x, 0):
		return strings.ToLower(strings.TrimPrefix(fmt.Sprint(x), "+"))
	}
	return strconv.FormatFloat(x, 'g', 6, 64)
}

// busctl has JSON of its own for most values, which is read as ours is.
func TestJSONOfBusctlIsRead(t *testing.T) {
	daemon := bustest.StartDaemon(t)
	startPractice(t, daemon)
	for _, text := range []string{
		"@a{sv} {'z': <1>, 'a': <uint64 18446744073709551615>, 'list': <['x', 'it\\'s']>, 'empty': <@as []>}",
		"(byte 0xff, true, int16 -1, 0.5, objectpath '/a', signature 'as', int64 -9223372036854775808)",
		"[<(1, 'é☃')>, <<'in two'>>, <[byte 0x00, 0xff]>]",
		"{objectpath '/a': {'b': <@aa{sv} [{}]>}}",
	} {
		want := must(bus.ParseValue(text, ""))
		out := echoed(t, daemon, bus.ToolBusctl, want, " --json=short")
		var reply struct{ Data json.RawMessage }
		if err := json.Unmarshal([]byte(out), &reply); err != nil {
			t.Fatalf("%s: %v", out, err)
		}
		got, err := bus.ParseJSONArguments(string(reply.Data), "v")
		if err != nil || !got[0].Inner().Equal(want) {
			t.Errorf("%s comes back as %s (%v)", text, out, err)
		}
	}
}
