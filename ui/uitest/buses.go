package uitest

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/godbus/dbus/v5"
)

// busConfig lets everybody on the bus do everything, and activates nothing but the
// services of one directory, so that no test depends on what else is installed on
// the machine. Its limits are
// those of an ordinary session bus; by default they would be those of a system bus.
const busConfig = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>%s</type>
  <listen>%s</listen>
  <servicedir>%s</servicedir>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
  <limit name="max_message_size">1000000000</limit>
  <limit name="max_incoming_bytes">1000000000</limit>
  <limit name="max_outgoing_bytes">1000000000</limit>
  <limit name="max_replies_per_connection">50000</limit>
</busconfig>
`

// startBus starts a message bus daemon and returns when it takes connections.
func (d *Desktop) startBus(kind, address string) *process {
	d.t.Helper()
	config := d.configureBus(kind, address, filepath.Join(d.dir, "services"))
	read, write, err := os.Pipe()
	if err != nil {
		d.t.Fatal(err)
	}
	defer read.Close()
	p, err := startProcess(filepath.Join(d.dir, kind+".log"), d.env, []*os.File{write},
		"dbus-daemon", "--nofork", "--nopidfile", "--config-file="+config, "--print-address=3")
	if err != nil {
		d.t.Fatal(err)
	}
	if _, err := bufio.NewReader(read).ReadString('\n'); err != nil {
		<-p.done
		d.t.Fatalf("the %s bus did not start: %s", kind, p.output())
	}
	return p
}

// configureBus writes the configuration of a bus, whose services are those of a
// directory, and returns where it is.
func (d *Desktop) configureBus(kind, address, services string) (path string) {
	d.t.Helper()
	path = filepath.Join(d.dir, kind+".conf")
	text := fmt.Sprintf(busConfig, kind, address, services)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		d.t.Fatal(err)
	}
	return path
}

// registryService is how the accessibility registry is installed.
const registryService = "/usr/share/dbus-1/accessibility-services/org.a11y.atspi.Registry.service"

// startRegistry starts the accessibility registry. The bus could activate it,
// but then it would be nobody's child, to be ended by nobody.
func (d *Desktop) startRegistry() *process {
	d.t.Helper()
	service, err := os.ReadFile(registryService)
	if err != nil {
		d.t.Fatalf("is at-spi2-core installed? %v", err)
	}
	for line := range strings.Lines(string(service)) {
		command, ok := strings.CutPrefix(line, "Exec=")
		if !ok {
			continue
		}
		// Its arguments are about the session manager; there is none here.
		p, err := startProcess(filepath.Join(d.dir, "registry.log"), d.env, nil, strings.Fields(command)[0])
		if err != nil {
			d.t.Fatal(err)
		}
		return p
	}
	d.t.Fatalf("%s names no program", registryService)
	return nil
}

// a11yBus is org.a11y.Bus, which tells where the accessibility bus is. Sandboxes
// ask for it, who hand out no address that they were not told by it.
type a11yBus string

// GetAddress is its only method.
func (address a11yBus) GetAddress() (string, *dbus.Error) { return string(address), nil }

// announceA11yBus has the accessibility bus found by way of the session bus.
func announceA11yBus(session *dbus.Conn, address string) error {
	if err := session.Export(a11yBus(address), "/org/a11y/bus", "org.a11y.Bus"); err != nil {
		return err
	}
	_, err := session.RequestName("org.a11y.Bus", dbus.NameFlagDoNotQueue)
	return err
}

// AwaitName waits until somebody on the session bus owns the name.
func (d *Desktop) AwaitName(name string) {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(d.t.Context(), grace)
	defer cancel()
	if err := awaitOwner(ctx, d.session, name); err != nil {
		d.t.Fatal(err)
	}
}

// awaitOwner waits until somebody on the bus owns the name.
func awaitOwner(ctx context.Context, conn *dbus.Conn, name string) error {
	events := make(chan *dbus.Signal, 16)
	conn.Signal(events)
	defer conn.RemoveSignal(events)
	changes := []dbus.MatchOption{dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, name)}
	if err := conn.AddMatchSignalContext(ctx, changes...); err != nil {
		return err
	}
	var owned bool
	call := conn.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.NameHasOwner", 0, name)
	if err := call.Store(&owned); err != nil || owned {
		return err
	}
	for {
		select {
		case event := <-events:
			if event.Name == "org.freedesktop.DBus.NameOwnerChanged" && len(event.Body) == 3 && event.Body[0] == name {
				return nil
			}
		case <-ctx.Done():
			return fmt.Errorf("wait for %s on the bus: %w", name, ctx.Err())
		}
	}
}
