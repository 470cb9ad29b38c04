//go:build sandbox

package uitest

import (
	"os"
	"strings"
)

// startHost starts what every desktop has that runs programs in sandboxes.
func (d *Desktop) startHost() {
	d.t.Helper()
	d.startService("org.freedesktop.portal.Flatpak")
}

// startService starts the installed service of that name, as a session bus that
// activates would, and returns when it has the name. Its own warnings are not fatal.
func (d *Desktop) startService(name string) *process {
	d.t.Helper()
	service, err := os.ReadFile("/usr/share/dbus-1/services/" + name + ".service")
	if err != nil {
		d.t.Fatal(err)
	}
	for line := range strings.Lines(string(service)) {
		if command, ok := strings.CutPrefix(line, "Exec="); ok {
			p := d.run(strings.Fields(command)[0], nil, "G_DEBUG=")
			d.AwaitName(name)
			return p
		}
	}
	d.t.Fatalf("%s has no program", name)
	return nil
}
