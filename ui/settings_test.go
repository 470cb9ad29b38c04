package ui

import (
	"encoding/xml"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/diamondburned/gotk4/pkg/gio/v2"

	"github.com/bellhop-gtk/bellhop/internal/appinfo"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// compileSchema compiles our schema into dir, where GLib looks for it if it has
// not looked for any yet.
func compileSchema(dir string) error {
	os.Setenv("GSETTINGS_SCHEMA_DIR", dir)
	return exec.Command("glib-compile-schemas", "--strict", "--targetdir="+dir, "../data").Run()
}

// eachStore runs a test with a store of the desktop's, in its memory backend, and
// with our own.
func eachStore(t *testing.T, test func(*testing.T, *settings)) {
	t.Run("GSettings", func(t *testing.T) {
		onLoop(t, func() {
			kept, ok := openStore().(*gio.Settings)
			if !ok {
				t.Error("the schema is not found")
				return
			}
			for key := range newMemoryStore() {
				kept.Reset(key)
			}
			test(t, &settings{kept})
		})
	})
	t.Run("memory", func(t *testing.T) { test(t, &settings{newMemoryStore()}) })
}

func TestMemoryHasTheSchemasDefaults(t *testing.T) {
	text, err := os.ReadFile("../data/" + appinfo.ID() + ".gschema.xml")
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Keys []struct {
			Name    string `xml:"name,attr"`
			Default string `xml:"default"`
		} `xml:"schema>key"`
	}
	if err := xml.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	memory := newMemoryStore()
	if len(schema.Keys) != len(memory) {
		t.Errorf("the schema has %d keys, memory %d", len(schema.Keys), len(memory))
	}
	for _, key := range schema.Keys {
		var text string
		switch value := memory[key.Name].(type) {
		case string:
			text = "'" + value + "'"
		case int:
			text = strconv.Itoa(value)
		case bool:
			text = strconv.FormatBool(value)
		}
		if text != key.Default {
			t.Errorf("%s is %q in memory, %q in the schema", key.Name, text, key.Default)
		}
	}
}

func TestSettingsKeepWhatWasChosen(t *testing.T) {
	eachStore(t, func(t *testing.T, s *settings) {
		if got := s.listing(); got != (present.View{}) {
			t.Errorf("at first the tasks are listed as %+v", got)
		}
		if !s.notify() || s.onClose() != closeAsks || s.timeout() != present.DefaultTimeout || s.backend() != "" {
			t.Errorf("at first they are notify %t, on close %q, timeout %v, backend %q", s.notify(), s.onClose(), s.timeout(), s.backend())
		}
		s.setNotify(false)
		s.setOnClose(closeKeepsRunning)
		s.setTimeout(time.Minute)
		s.setBackend("two")
		s.setWindow(windowState{800, 600, true})
		listing := present.View{Order: present.ByState, Grouped: true, Flat: true}
		s.setListing(listing)
		if got := s.listing(); got != listing {
			t.Errorf("the tasks are listed as %+v, want %+v", got, listing)
		}
		if s.notify() || s.onClose() != closeKeepsRunning || s.timeout() != time.Minute || s.backend() != "two" {
			t.Errorf("then they are notify %t, on close %q, timeout %v, backend %q", s.notify(), s.onClose(), s.timeout(), s.backend())
		}
		if got := s.window(); got != (windowState{800, 600, true}) {
			t.Errorf("the window is %+v", got)
		}
	})
}

func TestSettingsStayWithinTheSchema(t *testing.T) {
	eachStore(t, func(t *testing.T, s *settings) {
		s.setWindow(windowState{1, -1, false})
		if got := s.window(); got != (windowState{minWindowWidth, minWindowHeight, false}) {
			t.Errorf("the window is %+v", got)
		}
		for timeout, want := range map[time.Duration]time.Duration{-time.Second: 0, 48 * time.Hour: maxTimeout, 1500 * time.Millisecond: time.Second} {
			s.setTimeout(timeout)
			if got := s.timeout(); got != want {
				t.Errorf("a timeout of %v is kept as %v, want %v", timeout, got, want)
			}
		}
		for n, want := range map[int]int{-1: minKeptTasks, 77: 77, 1_000_000: maxKeptTasks} {
			s.setKeptTasks(n)
			if got := s.keptTasks(); got != want {
				t.Errorf("%d tasks to keep are %d, want %d", n, got, want)
			}
		}
	})
}

func TestNewCallStartsWithTheLastChoices(t *testing.T) {
	peer, err := bus.ParseAddress("peer:unix:path=/run/app")
	if err != nil {
		t.Fatal(err)
	}
	want := func(t *testing.T, s *settings, when string, endpoint bus.Endpoint, timeout time.Duration) {
		t.Helper()
		call := s.firstCall()
		if call.Endpoint != endpoint || call.Timeout != timeout || call.Call.Member != "ListNames" {
			t.Errorf("%s it is %+v", when, call)
		}
	}
	eachStore(t, func(t *testing.T, s *settings) {
		want(t, s, "at first", bus.Endpoint{Address: bus.SessionAddress()}, present.DefaultTimeout)
		s.setTimeout(0)
		s.setEndpoint(bus.Endpoint{Address: bus.SystemAddress(), Backend: "two"})
		want(t, s, "after a call", bus.Endpoint{Address: bus.SystemAddress(), Backend: "two"}, 0)
		s.setEndpoint(bus.Endpoint{Address: peer, Backend: "one"})
		want(t, s, "after a call of a peer", bus.Endpoint{Address: bus.SystemAddress(), Backend: "two"}, 0)
		s.setBackend("one")
		want(t, s, "with another default", bus.Endpoint{Address: bus.SystemAddress(), Backend: "one"}, 0)
		s.store.SetString(keyLastAddress, "no address")
		want(t, s, "with what is no address", bus.Endpoint{Address: bus.SessionAddress(), Backend: "one"}, 0)
	})
}

func TestPreferencesShowAndKeepTheSettings(t *testing.T) {
	s := &settings{newMemoryStore()}
	s.setBackend("two")
	s.setTimeout(0)
	applied := 0
	w := openWindow(t, testOptions(t))
	onLoop(t, func() {
		p := newPreferences(s, []string{"one", "two"}, func() { applied++ })
		p.dialog.Present(w.window)
		if p.backend.Selected() != 1 || !p.notify.Active() || p.onClose.Selected() != 0 || p.timeout.spin.Text() != "No limit" {
			t.Errorf("it shows backend %d, notify %t, on close %d, timeout %q", p.backend.Selected(), p.notify.Active(), p.onClose.Selected(), p.timeout.spin.Text())
		}
		p.backend.SetSelected(0)
		p.notify.SetActive(false)
		p.onClose.SetSelected(2)
		p.timeout.spin.SetText("90")
		p.keptTasks.set(500)
		p.keptTasks.spin.SetText("5") // fewer than may be
		if s.keptTasks() != 500 || p.keptTasks.reason == "" {
			t.Errorf("with a number that is too small %d tasks are kept, for the reason %q", s.keptTasks(), p.keptTasks.reason)
		}
		if applied != 0 {
			t.Error("the choices count before the dialog is closed")
		}
		p.dialog.ForceClose()
		if !p.isClosed() {
			t.Error("a closed dialog holds its widgets")
		}
		p.keepBackend() // handlers that come late
		p.keepTimeout()
		p.keepKeptTasks()
	})
	if applied != 1 || s.keptTasks() != 500 {
		t.Errorf("applied %d times, with %d tasks kept", applied, s.keptTasks())
	}
	if s.backend() != "one" || s.notify() || s.onClose() != closeCancels || s.timeout() != 90*time.Second {
		t.Errorf("it kept backend %q, notify %t, on close %q, timeout %v", s.backend(), s.notify(), s.onClose(), s.timeout())
	}
}

func TestPreferencesOfAnUnknownBackendShowTheFirst(t *testing.T) {
	s := &settings{newMemoryStore()}
	s.setBackend("gone")
	applied := 0
	onLoop(t, func() {
		p := newPreferences(s, []string{"one", "two"}, func() { applied++ })
		if p.backend.Selected() != 0 {
			t.Errorf("it shows backend %d", p.backend.Selected())
		}
		p.closed()
	})
	if s.backend() != "gone" {
		t.Errorf("looking made it %q", s.backend())
	}
}
