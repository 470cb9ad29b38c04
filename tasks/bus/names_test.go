package bus_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// fault is where a text is wrong and why. The zero fault is none.
type fault struct {
	offset int
	reason string
}

// checkFault fails the test unless err is this fault in text.
func checkFault(t *testing.T, text string, err error, want fault) {
	t.Helper()
	if want == (fault{}) {
		if err != nil {
			t.Errorf("%q: unexpected error %v", text, err)
		}
		return
	}
	e, ok := errors.AsType[*bus.SyntaxError](err)
	switch {
	case !ok:
		t.Errorf("%q: error %v, want a SyntaxError", text, err)
	case e.Offset != want.offset || e.Reason.String() != want.reason:
		t.Errorf("%q: %q at %d, want %q at %d", text, e.Reason, e.Offset, want.reason, want.offset)
	case e.Text != text:
		t.Errorf("%q: the error speaks of %q", text, e.Text)
	}
}

// checkParser runs a parser of checked strings over texts and their faults.
func checkParser[T ~string](t *testing.T, parse func(string) (T, error), cases map[string]fault) {
	t.Helper()
	for text, want := range cases {
		got, err := parse(text)
		checkFault(t, text, err, want)
		if err == nil && string(got) != text {
			t.Errorf("%q became %q", text, got)
		}
		if err != nil && got != "" {
			t.Errorf("%q: %q came with an error", text, got)
		}
	}
}

const (
	noDot    = "the name needs at least one dot"
	tooLong  = "the name is longer than 255 characters"
	noDigit  = "a part of the name must not start with a digit"
	emptyRun = "a part of the name is empty"
	lastDot  = "the name must not end with a dot"
)

func TestParseName(t *testing.T) {
	checkParser(t, bus.ParseName, map[string]fault{
		"org.freedesktop.DBus":                 {},
		"org.example.a-b_c":                    {},
		"-a.-b":                                {},
		":1.42":                                {},
		":1.0.-x":                              {},
		"a." + strings.Repeat("b", 253):        {},
		"a." + strings.Repeat("b", 254):        {255, tooLong},
		"":                                     {0, "a name is needed"},
		":":                                    {1, "a name is needed"},
		"org":                                  {3, noDot},
		":1":                                   {2, noDot},
		"org.":                                 {3, lastDot},
		".org":                                 {0, emptyRun},
		"org..example":                         {4, emptyRun},
		"org.7zip":                             {4, noDigit},
		"7org.zip":                             {0, noDigit},
		"org.ex ample":                         {6, "a space is not allowed here"},
		"org.exämple":                          {6, "“ä” is not allowed here"},
		"org.a:b":                              {5, "“:” is not allowed here"},
		"org.a\x00":                            {5, "U+0000 is not allowed here"},
		"org.a\xff":                            {5, "U+FFFD is not allowed here"},
		"org." + strings.Repeat("é", 1) + ".x": {4, "“é” is not allowed here"},
	})
	if !bus.Name(":1.2").IsUnique() || bus.Name("a.b").IsUnique() {
		t.Error("IsUnique does not tell unique from well-known names")
	}
}

func TestParseInterface(t *testing.T) {
	checkParser(t, bus.ParseInterface, map[string]fault{
		"org.freedesktop.DBus.Properties": {},
		"a._7":                            {},
		"a":                               {1, noDot},
		"a-b.c":                           {1, "“-” is not allowed here"},
		"a.7":                             {2, noDigit},
		"":                                {0, "a name is needed"},
		"a.":                              {1, lastDot},
		"a." + strings.Repeat("b", 254):   {255, tooLong},
	})
}

func TestParseMember(t *testing.T) {
	checkParser(t, bus.ParseMember, map[string]fault{
		"ListNames":              {},
		"_1":                     {},
		strings.Repeat("m", 255): {},
		strings.Repeat("m", 256): {255, tooLong},
		"":                       {0, "a name is needed"},
		"2nd":                    {0, "the name must not start with a digit"},
		"a.b":                    {1, "the name of a member has no dots"},
		"a-b":                    {1, "“-” is not allowed here"},
	})
}

func TestParseObjectPath(t *testing.T) {
	checkParser(t, bus.ParseObjectPath, map[string]fault{
		"/":                                      {},
		"/org/freedesktop/DBus":                  {},
		"/0/_":                                   {},
		"/" + strings.Repeat("long/", 999) + "x": {},
		"":                                       {0, "a path is needed"},
		"org":                                    {0, "the path must start with “/”"},
		"/a/":                                    {2, "the path must not end with “/”"},
		"//":                                     {1, "two slashes must not follow each other"},
		"/a//b":                                  {3, "two slashes must not follow each other"},
		"/a-b":                                   {2, "“-” is not allowed here"},
		"/a.b":                                   {2, "“.” is not allowed here"},
	})
}

func TestSyntaxErrorStaysShort(t *testing.T) {
	_, err := bus.ParseMember(strings.Repeat("x", 1<<20) + " ")
	if err == nil || len(err.Error()) > 1000 {
		t.Errorf("the error of a long text has %d bytes", len(err.Error()))
	}
}
