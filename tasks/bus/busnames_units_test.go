package bus

import "testing"

func TestUnitsOf(t *testing.T) {
	for text, want := range map[string][2]string{
		"":                                {},
		"0::/\n":                          {},
		"0::/system.slice/dbus.service\n": {"dbus.service", ""},
		"0::/user.slice/user-1000.slice/user@1000.service/app.slice/app-gnome-x-1.scope\n":  {"user@1000.service", "app-gnome-x-1.scope"},
		"0::/user.slice/user-1000.slice/user@1000.service/session.slice/dbus.service/sub\n": {"user@1000.service", "dbus.service"},
		"0::/user.slice/user-1000.slice/session-2.scope\n":                                  {"session-2.scope", ""},
		"12:cpu:/x.service\n1:name=systemd:/system.slice/ssh.service\n0::/\n":               {"ssh.service", ""},
		"nonsense\n::\n0::relative.service":                                                 {"relative.service", ""},
		"0::/system.slice/system-getty.slice/getty@tty1.service\n":                          {"getty@tty1.service", ""},
	} {
		unit, userUnit := unitsOf(text)
		if got := [2]string{unit, userUnit}; got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
