package ui

import (
	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gio/v2"
	"github.com/diamondburned/gotk4/pkg/glib/v2"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// showTaskAction takes the id of a task, 0 for none, and shows it in the window.
const showTaskAction = "app.show-task"

// notifier tells somebody who looks elsewhere that long tasks have ended.
type notifier struct {
	app      *adw.Application
	settings *settings
	notices  present.Notices
}

// follow takes over what has changed in the engine.
func (n *notifier) follow(changes tasks.Changes) {
	withdraw, send := n.notices.Note(changes, n.wanted)
	n.withdraw(withdraw)
	for _, notice := range send {
		n.send(notice)
	}
}

// seen is called when somebody looks at the window.
func (n *notifier) seen() { n.withdraw(n.notices.Seen()) }

func (n *notifier) wanted() bool {
	if !n.settings.notify() {
		return false
	}
	front := n.app.ActiveWindow()
	return front == nil || !front.IsActive()
}

func (n *notifier) send(notice present.Notice) {
	notification := gio.NewNotification(notice.Title)
	notification.SetBody(notice.Body)
	if notice.Failed {
		notification.SetIcon(gio.NewThemedIcon("dialog-error-symbolic"))
	}
	notification.SetDefaultActionAndTarget(showTaskAction, glib.NewVariantUint64(uint64(notice.Task)))
	n.app.SendNotification(notice.ID, notification)
}

func (n *notifier) withdraw(ids []string) {
	for _, id := range ids {
		n.app.WithdrawNotification(id)
	}
}
