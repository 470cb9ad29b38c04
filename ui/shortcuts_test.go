package ui

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"github.com/bellhop-gtk/bellhop/resources"
)

// properties gives the values of all properties of that name in an interface file.
func properties(t *testing.T, file, name string) map[string]bool {
	t.Helper()
	found := make(map[string]bool)
	decoder := xml.NewDecoder(strings.NewReader(resources.UI(file)))
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return found
		}
		if err != nil {
			t.Fatal(err)
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "property" || len(start.Attr) == 0 || start.Attr[0].Value != name {
			continue
		}
		var value string
		if err := decoder.DecodeElement(&value, &start); err != nil {
			t.Fatal(err)
		}
		found[value] = true
	}
}

func TestShortcutsNameEveryKey(t *testing.T) {
	listed := properties(t, "shortcuts", "action-name")
	keys := accelerators()
	for action := range keys {
		if !listed[action] {
			t.Errorf("the keys of %s are in no group of shortcuts.ui", action)
		}
	}
	for action := range listed {
		if len(keys[action]) == 0 {
			t.Errorf("shortcuts.ui lists %s, which has no key", action)
		}
	}
}
