package present

import (
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

func TestArgumentsAreThoseOfTheMethod(t *testing.T) {
	number := &bus.Method{Name: "Set", In: []bus.Arg{{Name: "level", Type: "u"}}}
	text := &bus.Method{Name: "Set", In: []bus.Arg{{Type: "s"}, {Type: "v"}}}
	none := &bus.Method{Name: "Set"}
	for name, tt := range map[string]struct {
		methods   []*bus.Method
		arguments string
		want      string // the arguments, or the reason
	}{
		"not known":          {nil, "5", "(5,)"},
		"its type":           {[]*bus.Method{number}, "5", "(uint32 5,)"},
		"of two, the second": {[]*bus.Method{number, text}, "'a', <5>", "('a', <5>)"},
		"of none":            {[]*bus.Method{none}, "", "()"},
		"none, written out":  {[]*bus.Method{none}, "()", "()"},
		"one too many":       {[]*bus.Method{none}, "5", "The method takes no arguments."},
		"out of range":       {[]*bus.Method{number}, "-5", ""},
	} {
		form := edited(func(f *CallForm) { f.Methods, f.Arguments = tt.methods, tt.arguments })
		spec, problems := form.Check()
		switch {
		case len(problems) > 0 && (problems[0].Field != ArgumentsField || tt.want != "" && problems[0].Reason != tt.want):
			t.Errorf("%s: the problems are %v, want %s", name, problems, tt.want)
		case len(problems) == 0 && bus.Reply{Body: spec.Call.Args}.Text() != tt.want:
			t.Errorf("%s: the arguments are %s, want %s", name, bus.Reply{Body: spec.Call.Args}.Text(), tt.want)
		}
	}
	if got := MethodOf([]*bus.Method{number, text}, []bus.Value{bus.String(""), bus.Variant(bus.Byte(1))}); got != text {
		t.Errorf("the method is %+v", got)
	}
}

func TestObjectOfAForm(t *testing.T) {
	form := FirstCall()
	form.Backend = "one"
	want := bus.Object{Endpoint: session, Name: "org.freedesktop.DBus", Path: "/org/freedesktop/DBus"}
	if object, ok := form.Object(); !ok || object != want {
		t.Errorf("the object is %+v, want %+v", object, want)
	}
	form.Path = "nowhere"
	if object, ok := form.Object(); ok {
		t.Errorf("there is an object %+v", object)
	}
	if endpoint, ok := form.Endpoint(); !ok || endpoint != session {
		t.Errorf("the endpoint is %+v", endpoint)
	}
}

func TestUsedFiles(t *testing.T) {
	files := []bus.File{{Path: "/a"}, {Path: "/b"}, {Path: "/c"}}
	for text, want := range map[string]int{
		"": 0, "5": 0, "handle 0": 1, "<handle 1>, 'a'": 2, "{'a': <[handle 2, handle 0]>}": 3, "{handle 1: ''}": 2,
		"(handle 0, 5), handle 9": 3, "<<5>>": 0,
	} {
		args, err := bus.ParseArguments(text, "")
		if err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if got := UsedFiles(args, files); len(got) != want {
			t.Errorf("%s uses %v, want %d files", text, got, want)
		}
	}
}
