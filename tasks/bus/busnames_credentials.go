package bus

import (
	"context"
	"os"
	"os/user"
	"strconv"
	"strings"
)

// Credentials is what the bus and this machine know of who has a name.
type Credentials struct {
	Name  Name
	Owner Name // the unique name

	PID           int    // the process; -1 if not known
	UID           int64  // the user; -1 if not known
	User          string // the user's name here
	Groups        []uint32
	SecurityLabel string // of SELinux, AppArmor or another

	Command  []string // the command line
	Unit     string   // the systemd unit that the process belongs to
	UserUnit string   // the unit of the user's own systemd

	// Missing says what could not be had. Only that a process belongs to no
	// unit, has no groups or no label is not told.
	Missing []Missing
}

// Missing is a part of [Credentials] that could not be had.
type Missing struct {
	What string // the field's name
	Err  error
}

// ErrOtherMachine is why a process cannot be looked at: the bus runs on another
// machine or, as in a container or a sandbox, numbers processes in another way.
var ErrOtherMachine = Because("the process is not one of this machine’s").Err()

// ErrNotTold is why something is not known that the bus knows of other
// connections: those over a network, say, have no process.
var ErrNotTold = Because("the bus does not know it").Err()

// GetCredentials asks the bus who has a name, and this machine about the
// process, if it is one of its own. Of what cannot be had, Missing tells. No
// service is started. The error is an [*Error]: nobody has the name, or neither
// the context nor the connection lives on.
func GetCredentials(ctx context.Context, conn Conn, name Name) (Credentials, error) {
	c := Credentials{Name: name, PID: -1, UID: -1}
	var err error
	if c.Owner, err = owner(ctx, conn, name); err != nil {
		return c, err
	}
	// Asked of the owner, so that all is of one process.
	if err := c.ask(ctx, conn); err != nil {
		c.askSingly(ctx, conn)
	}
	switch {
	case ctx.Err() != nil:
		return c, NewContextError(ctx)
	case isOver(conn):
		return c, conn.Err()
	}
	c.lookUpUser()
	if c.PID >= 0 {
		c.lookAtProcess(ctx, conn)
	}
	return c, nil
}

func (c *Credentials) miss(what string, err error) {
	c.Missing = append(c.Missing, Missing{what, err})
}

// ask asks for everything at once.
func (c *Credentials) ask(ctx context.Context, conn Conn) error {
	reply, err := askBus(ctx, conn, "GetConnectionCredentials", "a{sv}", String(string(c.Owner)))
	if err != nil {
		return err
	}
	for _, told := range propertyValues(reply.Body[0]) {
		switch n, isNumber := told.Value.AsUint(); {
		case told.Name == "ProcessID" && isNumber:
			c.PID = int(n)
		case told.Name == "UnixUserID" && isNumber:
			c.UID = int64(n)
		case told.Name == "UnixGroupIDs" && told.Value.Signature() == "au":
			for _, group := range told.Value.Items() {
				id, _ := group.AsUint()
				c.Groups = append(c.Groups, uint32(id))
			}
		case told.Name == "LinuxSecurityLabel":
			label, _ := told.Value.AsBytes()
			c.SecurityLabel = strings.ToValidUTF8(strings.TrimRight(string(label), "\x00"), "�")
		}
	}
	if c.PID < 0 {
		c.miss("PID", ErrNotTold)
	}
	if c.UID < 0 {
		c.miss("UID", ErrNotTold)
	}
	return nil
}

// askSingly asks an old bus.
func (c *Credentials) askSingly(ctx context.Context, conn Conn) {
	pid, err := c.askNumber(ctx, conn, "GetConnectionUnixProcessID")
	if c.PID = int(pid); err != nil {
		c.miss("PID", err)
	}
	if c.UID, err = c.askNumber(ctx, conn, "GetConnectionUnixUser"); err != nil {
		c.miss("UID", err)
	}
}

func (c *Credentials) askNumber(ctx context.Context, conn Conn, member Member) (int64, error) {
	reply, err := askBus(ctx, conn, member, "u", String(string(c.Owner)))
	if err != nil {
		return -1, err
	}
	n, _ := reply.Body[0].AsInt()
	return n, nil
}

func (c *Credentials) lookUpUser() {
	if c.UID < 0 {
		return
	}
	found, err := user.LookupId(strconv.FormatInt(c.UID, 10))
	if err != nil {
		c.miss("User", err)
		return
	}
	c.User = found.Username
}

// lookAtProcess reads what the kernel knows of the process, if it is one of this
// machine's.
func (c *Credentials) lookAtProcess(ctx context.Context, conn Conn) {
	if !numbersAlike(ctx, conn) {
		why := ErrOtherMachine
		if sandbox, ok := OurSandbox(); ok {
			why = &SandboxError{Sandbox: sandbox, Shut: ShutProcesses, Err: why}
		}
		c.miss("Command", why)
		c.miss("Unit", why)
		return
	}
	process := "/proc/" + strconv.Itoa(c.PID)
	if text, err := os.ReadFile(process + "/cmdline"); err != nil {
		c.miss("Command", err)
	} else if text := strings.TrimSuffix(string(text), "\x00"); text != "" {
		c.Command = strings.Split(strings.ToValidUTF8(text, "�"), "\x00")
	}
	if text, err := os.ReadFile(process + "/cgroup"); err != nil {
		c.miss("Unit", err)
	} else {
		c.Unit, c.UserUnit = unitsOf(string(text))
	}
}

// unitsOf finds the units in what the kernel tells of a process's control
// groups. What belongs to a user's systemd stands below that one's own unit,
// "user@1000.service".
func unitsOf(cgroup string) (unit, userUnit string) {
	for line := range strings.Lines(cgroup) {
		parts := strings.SplitN(strings.TrimSuffix(line, "\n"), ":", 3)
		if len(parts) != 3 || parts[1] != "" && parts[1] != "name=systemd" {
			continue
		}
		unit, userUnit = "", ""
		for name := range strings.SplitSeq(parts[2], "/") {
			switch {
			case !isUnit(name):
			case strings.HasPrefix(unit, "user@"):
				userUnit = strings.ToValidUTF8(name, "�")
			default:
				unit = strings.ToValidUTF8(name, "�")
			}
		}
		if unit != "" {
			break
		}
	}
	return unit, userUnit
}

// isUnit reports whether a control group is that of a unit which has processes.
func isUnit(name string) bool {
	return strings.HasSuffix(name, ".service") || strings.HasSuffix(name, ".scope")
}
