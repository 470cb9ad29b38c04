package present

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

func TestFirstCallIsRight(t *testing.T) {
	spec, problems := FirstCall().Check()
	if len(problems) > 0 || len(spec.Call.Args) > 0 {
		t.Fatalf("it has problems %v, or arguments: %v", problems, spec.Call.Args)
	}
	spec.Call.Args = nil
	want := bus.CallSpec{
		Endpoint: bus.Endpoint{Address: bus.SessionAddress()},
		Call: bus.Call{
			Destination: "org.freedesktop.DBus", Path: "/org/freedesktop/DBus",
			Interface: "org.freedesktop.DBus", Member: "ListNames",
		},
		Timeout: DefaultTimeout,
	}
	if !reflect.DeepEqual(spec, want) {
		t.Errorf("got  %+v\nwant %+v", spec, want)
	}
}

// edited is the first call with one thing changed.
func edited(change func(*CallForm)) CallForm {
	f := FirstCall()
	change(&f)
	return f
}

func TestFormProblems(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*CallForm)
		want   []Problem
	}{
		{"blanks round names", func(f *CallForm) { f.Destination, f.Method = " org.example.A\n", "\tM " }, nil},
		{"no interface", func(f *CallForm) { f.Interface = " " }, nil},
		{"a unique name", func(f *CallForm) { f.Destination = ":1.42" }, nil},
		{"arguments", func(f *CallForm) { f.Arguments = "'a', uint32 5 {'k': <true>}" }, nil},
		{"another address", func(f *CallForm) { f.Bus, f.Address = OtherBus, "unix:path=/run/bus" }, nil},
		{"an address that does not matter", func(f *CallForm) { f.Address = "nonsense" }, nil},
		{"no destination", func(f *CallForm) { f.Destination = "" }, []Problem{
			{DestinationField, "A name is needed."},
		}},
		{"an empty part", func(f *CallForm) { f.Destination = "org..a" }, []Problem{
			{DestinationField, "A part of the name is empty."},
		}},
		{"a relative path", func(f *CallForm) { f.Path = "org" }, []Problem{
			{PathField, "The path must start with “/”."},
		}},
		{"no dot in the interface", func(f *CallForm) { f.Interface = "org" }, []Problem{
			{InterfaceField, "The name needs at least one dot."},
		}},
		{"no method", func(f *CallForm) { f.Method = "" }, []Problem{
			{MethodField, "A name is needed."},
		}},
		{"a method with a dot", func(f *CallForm) { f.Method = "a.b" }, []Problem{
			{MethodField, "The name of a member has no dots."},
		}},
		{"no address", func(f *CallForm) { f.Bus = OtherBus }, []Problem{
			{AddressField, "An address is needed, such as unix:path=/run/bus."},
		}},
		{"a reserved path", func(f *CallForm) { f.Path = "/org/freedesktop/DBus/Local" }, []Problem{
			{PathField, "This name is reserved and cannot be called."},
		}},
		{"a reserved interface", func(f *CallForm) { f.Interface = "org.freedesktop.DBus.Local" }, []Problem{
			{InterfaceField, "This name is reserved and cannot be called."},
		}},
		{"too many arguments", func(f *CallForm) { f.Arguments = strings.Repeat("1 ", 256) }, []Problem{
			{ArgumentsField, "The arguments’ signature is longer than 255 characters."},
		}},
		{"several", func(f *CallForm) { f.Bus, f.Method, f.Destination = OtherBus, "", "a" }, []Problem{
			{AddressField, "An address is needed, such as unix:path=/run/bus."},
			{DestinationField, "The name needs at least one dot."},
			{MethodField, "A name is needed."},
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			spec, got := edited(tt.change).Check()
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
			if len(got) > 0 && !reflect.DeepEqual(spec, bus.CallSpec{}) {
				t.Errorf("a wrong form gives a call: %+v", spec)
			}
		})
	}
}

func TestAddressProblemsHaveAReason(t *testing.T) {
	for _, address := range []string{"nonsense", "unix:path", "unknown:a=b", "unix:path=%zz", ";"} {
		_, got := edited(func(f *CallForm) { f.Bus, f.Address = OtherBus, address }).Check()
		if len(got) != 1 || got[0].Field != AddressField || len(got[0].Reason) < 5 {
			t.Errorf("%q: the problems are %v", address, got)
		}
	}
}

func TestArgumentProblemsShowThePlace(t *testing.T) {
	for _, tt := range []struct{ text, there string }{
		{"1, 2, ]", ""},       // the reason names the character itself
		{"[1, 'a']", "'a'"},   // what stands there
		{"uint32 -1", "-1"},   //
		{"[1, 2", ""},         // at the end there is nothing to show
		{"byte 3000", "3000"}, //
	} {
		_, got := edited(func(f *CallForm) { f.Arguments = tt.text }).Check()
		if len(got) != 1 || got[0].Field != ArgumentsField {
			t.Errorf("%q: the problems are %v", tt.text, got)
			continue
		}
		if !strings.Contains(got[0].Reason, tt.there) {
			t.Errorf("%q: %q does not show %q", tt.text, got[0].Reason, tt.there)
		}
		if strings.Count(got[0].Reason, "“") != strings.Count(got[0].Reason, "”") || !strings.HasSuffix(got[0].Reason, ".") {
			t.Errorf("%q: %q is no sentence", tt.text, got[0].Reason)
		}
	}
}

func TestPlace(t *testing.T) {
	for _, tt := range []struct {
		text   string
		offset int
		reason string
		want   string
	}{
		{"abc def", 4, "wrong", ", at “def”"},
		{"abc  ", 3, "wrong", ""},
		{"abc", 3, "wrong", ""},
		{"abc", 9, "wrong", ""},
		{"abc", -1, "wrong", ""},
		{"abc def", 4, "“def” is wrong", ""},
		{"a long text indeed", 0, "wrong", ", at “a long text …”"},
		{"x\x00\n", 1, "wrong", ", at “␀”"},
	} {
		if got := place(tt.text, &bus.TextError{Offset: tt.offset, Reason: bus.Because("%s", tt.reason)}); got != tt.want {
			t.Errorf("place(%q, %d) = %q, want %q", tt.text, tt.offset, got, tt.want)
		}
	}
}

func TestFormOfACallGivesTheCall(t *testing.T) {
	other, err := bus.ParseAddress("unix:path=/run/bus")
	if err != nil {
		t.Fatal(err)
	}
	peer, err := bus.PeerAddress("unix:path=/run/app")
	if err != nil {
		t.Fatal(err)
	}
	ssh, err := bus.SSHAddress(bus.SSHTarget{Host: "tv.local", User: "me", Port: 2222, Bus: "session"})
	if err != nil {
		t.Fatal(err)
	}
	call := bus.Call{Destination: ":1.5", Path: "/", Interface: "a.b", Member: "M"}
	with := func(args ...bus.Value) bus.Call {
		call := call
		call.Args = args
		return call
	}
	for _, tt := range []struct {
		name string
		spec bus.CallSpec
	}{
		{"session", bus.CallSpec{Endpoint: bus.Endpoint{Address: bus.SessionAddress(), Backend: "GDBus"}, Call: call, Timeout: time.Second / 2}},
		{"system", bus.CallSpec{Endpoint: bus.Endpoint{Address: bus.SystemAddress()}, Call: call}},
		{"other", bus.CallSpec{Endpoint: bus.Endpoint{Address: other}, Call: call}},
		{"accessibility", bus.CallSpec{Endpoint: bus.Endpoint{Address: bus.AccessibilityBus()}, Call: call}},
		{"ssh", bus.CallSpec{Endpoint: bus.Endpoint{Address: ssh}, Call: call}},
		{"a peer", bus.CallSpec{Endpoint: bus.Endpoint{Address: peer}, Call: call}},
		{"a peer without a destination", bus.CallSpec{Endpoint: bus.Endpoint{Address: peer}, Call: bus.Call{Path: "/", Member: "M"}}},
		{"no interface", bus.CallSpec{Endpoint: bus.Endpoint{Address: other}, Call: bus.Call{Destination: "a.b", Path: "/a", Member: "M"}}},
		{"one argument", bus.CallSpec{Endpoint: bus.Endpoint{Address: other}, Call: with(bus.Uint32(5))}},
		{"two arguments", bus.CallSpec{Endpoint: bus.Endpoint{Address: other}, Call: with(bus.Byte(5), bus.String("a, 'b'"))}},
		{"one struct", bus.CallSpec{Endpoint: bus.Endpoint{Address: other}, Call: with(bus.Struct(bus.Int32(1), bus.String("a")))}},
		{"two structs", bus.CallSpec{Endpoint: bus.Endpoint{Address: other}, Call: with(bus.Struct(bus.Int32(1)), bus.Struct(bus.Int32(2)))}},
		{"a variant", bus.CallSpec{Endpoint: bus.Endpoint{Address: other}, Call: with(bus.Variant(bus.Int64(1)))}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, problems := FormOf(tt.spec).Check()
			if len(problems) > 0 {
				t.Fatalf("the form %+v has problems: %v", FormOf(tt.spec), problems)
			}
			if got.Endpoint != tt.spec.Endpoint || got.Timeout != tt.spec.Timeout {
				t.Errorf("got %+v, want %+v", got, tt.spec)
			}
			if text, want := (bus.Reply{Body: got.Call.Args}).Text(), (bus.Reply{Body: tt.spec.Call.Args}).Text(); text != want {
				t.Errorf("the arguments are %s, want %s", text, want)
			}
			got.Call.Args, tt.spec.Call.Args = nil, nil
			if !reflect.DeepEqual(got.Call, tt.spec.Call) {
				t.Errorf("the call is %+v, want %+v", got.Call, tt.spec.Call)
			}
		})
	}
}

func TestTimeoutText(t *testing.T) {
	for _, tt := range []struct {
		seconds float64
		want    string
	}{{0, "No limit"}, {25, "25"}, {0.5, "0.5"}, {86400, "86400"}} {
		if got := TimeoutText(tt.seconds); got != tt.want {
			t.Errorf("TimeoutText(%v) = %q, want %q", tt.seconds, got, tt.want)
		}
	}
}

func TestReadTimeout(t *testing.T) {
	const wrong, fraction = "Seconds are needed, from 0.001 to 86400, or 0 for no limit.", "A whole number is needed, from 0 to 86400."
	for _, tt := range []struct {
		text          string
		seconds       float64
		reason, whole string
	}{
		{"0", 0, "", ""},
		{"No limit", 0, "", ""},
		{" 25 ", 25, "", ""},
		{"86400", 86400, "", ""},
		{"0.5", 0.5, "", fraction},
		{"0,5", 0.5, "", fraction},
		{"0.0001", 0, wrong, fraction},
		{"86401", 0, wrong, fraction},
		{"-1", 0, wrong, fraction},
		{"NaN", 0, wrong, fraction},
		{"", 0, wrong, fraction},
		{"a while", 0, wrong, fraction},
	} {
		if seconds, reason := ReadTimeout(tt.text, 86400); reason != tt.reason || reason == "" && seconds != tt.seconds {
			t.Errorf("%q is %v, %q", tt.text, seconds, reason)
		}
		if seconds, reason := ReadWholeTimeout(tt.text, 86400); reason != tt.whole || reason == "" && seconds != tt.seconds {
			t.Errorf("%q is %v, %q where a whole number is needed", tt.text, seconds, reason)
		}
	}
}

func TestRefusal(t *testing.T) {
	for _, tt := range []struct {
		err  error
		want string
	}{
		{tasks.ErrShutdown, "Bellhop is closing."},
		{tasks.ErrQueueFull, "Too many tasks are waiting."},
		{&bus.SyntaxError{Reason: bus.Because("a name is needed")}, "A name is needed."},
		{errors.New("two\nlines"), "Two␊lines."},
	} {
		if got := Refusal(tt.err); got != tt.want {
			t.Errorf("Refusal(%v) = %q, want %q", tt.err, got, tt.want)
		}
	}
}

func TestBusChoicesAreNamed(t *testing.T) {
	for choice, want := range map[BusChoice]string{SessionBus: "Session", SystemBus: "System", AccessibilityBus: "Accessibility", OtherBus: "Other…"} {
		if got := choice.Title(); got != want {
			t.Errorf("%d is named %q, want %q", choice, got, want)
		}
	}
}

func FuzzForm(f *testing.F) {
	f.Add("org.a", "/a", "a.b", "M", "1, 'a'")
	f.Fuzz(func(t *testing.T, destination, path, iface, method, arguments string) {
		spec, problems := CallForm{Destination: destination, Path: path, Interface: iface, Method: method, Arguments: arguments}.Check()
		if len(problems) == 0 {
			if err := spec.Call.Validate(); err != nil {
				t.Errorf("a form without problems gives a call that is wrong: %v", err)
			}
		}
		for _, problem := range problems {
			if problem.Reason == "" || Line(problem.Reason) != problem.Reason {
				t.Errorf("a reason that cannot be shown: %q", problem.Reason)
			}
		}
	})
}
