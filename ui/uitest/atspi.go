package uitest

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/godbus/dbus/v5"
)

const (
	registryName = "org.a11y.atspi.Registry"
	registryPath = dbus.ObjectPath("/org/a11y/atspi/registry")
	rootPath     = dbus.ObjectPath("/org/a11y/atspi/accessible/root")
	cachePath    = dbus.ObjectPath("/org/a11y/atspi/cache")

	accessibleInterface   = "org.a11y.atspi.Accessible"
	actionInterface       = "org.a11y.atspi.Action"
	editableTextInterface = "org.a11y.atspi.EditableText"
	textInterface         = "org.a11y.atspi.Text"
	valueInterface        = "org.a11y.atspi.Value"
)

// An a11yConn is a connection to the accessibility bus. It may be used from
// any goroutine.
type a11yConn struct {
	bus    *dbus.Conn
	events chan *dbus.Signal
	pump   sync.WaitGroup

	words *phrasebook // of the language that the program speaks

	// changed holds one token when something has happened since it was last
	// taken, however much that was.
	changed chan struct{}
}

// dialA11y connects to the accessibility bus at that address as an assistive
// technology that wants to hear of everything; toolkits emit no event before
// somebody registers for it. It waits for the registry.
func dialA11y(ctx context.Context, address string) (*a11yConn, error) {
	bus, err := dbus.Connect(address)
	if err != nil {
		return nil, err
	}
	c := &a11yConn{
		bus:     bus,
		events:  make(chan *dbus.Signal, 64),
		changed: make(chan struct{}, 1),
	}
	c.pump.Go(c.forward)
	bus.Signal(c.events)
	err = awaitOwner(ctx, bus, registryName)
	registry := ref{registryName, registryPath}
	for _, event := range []string{"Object", "Window"} {
		if err == nil {
			err = bus.AddMatchSignalContext(ctx, dbus.WithMatchInterface("org.a11y.atspi.Event."+event))
		}
		if err == nil {
			err = c.call(ctx, registry, registryName+".RegisterEvent", event+":", []string{}, "").Err
		}
	}
	if err != nil {
		c.close()
		return nil, err
	}
	return c, nil
}

// deafen tells the registry that nobody wants to hear of anything any more, as where
// no assistive technology runs.
func (c *a11yConn) deafen(ctx context.Context) error {
	registry := ref{registryName, registryPath}
	for _, event := range []string{"Object", "Window"} {
		if err := c.call(ctx, registry, registryName+".DeregisterEvent", event+":").Err; err != nil {
			return err
		}
	}
	return nil
}

// forward turns events into tokens until the connection is closed.
func (c *a11yConn) forward() {
	for range c.events {
		select {
		case c.changed <- struct{}{}:
		default:
		}
	}
}

func (c *a11yConn) close() {
	c.bus.Close() // closes events, too
	c.pump.Wait()
}

// A ref names an object on the accessibility bus.
type ref struct {
	Owner string
	Path  dbus.ObjectPath
}

func (c *a11yConn) call(ctx context.Context, object ref, method string, args ...any) *dbus.Call {
	return c.bus.Object(object.Owner, object.Path).CallWithContext(ctx, method, 0, args...)
}

// program finds the root object of the program that has the mark in its
// environment; out of a sandbox, it is another process that speaks for the
// program. It is not ok while the program has not introduced itself to the registry.
func (c *a11yConn) program(ctx context.Context, mark string) (root ref, ok bool, err error) {
	var programs []ref
	desktop := ref{registryName, rootPath}
	if err := c.call(ctx, desktop, accessibleInterface+".GetChildren").Store(&programs); err != nil {
		return ref{}, false, fmt.Errorf("list the programs on the accessibility bus: %w", err)
	}
	for _, program := range programs {
		var pid uint32
		call := c.bus.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.GetConnectionUnixProcessID", 0, program.Owner)
		if call.Store(&pid) == nil && hasMark(fmt.Sprintf("/proc/%d/environ", pid), mark) {
			return program, true, nil
		}
	}
	return ref{}, false, nil
}

// A cacheItem is a row of org.a11y.atspi.Cache.GetItems.
type cacheItem struct {
	Object, Application, Parent ref
	Index, ChildCount           int32
	Interfaces                  []string
	Name                        string
	Role                        uint32
	Description                 string
	States                      []uint32
}

// tree reads all that the program shows. The program changes meanwhile; what
// disappears under the reader's hands is left out.
//
// It asks each object for its children, one request after another on the wire
// without waiting, one round trip for each level. That also makes the toolkit
// fill its cache, which then gives everything else about all objects in one
// reply.
func (c *a11yConn) tree(ctx context.Context, root ref) (*Node, error) {
	top := &Node{ref: root, Role: "application"}
	all := map[dbus.ObjectPath]*Node{root.Path: top}
	for level := []*Node{top}; len(level) > 0; {
		calls := make([]*dbus.Call, len(level))
		for i, node := range level {
			object := c.bus.Object(node.ref.Owner, node.ref.Path)
			calls[i] = object.GoWithContext(ctx, accessibleInterface+".GetChildren", 0, make(chan *dbus.Call, 1))
		}
		var next []*Node
		for i, call := range calls {
			var children []ref
			if err := (<-call.Done).Store(&children); err != nil {
				if ctx.Err() != nil || level[i] == top {
					return nil, err
				}
				continue
			}
			for _, child := range children {
				if all[child.Path] != nil || child.Owner != root.Owner {
					continue
				}
				node := &Node{ref: child, Parent: level[i]}
				all[child.Path] = node
				level[i].Children = append(level[i].Children, node)
				next = append(next, node)
			}
		}
		level = next
	}

	var items []cacheItem
	if err := c.call(ctx, ref{root.Owner, cachePath}, "org.a11y.atspi.Cache.GetItems").Store(&items); err != nil {
		return nil, err
	}
	for _, item := range items {
		if node := all[item.Object.Path]; node != nil {
			node.fill(item)
		}
	}
	if err := c.nameMenuItems(ctx, top); err != nil {
		return nil, err
	}
	for _, node := range all {
		node.meant = c.words.readings(node.Name)
	}
	return top, nil
}

// labelledBy is the AT-SPI relation from an object to the label beside it.
const labelledBy = 2

// nameMenuItems gives the items of open menus their names. GTK names them by a
// label that it keeps out of the tree, so that they look nameless; a screen
// reader follows the relation, and so does this.
func (c *a11yConn) nameMenuItems(ctx context.Context, top *Node) error {
	for item := range top.All() {
		if item.Name != "" || !strings.HasSuffix(item.Role, "menu item") {
			continue
		}
		var relations []struct {
			Kind    uint32
			Targets []ref
		}
		if err := c.call(ctx, item.ref, accessibleInterface+".GetRelationSet").Store(&relations); err != nil {
			return err
		}
		for _, relation := range relations {
			if relation.Kind != labelledBy || len(relation.Targets) == 0 {
				continue
			}
			text := c.call(ctx, relation.Targets[0], textInterface+".GetText", int32(0), int32(-1))
			if err := text.Store(&item.Name); err != nil {
				return err
			}
		}
	}
	return nil
}
