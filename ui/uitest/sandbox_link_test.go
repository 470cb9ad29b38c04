//go:build sandbox

package uitest

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// A link is opened outside the sandbox, by the browser of the desktop.
func TestSandboxOpensLinks(t *testing.T) {
	var links browser
	app := Start(t, Options{Prepare: func(d *Desktop) {
		links = d.installBrowser()
		d.startPortals()
	}})
	app.Activate("about")
	app.Focus(Role("list item").Named("Report an Issue"))
	app.Keys("enter")

	const want = "https://github.com/bellhop-gtk/bellhop/issues"
	select {
	case got := <-links:
		if got != want {
			t.Errorf("%q was opened, want %q", got, want)
		}
	case <-time.After(app.patience):
		app.fail("waited in vain for %s to be opened", want)
	}
}

const (
	browserName  = "org.example.Browser"
	browserPath  = dbus.ObjectPath("/org/example/Browser")
	browserEntry = `[Desktop Entry]
Type=Application
Name=Browser
DBusActivatable=true
MimeType=x-scheme-handler/https;
`
	browserChoice = `[Default Applications]
x-scheme-handler/https=` + browserName + `.desktop
`
)

// A browser takes the place of one that already runs: it is told what to open.
type browser chan string

// installBrowser gives the desktop a browser, which opens links of the web.
func (d *Desktop) installBrowser() browser {
	d.t.Helper()
	entries := filepath.Join(d.dir, "data", "applications")
	if err := os.Mkdir(entries, 0o700); err != nil {
		d.t.Fatal(err)
	}
	for path, text := range map[string]string{
		filepath.Join(entries, browserName+".desktop"):  browserEntry,
		filepath.Join(d.dir, "config", "mimeapps.list"): browserChoice,
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			d.t.Fatal(err)
		}
	}
	links := make(browser, 8)
	if err := d.session.Export(links, browserPath, "org.freedesktop.Application"); err != nil {
		d.t.Fatal(err)
	}
	if reply, err := d.session.RequestName(browserName, dbus.NameFlagDoNotQueue); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		d.t.Fatalf("own %s: %v, %v", browserName, reply, err)
	}
	return links
}

// Open is how desktops have programs open what people click on.
func (b browser) Open(links []string, _ map[string]dbus.Variant) *dbus.Error {
	for _, link := range links {
		b <- link
	}
	return nil
}
