package ui

import (
	"encoding/xml"
	"os"
	"strings"
	"testing"

	"github.com/bellhop-gtk/bellhop/internal/appinfo"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

func TestReleaseNotesAreThoseOfTheNewestRelease(t *testing.T) {
	text, err := os.ReadFile("../data/" + appinfo.ID() + ".metainfo.xml")
	if err != nil {
		t.Fatal(err)
	}
	var component struct {
		Releases []struct {
			Description struct {
				Inner string `xml:",innerxml"`
			} `xml:"description"`
		} `xml:"releases>release"`
	}
	if err := xml.Unmarshal(text, &component); err != nil {
		t.Fatal(err)
	}
	if len(component.Releases) == 0 {
		t.Fatal("data/ tells of no release")
	}
	words := func(markup string) string { return strings.Join(strings.Fields(markup), " ") }
	if want := words(component.Releases[0].Description.Inner); words(releaseNotes()) != want {
		t.Errorf("About says %q, data/ %q", words(releaseNotes()), want)
	}
}

func TestDebugInfoTellsVersionsAndNoPlaces(t *testing.T) {
	opts := testOptions(t)
	var info string
	onLoop(t, func() { info = debugInfo(opts) })
	for _, want := range []string{"Bellhop devel\n", "- GTK 4.", "- libadwaita 1.", "- go1.", "- Display: X11\n", "- Settings kept: false\n", "\nBackends: "} {
		if !strings.Contains(info, want) {
			t.Errorf("it lacks %q:\n%s", want, info)
		}
	}
	for _, text := range []string{"unix:path=/run/secret", "peer:unix:path=/run/secret", "ssh:host=secret"} {
		address, err := bus.ParseAddress(text)
		if err != nil {
			t.Fatal(err)
		}
		if name := kindName(address.Kind()); strings.Contains(name, "secret") || name == "" {
			t.Errorf("%s is called %q", text, name)
		}
	}
}
