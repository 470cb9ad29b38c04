package uitest

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"
)

// The development build, which is installed beside the release.
const (
	developmentID   = applicationID + ".Devel"
	developmentPath = applicationPath + "/Devel"
)

// nothing are the platform data of a call of org.freedesktop.Application.
var nothing = map[string]dbus.Variant{}

// installed installs the release and the development build, once for all tests.
var installed = sync.OnceValues(func() (prefix string, err error) {
	prefix = filepath.Join(shared.dir, "installed")
	for _, buildtype := range []string{"release", "debug"} {
		dir := filepath.Join(shared.dir, buildtype)
		for _, args := range [][]string{
			{"setup", dir, "../..", "--prefix=" + prefix, "--buildtype=" + buildtype},
			{"install", "-C", dir},
		} {
			if output, err := exec.Command("meson", args...).CombinedOutput(); err != nil {
				return "", fmt.Errorf("meson %s: %w\n%s", args[0], err, output)
			}
		}
	}
	return prefix, nil
})

// prefix is where both builds are installed.
func prefix(t *testing.T) string {
	t.Helper()
	path, err := installed()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// desktopWithInstalled is a desktop on which Bellhop is installed, in both builds.
func desktopWithInstalled(t *testing.T) *Desktop {
	t.Helper()
	d := newDesktop(t, "1280x900", Look{})
	d.UseInstalled(prefix(t))
	return d
}

// closeLast ends a program whose tasks have all finished.
func closeLast(app *App) {
	app.t.Helper()
	app.CloseWindow()
	app.AwaitExit()
}

func TestInstalledProgramIsActivated(t *testing.T) {
	app := desktopWithInstalled(t).Activated(applicationID, applicationPath, "Activate", nothing)
	app.AwaitCount(1, Role("frame"))

	if info := debugInfo(app); !strings.Contains(info, "\n- Settings kept: true\n") {
		t.Errorf("it has not found its schema:\n%s", info)
	}
	for range 3 { // back through the pages of About
		app.Keys("escape")
	}
	app.AwaitGone(Dialog())
	closeLast(app)
}

func TestInstalledProgramNeedsNoDisplay(t *testing.T) {
	d := desktopWithInstalled(t)
	program := filepath.Join(prefix(t), "bin", "bellhop")
	for flag, want := range map[string]string{"--version": "bellhop 0.", "--help": "--practice"} {
		p := d.run(program, []string{flag}, "DISPLAY=")
		<-p.done
		if p.err != nil || !strings.Contains(p.output(), want) {
			t.Errorf("%s: %v; it wrote:\n%s", flag, p.err, p.output())
		}
	}
	p := d.run(program, []string{"--practice"}, "DISPLAY=")
	d.AwaitName(practice)
	if err := p.stop(); err != nil || p.err != nil {
		t.Errorf("--practice: %v, %v; it wrote:\n%s", err, p.err, p.output())
	}
}

func TestDesktopActionsStartTheProgram(t *testing.T) {
	d := desktopWithInstalled(t)
	app := d.Activated(applicationID, applicationPath, "ActivateAction", "new-call", []dbus.Variant{}, nothing)
	app.Await(Button("Call").In(Dialog()))
	app.AwaitCount(1, Role("frame"))
	app.Keys("escape")
	app.AwaitGone(Dialog())

	app.Activate("new-window")
	app.AwaitCount(2, Role("frame"))
	app.CloseWindow()
	app.AwaitCount(1, Role("frame"))
	closeLast(app)

	app = d.Activated(applicationID, applicationPath, "ActivateAction", "new-window", []dbus.Variant{}, nothing)
	app.AwaitCount(1, Role("frame"))
	closeLast(app)
}

func TestDevelopmentBuildRunsBesideTheRelease(t *testing.T) {
	d := desktopWithInstalled(t)
	release := d.Activated(applicationID, applicationPath, "Activate", nothing)
	development := d.Activated(developmentID, developmentPath, "Activate", nothing)
	release.AwaitCount(1, Role("frame"))
	development.AwaitCount(1, Role("frame"))
	closeLast(development)
	if release.Ended() {
		t.Error("the release ended with the development build")
	}
	closeLast(release)
}
