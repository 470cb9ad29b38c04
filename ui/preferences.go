package ui

import (
	"slices"
	"time"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/ui/present"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// preferences is the dialog of the settings. A change is kept at once, and counts
// for what there is already when the dialog is closed: a number of tasks that is
// only passed by must not cost any. Its handlers hold the dialog until then.
type preferences struct {
	dialog             *adw.PreferencesDialog // nil once it is closed
	timeout, keptTasks *numberField
	backend, onClose   *adw.ComboRow
	notify             *adw.SwitchRow

	settings *settings
	backends []string
	apply    func()
}

// closeChoices are what may become of running tasks, in the order of the dialog.
func closeChoices() (choices []onClose, labels []string) {
	return []onClose{closeAsks, closeKeepsRunning, closeCancels},
		[]string{tr.T("Ask"), tr.T("Keep Running"), tr.T("Cancel All")}
}

// presentPreferences shows the dialog over parent. backends are the names of the
// backends, the default first. apply is called when it is closed.
func presentPreferences(parent gtk.Widgetter, s *settings, backends []string, apply func()) {
	newPreferences(s, backends, apply).dialog.Present(parent)
}

func newPreferences(s *settings, backends []string, apply func()) *preferences {
	parts := load("preferences")
	p := &preferences{
		dialog:    part[*adw.PreferencesDialog](parts, "dialog"),
		timeout:   newTimeoutField(parts, "timeout", present.ReadWholeTimeout),
		keptTasks: newNumberField(parts, "kept_tasks"),
		backend:   part[*adw.ComboRow](parts, "backend"),
		notify:    part[*adw.SwitchRow](parts, "notify"),
		onClose:   part[*adw.ComboRow](parts, "on_close"),
		settings:  s,
		backends:  backends,
		apply:     apply,
	}
	p.show()
	p.connect()
	return p
}

func (p *preferences) show() {
	p.timeout.set(p.settings.timeout().Seconds())

	p.backend.SetModel(gtk.NewStringList(p.backends))
	p.backend.SetVisible(len(p.backends) > 1)
	p.backend.SetSelected(uint(max(slices.Index(p.backends, p.settings.backend()), 0)))

	p.keptTasks.set(float64(p.settings.keptTasks()))
	p.notify.SetActive(p.settings.notify())

	choices, labels := closeChoices()
	p.onClose.SetModel(gtk.NewStringList(labels))
	p.onClose.SetSelected(uint(max(slices.Index(choices, p.settings.onClose()), 0)))
}

func (p *preferences) connect() {
	p.timeout.changed = p.keepTimeout
	p.keptTasks.changed = p.keepKeptTasks
	p.backend.NotifyProperty("selected", p.keepBackend)
	p.notify.NotifyProperty("active", p.keepNotify)
	p.onClose.NotifyProperty("selected", p.keepOnClose)
	p.dialog.ConnectClosed(p.closed)
}

// closed lets go of the widgets. Handlers that are called later find none.
func (p *preferences) closed() {
	apply := p.apply
	*p = preferences{}
	apply()
}

func (p *preferences) isClosed() bool { return p.dialog == nil }

func (p *preferences) keepTimeout() {
	if !p.isClosed() {
		p.settings.setTimeout(time.Duration(p.timeout.number) * time.Second)
	}
}

func (p *preferences) keepKeptTasks() {
	if !p.isClosed() {
		p.settings.setKeptTasks(int(p.keptTasks.number))
	}
}

func (p *preferences) keepBackend() {
	if i := p.selected(p.backend); i < len(p.backends) {
		p.settings.setBackend(p.backends[i])
	}
}

func (p *preferences) keepNotify() {
	if !p.isClosed() {
		p.settings.setNotify(p.notify.Active())
	}
}

func (p *preferences) keepOnClose() {
	choices, _ := closeChoices()
	if i := p.selected(p.onClose); i < len(choices) {
		p.settings.setOnClose(choices[i])
	}
}

// selected gives the position of what is selected in a row; once the dialog is
// closed, one that there is not.
func (p *preferences) selected(row *adw.ComboRow) int {
	if p.isClosed() {
		return int(gtk.InvalidListPosition)
	}
	return int(row.Selected())
}
