package present

import (
	"strings"

	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// Keys are keys that are pressed together.
type Keys struct {
	Caps []string // what stands on them, in the order in which one presses them
	Name string   // for who hears of them: "Control+Question Mark"
}

// KeysOf gives the keys of one of GTK's accelerators, such as "<Control>question".
func KeysOf(accelerator string) Keys {
	var keys Keys
	var names []string
	add := func(name string) {
		key := keycapOf(name)
		keys.Caps, names = append(keys.Caps, key.label), append(names, key.name)
	}
	for _, modifier := range []string{"Shift", "Control", "Alt"} { // as menus have them
		if strings.Contains(accelerator, "<"+modifier+">") {
			add(modifier)
		}
	}
	add(accelerator[strings.LastIndexByte(accelerator, '>')+1:])
	keys.Name = strings.Join(names, "+")
	return keys
}

// KeysText names each of several ways to do the same by keys.
func KeysText(ways []Keys) string {
	var text string
	for i, way := range ways {
		if i == 0 {
			text = way.Name
			continue
		}
		// Translators: keys, of which each does: "F5 or Control+R".
		text = tr.F("%s or %s", text, way.Name)
	}
	return text
}

// Finds reports whether all the words that somebody looks for stand in a text.
func Finds(text, wanted string) bool { return hasAll(fold(text), strings.Fields(fold(wanted))) }

type keycap struct{ label, name string }

// keycapOf says what stands on the key that GDK calls so, and what it is called.
func keycapOf(name string) keycap {
	switch name {
	case "Control":
		return keycap{tr.T("Ctrl"), tr.T("Control")}
	case "Shift":
		return keycap{tr.T("Shift"), tr.T("Shift")}
	case "Alt":
		return keycap{tr.T("Alt"), tr.T("Alt")}
	case "Delete":
		return keycap{tr.T("Delete"), tr.T("Delete")}
	case "Escape":
		return keycap{tr.T("Escape"), tr.T("Escape")}
	case "Return":
		return keycap{"⏎", tr.T("Enter")}
	case "Left":
		return keycap{"←", tr.T("Left Arrow")}
	case "Right":
		return keycap{"→", tr.T("Right Arrow")}
	case "comma":
		return keycap{",", tr.T("Comma")}
	case "question":
		return keycap{"?", tr.T("Question Mark")}
	}
	name = strings.ToUpper(name) // a letter, a digit, or a function key
	return keycap{name, name}
}
