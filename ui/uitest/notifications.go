package uitest

import (
	"fmt"
	"sync"
	"time"

	"github.com/godbus/dbus/v5"
)

const (
	notificationsName      = "org.gtk.Notifications"
	notificationsPath      = dbus.ObjectPath("/org/gtk/Notifications")
	notificationsInterface = "org.gtk.Notifications"
)

// A Notification is what a program shows outside its windows.
type Notification struct {
	Title, Body string

	action string // of a click, such as "app.show-task"
	target dbus.Variant
}

// Notifications takes the place of the desktop's shell for notifications: it
// holds those that stand.
type Notifications struct {
	desktop *Desktop

	mu       sync.Mutex
	standing map[string]Notification // by the program's id for it
	changed  chan struct{}           // closed and made anew at every change
}

// ShowNotifications has the desktop take notifications from now on. Call it
// before the program sends its first.
func (d *Desktop) ShowNotifications() *Notifications {
	d.t.Helper()
	n := &Notifications{desktop: d, standing: make(map[string]Notification), changed: make(chan struct{})}
	if err := d.session.Export((*notificationsService)(n), notificationsPath, notificationsInterface); err != nil {
		d.t.Fatal(err)
	}
	if reply, err := d.session.RequestName(notificationsName, dbus.NameFlagDoNotQueue); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		d.t.Fatalf("own %s: %v, %v", notificationsName, reply, err)
	}
	return n
}

// Await waits until exactly one notification with that title stands, and none
// else, and returns it.
func (n *Notifications) Await(title string) Notification {
	n.desktop.t.Helper()
	var found Notification
	n.until(fmt.Sprintf("the notification %q alone", title), func(standing []Notification) bool {
		if len(standing) != 1 || standing[0].Title != title {
			return false
		}
		found = standing[0]
		return true
	})
	return found
}

// AwaitNone waits until no notification stands.
func (n *Notifications) AwaitNone() {
	n.desktop.t.Helper()
	n.until("no notification", func(standing []Notification) bool { return len(standing) == 0 })
}

// Click does what the desktop does when somebody clicks on a notification.
func (n *Notifications) Click(notification Notification) {
	n.desktop.t.Helper()
	name := notification.action
	if len(name) < 4 || name[:4] != "app." {
		n.desktop.t.Fatalf("a click on %q does %q, which the desktop cannot do", notification.Title, name)
	}
	application := n.desktop.session.Object(applicationID, applicationPath)
	call := application.Call("org.freedesktop.Application.ActivateAction", 0,
		name[4:], []dbus.Variant{notification.target}, map[string]dbus.Variant{})
	if call.Err != nil {
		n.desktop.t.Fatalf("click on %q: %v", notification.Title, call.Err)
	}
}

// until waits for a condition on the notifications that stand. They come when
// tasks have run for long, so it is more patient than for what is on the screen.
func (n *Notifications) until(what string, met func([]Notification) bool) {
	n.desktop.t.Helper()
	limit := time.After(time.Minute)
	for {
		standing, changed := n.look()
		if met(standing) {
			return
		}
		select {
		case <-changed:
		case <-limit:
			n.desktop.t.Fatalf("waited in vain for %s; there are %+v", what, standing)
		}
	}
}

func (n *Notifications) look() (standing []Notification, changed <-chan struct{}) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, notification := range n.standing {
		standing = append(standing, notification)
	}
	return standing, n.changed
}

func (n *Notifications) change(f func()) {
	n.mu.Lock()
	defer n.mu.Unlock()
	f()
	close(n.changed)
	n.changed = make(chan struct{})
}

// notificationsService has the methods that programs call.
type notificationsService Notifications

// AddNotification shows a notification, in the place of one with the same id.
func (s *notificationsService) AddNotification(_, id string, parts map[string]dbus.Variant) *dbus.Error {
	var shown Notification
	shown.Title, _ = parts["title"].Value().(string)
	shown.Body, _ = parts["body"].Value().(string)
	shown.action, _ = parts["default-action"].Value().(string)
	shown.target = parts["default-action-target"]
	n := (*Notifications)(s)
	n.change(func() { n.standing[id] = shown })
	return nil
}

// RemoveNotification takes a notification away.
func (s *notificationsService) RemoveNotification(_, id string) *dbus.Error {
	n := (*Notifications)(s)
	n.change(func() { delete(n.standing, id) })
	return nil
}
