package present

import (
	"slices"
	"testing"
)

func TestKeysInWords(t *testing.T) {
	for _, test := range []struct {
		accelerator string
		caps        []string
		name        string
	}{
		{"<Control>n", []string{"Ctrl", "N"}, "Control+N"},
		{"<Control><Shift>Delete", []string{"Shift", "Ctrl", "Delete"}, "Shift+Control+Delete"},
		{"<Control><Alt>n", []string{"Ctrl", "Alt", "N"}, "Control+Alt+N"},
		{"<Control>question", []string{"Ctrl", "?"}, "Control+Question Mark"},
		{"<Control>comma", []string{"Ctrl", ","}, "Control+Comma"},
		{"F10", []string{"F10"}, "F10"},
		{"Right", []string{"→"}, "Right Arrow"},
	} {
		got := KeysOf(test.accelerator)
		if !slices.Equal(got.Caps, test.caps) || got.Name != test.name {
			t.Errorf("%s is %q, called %q; want %q, called %q", test.accelerator, got.Caps, got.Name, test.caps, test.name)
		}
	}
	if got, want := KeysText([]Keys{KeysOf("F5"), KeysOf("<Control>r")}), "F5 or Control+R"; got != want {
		t.Errorf("two ways are called %q, want %q", got, want)
	}
}

func TestFinds(t *testing.T) {
	for wanted, want := range map[string]bool{"": true, "task all": true, " CANCEL ": true, "canceled": false} {
		if got := Finds("Cancel all tasks", wanted); got != want {
			t.Errorf("looking for %q finds it: %v", wanted, got)
		}
	}
}
