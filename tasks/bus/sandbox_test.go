package bus

import (
	"errors"
	"os/exec"
	"path/filepath"
	"testing"
)

const flatpakInfoText = `[Application]
name=io.github.bellhop_gtk.Bellhop
runtime=runtime/org.gnome.Platform/x86_64/50

[Instance]
instance-id=1
shared=network;

[Context]
shared=ipc;
sockets=x11;wayland;session-bus;system-bus;
`

func TestFlatpakInfo(t *testing.T) {
	got := parseFlatpakInfo(flatpakInfoText)
	if want := (Sandbox{App: "io.github.bellhop_gtk.Bellhop"}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	got = parseFlatpakInfo("[Context]\nshared=network;ipc;\n[Application]\nname=a.b")
	if want := (Sandbox{App: "a.b", Network: true}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestSandboxIsNamedWhereItIsWhy(t *testing.T) {
	dir := t.TempDir()
	alone, online := Sandbox{App: "a.b"}, Sandbox{App: "a.b", Network: true}
	unreached := &Error{Kind: KindNoServer, Op: "dial", Err: errors.New("no")}
	noSSH := &Error{Kind: KindNoServer, Reason: Because("ssh is not installed"), Err: exec.ErrNotFound}
	for _, test := range []struct {
		address string
		sandbox Sandbox
		err     error
		shut    Shut
		remedy  string
	}{
		{"tcp:host=h,port=1", alone, unreached, ShutNetwork, "flatpak override --user --share=network a.b"},
		{"peer:tcp:host=h,port=1", alone, unreached, ShutNetwork, "flatpak override --user --share=network a.b"},
		{"unix:abstract=x", alone, unreached, ShutNetwork, "flatpak override --user --share=network a.b"},
		{"unix:path=/nonexistent/a%20b/bus", online, unreached, ShutFile, "flatpak override --user --filesystem='/nonexistent/a b' a.b"},
		{"ssh:host=h", online, noSSH, ShutSSH, ""},
		{"container:name=c", online, noSSH, ShutContainers, ""},
	} {
		err := test.sandbox.explain(mustAddress(t, test.address), test.err)
		why, ok := errors.AsType[*SandboxError](err)
		if !ok || why.Shut != test.shut || why.Sandbox != test.sandbox {
			t.Errorf("%s: %v; want Shut %d", test.address, err, test.shut)
			continue
		}
		if got := why.Remedy(); got != test.remedy {
			t.Errorf("%s: the remedy is %q, want %q", test.address, got, test.remedy)
		}
		if KindOf(err) != KindNoServer || !errors.Is(err, errors.Unwrap(test.err)) {
			t.Errorf("%s: %v has lost what it came from", test.address, err)
		}
	}
	for _, test := range []struct {
		address string
		sandbox Sandbox
		err     error
	}{
		{"tcp:host=h,port=1", online, unreached},
		{"unix:abstract=x", online, unreached},
		{"unix:path=" + dir, alone, unreached},
		{"session", alone, unreached},
		{"accessibility", alone, unreached},
		{"ssh:host=h", alone, unreached},
		{"tcp:host=h,port=1", alone, &Error{Kind: KindCanceled}},
		{"tcp:host=h,port=1", alone, errors.New("odd")},
	} {
		if err := test.sandbox.explain(mustAddress(t, test.address), test.err); err != test.err {
			t.Errorf("%s: got %v, want the error as it was", test.address, err)
		}
	}
	// The first entry that is shut is told of, whatever comes after it.
	several := mustAddress(t, "unix:path="+dir+";unix:path="+filepath.Join(dir, "x")+";tcp:host=h,port=1")
	why, ok := errors.AsType[*SandboxError](alone.explain(several, unreached))
	if !ok || why.Shut != ShutFile || why.Path != filepath.Join(dir, "x") {
		t.Errorf("of several entries: %+v", why)
	}
}

func mustAddress(t *testing.T, text string) Address {
	t.Helper()
	address, err := ParseAddress(text)
	if err != nil {
		t.Fatal(err)
	}
	return address
}
