package bustest

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// Daemon is a private dbus-daemon, which nobody but the test knows.
type Daemon struct {
	address string
	dir     string
	process *os.Process
	exited  chan struct{} // closed when the process is gone
	once    sync.Once
}

// DaemonOption changes how [StartDaemon] sets up the daemon.
type DaemonOption func(*daemonConfig)

type daemonConfig struct {
	limits   strings.Builder
	policy   strings.Builder
	services map[string]string // bus name -> command line
	tcp      bool
}

// WithLimit sets one of the daemon's limits by the name that dbus-daemon(1)
// gives it, max_replies_per_connection for example.
func WithLimit(name string, value int) DaemonOption {
	return func(c *daemonConfig) {
		fmt.Fprintf(&c.limits, "  <limit name=%q>%d</limit>\n", name, value)
	}
}

// WithService makes a bus name activatable: the daemon runs the command line
// when something wants the name.
func WithService(name bus.Name, command string) DaemonOption {
	return func(c *daemonConfig) { c.services[string(name)] = command }
}

// WithTCP makes the daemon listen on a port of the loopback device rather than
// on a socket, letting everybody in.
func WithTCP() DaemonOption {
	return func(c *daemonConfig) { c.tcp = true }
}

// StartDaemon starts a dbus-daemon and ends it when the test does. Its
// configuration, socket and service files are its own, so no test meets
// another one's bus, nor the user's. It fails the test if the daemon does not
// start.
func StartDaemon(tb testing.TB, opts ...DaemonOption) *Daemon {
	tb.Helper()
	config := daemonConfig{services: make(map[string]string)}
	for _, opt := range opts {
		opt(&config)
	}
	// A socket's path may have 107 bytes, which tb.TempDir can exceed.
	dir, err := os.MkdirTemp("", "bustest")
	if err != nil {
		tb.Fatalf("making the daemon's directory: %v", err)
	}
	tb.Cleanup(func() { os.RemoveAll(dir) })
	path, err := config.write(dir)
	if err != nil {
		tb.Fatalf("writing the daemon's configuration: %v", err)
	}
	d, err := launch(tb, path)
	if err != nil {
		tb.Fatalf("starting dbus-daemon: %v", err)
	}
	d.dir = dir
	tb.Cleanup(d.Kill)
	return d
}

// Address returns the D-Bus address of the bus.
func (d *Daemon) Address() string { return d.address }

// Dir returns the daemon's own directory, where its socket is called "bus", as
// in XDG_RUNTIME_DIR.
func (d *Daemon) Dir() string { return d.dir }

// BusAddress returns the same as a [bus.Address].
func (d *Daemon) BusAddress(tb testing.TB) bus.Address {
	tb.Helper()
	address, err := bus.ParseAddress(d.address)
	if err != nil {
		tb.Fatalf("the daemon's address: %v", err)
	}
	return address
}

// Kill ends the daemon at once, without farewell to its clients, and waits
// until it is gone. It may be called more than once.
func (d *Daemon) Kill() {
	d.once.Do(func() { d.process.Kill() })
	<-d.exited
}

// Stop asks the daemon to stop and waits until it is gone.
func (d *Daemon) Stop() {
	d.once.Do(func() { d.process.Signal(os.Interrupt) })
	<-d.exited
}

// write writes the daemon's files into dir and returns the path of its
// configuration.
func (c *daemonConfig) write(dir string) (string, error) {
	listen := "unix:path=" + filepath.Join(dir, "bus")
	auth := "EXTERNAL"
	if c.tcp {
		listen, auth = "tcp:host=127.0.0.1,port=0", "ANONYMOUS"
	}
	services := filepath.Join(dir, "services")
	if err := os.Mkdir(services, 0o700); err != nil {
		return "", err
	}
	for name, command := range c.services {
		text := fmt.Sprintf("[D-BUS Service]\nName=%s\nExec=%s\n", name, command)
		if err := os.WriteFile(filepath.Join(services, name+".service"), []byte(text), 0o600); err != nil {
			return "", err
		}
	}
	var servicedir strings.Builder
	if err := xml.EscapeText(&servicedir, []byte(services)); err != nil {
		return "", err
	}
	text := fmt.Sprintf(configuration, listen, auth, servicedir.String(), c.policy.String(), c.limits.String())
	path := filepath.Join(dir, "bus.conf")
	return path, os.WriteFile(path, []byte(text), 0o600)
}

// configuration has the limits of an ordinary session bus. Those that a daemon has
// by default are a system bus's, which drops whoever sends it 32 MiB at once.
const configuration = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>%s</listen>
  <auth>%s</auth>
  <allow_anonymous/>
  <servicedir>%s</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
%s  </policy>
  <limit name="max_message_size">1000000000</limit>
  <limit name="max_incoming_bytes">1000000000</limit>
  <limit name="max_outgoing_bytes">1000000000</limit>
  <limit name="max_replies_per_connection">50000</limit>
%s</busconfig>
`

// launch starts the daemon and waits for the address that it prints.
func launch(tb testing.TB, config string) (*Daemon, error) {
	read, write, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer read.Close()
	defer write.Close()
	cmd := exec.Command("dbus-daemon", "--nofork", "--nopidfile", "--config-file="+config, "--print-address=3")
	cmd.ExtraFiles = []*os.File{write}
	cmd.Stderr = tb.Output()
	endWithUs(cmd)

	started := make(chan error)
	d := &Daemon{exited: make(chan struct{})}
	go func() {
		defer close(d.exited)
		// The kernel ends the daemon with the thread that started it, so that
		// thread stays until the daemon has ended.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			cmd.Wait() // killed on purpose: its status says nothing
		}
	}()
	if err := <-started; err != nil {
		<-d.exited
		return nil, err
	}
	d.process = cmd.Process
	write.Close()
	read.SetReadDeadline(time.Now().Add(20 * time.Second))
	line, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		d.Kill()
		return nil, fmt.Errorf("no address: %w", err)
	}
	d.address = strings.TrimSpace(line)
	return d, nil
}
