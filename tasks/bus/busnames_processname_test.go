package bus

import (
	"os"
	"path/filepath"
	"testing"
)

func TestProcessName(t *testing.T) {
	for _, tt := range []struct{ comm, cmdline, want string }{
		{"firefox\n", "/usr/lib/firefox/firefox-bin\x00", "firefox"},
		{"gnome-terminal-\n", "/usr/libexec/gnome-terminal-server\x00", "gnome-terminal-server"},
		{"update-manager-\n", "/usr/bin/python3\x00/usr/bin/update-manager-check\x00", "update-manager-check"},
		{"xdg-desktop-por\n", "", "xdg-desktop-por"},
		{"renamed-by-itse\n", "/usr/bin/other\x00--renamed-by-itself\x00", "renamed-by-itse"},
		{"a\xffb\n", "", "a�b"},
		{"two\nlines\n", "", "two\nlines"},
	} {
		dir := t.TempDir()
		for name, text := range map[string]string{"comm": tt.comm, "cmdline": tt.cmdline} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if got := processName(dir); got != tt.want {
			t.Errorf("%q with %q is %q, want %q", tt.comm, tt.cmdline, got, tt.want)
		}
	}
	if got := processName(t.TempDir()); got != "" {
		t.Errorf("one that has ended is %q", got)
	}
}
