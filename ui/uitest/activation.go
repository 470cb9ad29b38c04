package uitest

import (
	"cmp"
	"context"
	"crypto/rand"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/godbus/dbus/v5"
)

// UseInstalled has the session bus start the services that are installed under
// prefix, and everything find there what is installed with them.
func (d *Desktop) UseInstalled(prefix string) {
	d.t.Helper()
	data := filepath.Join(prefix, "share")
	dirs := "XDG_DATA_DIRS=" + data
	if others := os.Getenv("XDG_DATA_DIRS"); others != "" {
		dirs += ":" + others
	}
	d.env = append(d.env, dirs)
	d.configureBus("session", "unix:path="+filepath.Join(d.dir, "session"), filepath.Join(data, "dbus-1", "services"))
	if err := d.session.BusObject().Call("org.freedesktop.DBus.ReloadConfig", 0).Err; err != nil {
		d.t.Fatalf("tell the session bus of the services: %v", err)
	}
	d.setActivationEnvironment(dirs)
}

// setActivationEnvironment adds an entry to what the programs that the session bus
// starts have for an environment.
func (d *Desktop) setActivationEnvironment(entry string) {
	d.t.Helper()
	name, value, _ := strings.Cut(entry, "=")
	call := d.session.BusObject().Call("org.freedesktop.DBus.UpdateActivationEnvironment", 0, map[string]string{name: value})
	if call.Err != nil {
		d.t.Fatalf("set %s for activated programs: %v", name, call.Err)
	}
}

// Activated calls a method of org.freedesktop.Application on an application that
// does not run, which has the session bus start it, and returns it when its window
// is there. It is to be ended by the test.
func (d *Desktop) Activated(id string, path dbus.ObjectPath, method string, args ...any) *App {
	d.t.Helper()
	mark := programVar + "=" + rand.Text()
	d.setActivationEnvironment(mark)
	a := &App{Desktop: d, patience: 20 * time.Second}
	ctx, cancel := context.WithTimeout(d.t.Context(), a.patience)
	defer cancel()
	if err := d.session.Object(id, path).CallWithContext(ctx, "org.freedesktop.Application."+method, 0, args...).Err; err != nil {
		d.t.Fatalf("call %s of %s: %v; the session bus wrote:\n%s", method, id, err, d.sessionBus.output())
	}
	var pid uint32
	call := d.session.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.GetConnectionUnixProcessID", 0, id)
	if err := call.Store(&pid); err != nil {
		d.t.Fatalf("ask for the process of %s: %v; the session bus wrote:\n%s", id, err, d.sessionBus.output())
	}
	process, err := d.adopt(int(pid), mark)
	if err != nil {
		d.t.Fatalf("watch the process of %s: %v", id, err)
	}
	a.process = process
	a.introduce()
	return a
}

// adopt gives a process that the session bus has started. What it writes is among
// what the bus writes.
func (d *Desktop) adopt(pid int, mark string) (*process, error) {
	found, err := os.FindProcess(pid)
	if err != nil {
		return nil, err
	}
	end, err := handleOf(found)
	if err != nil {
		return nil, err
	}
	p := &process{cmd: &exec.Cmd{Path: "activated", Process: found}, mark: mark, log: d.sessionBus.log, done: make(chan struct{})}
	go func() {
		defer close(p.done)
		defer end.Close()
		p.err = awaitReadable(end)
	}()
	d.started = append(d.started, p)
	return p, nil
}

// handleOf gives a file that becomes readable when the process ends.
func handleOf(p *os.Process) (end *os.File, err error) {
	failed := p.WithHandle(func(handle uintptr) {
		var fd int
		if fd, err = syscall.Dup(int(handle)); err != nil {
			return
		}
		syscall.CloseOnExec(fd)
		if err = syscall.SetNonblock(fd, true); err == nil {
			end = os.NewFile(uintptr(fd), "process")
		}
	})
	return end, cmp.Or(failed, err)
}

// awaitReadable waits until there is something to read.
func awaitReadable(file *os.File) error {
	conn, err := file.SyscallConn()
	if err != nil {
		return err
	}
	looked := false
	return conn.Read(func(uintptr) bool {
		defer func() { looked = true }()
		return looked
	})
}
