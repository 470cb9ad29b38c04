package bus_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

func TestParseSignature(t *testing.T) {
	rep := strings.Repeat
	checkParser(t, bus.ParseSignature, map[string]fault{
		"":                                 {},
		"ybnqiuxtdsoghv":                   {},
		"a{sv}(ii)aai":                     {},
		"a{s(a{iv}as)}":                    {},
		rep("y", 255):                      {},
		rep("y", 256):                      {255, "the signature is longer than 255 characters"},
		rep("a", 32) + "y":                 {},
		rep("a", 33) + "y":                 {32, "more than 32 arrays in each other"},
		rep("(", 32) + "y" + rep(")", 32):  {},
		rep("(", 33) + "y" + rep(")", 33):  {32, "more than 32 structs in each other"},
		rep("a(", 32) + "y" + rep(")", 32): {},
		"z":                                {0, "“z” is not a type"},
		"é":                                {0, "“é” is not a type"},
		"ii*":                              {2, "“*” is not a type"},
		"mi":                               {0, "D-Bus has no maybe types"},
		"a":                                {1, "a type is missing at the end"},
		"()":                               {1, "a struct needs at least one field"},
		"(i":                               {2, "“)” is missing at the end"},
		"(i(":                              {3, "“)” is missing at the end"},
		"i)":                               {1, "“)” closes nothing"},
		"{si}":                             {0, "“{” is only allowed after “a”"},
		"a{":                               {2, "the type of the keys is missing"},
		"a{s":                              {3, "a type is missing at the end"},
		"a{s}":                             {3, "the type of the values is missing"},
		"a{vs}":                            {2, "the keys of a dictionary need a basic type"},
		"a{sii}":                           {4, "“}” expected"},
		"a{si":                             {4, "“}” expected"},
		"a}":                               {1, "“}” closes nothing"},
	})
}

func TestParseType(t *testing.T) {
	checkParser(t, bus.ParseType, map[string]fault{
		"a{sv}": {},
		"":      {0, "a type is needed"},
		"aiu":   {2, "only one type is expected"},
		"(":     {1, "“)” is missing at the end"},
	})
}

func TestSignatureParts(t *testing.T) {
	split := bus.Signature("a{s(iv)}aai(a(yy)s)u").Split()
	if want := []bus.Signature{"a{s(iv)}", "aai", "(a(yy)s)", "u"}; !slices.Equal(split, want) {
		t.Errorf("Split gave %q, want %q", split, want)
	}
	if fields := bus.Signature("(a{sv}(ii)x)").Fields(); !slices.Equal(fields, []bus.Signature{"a{sv}", "(ii)", "x"}) {
		t.Errorf("Fields gave %q", fields)
	}
	if key, value := bus.Signature("a{oa{sv}}").KeyValue(); key != "o" || value != "a{sv}" {
		t.Errorf("KeyValue of a dictionary gave %q and %q", key, value)
	}
	if key, value := bus.Signature("{oa{sv}}").KeyValue(); key != "o" || value != "a{sv}" {
		t.Errorf("KeyValue of an entry gave %q and %q", key, value)
	}
	if elem := bus.Signature("aa{sv}").Elem(); elem != "a{sv}" {
		t.Errorf("Elem gave %q", elem)
	}
	for sig, dict := range map[bus.Signature]bool{"a{sv}": true, "as": false, "": false, "v": false} {
		if sig.IsDict() != dict {
			t.Errorf("IsDict of %q is %t", sig, !dict)
		}
	}
	for sig, complete := range map[bus.Signature]bool{"": false, "i": true, "ii": false, "a(ii)": true, "(i)(i)": false} {
		if sig.IsComplete() != complete {
			t.Errorf("IsComplete of %q is %t", sig, !complete)
		}
	}
	for sig, basic := range map[bus.Signature]bool{"": false, "h": true, "v": false, "ay": false, "ii": false} {
		if sig.IsBasic() != basic {
			t.Errorf("IsBasic of %q is %t", sig, !basic)
		}
	}
}
