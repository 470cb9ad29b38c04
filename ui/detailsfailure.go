package ui

import (
	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/ui/present"
)

// detailsFailure is what the service or a library said when the task failed; the
// plain sentence for it stands in the head.
type detailsFailure struct {
	group         *adw.PreferencesGroup
	copy          *gtk.Button
	name, message *propertyRow
}

func newDetailsFailure() *detailsFailure {
	parts := load("detailsfailure")
	return &detailsFailure{
		group:   part[*adw.PreferencesGroup](parts, "group"),
		copy:    part[*gtk.Button](parts, "copy"),
		name:    newPropertyRow(parts, "name"),
		message: newPropertyRow(parts, "message"),
	}
}

func (f *detailsFailure) show(failure present.Failure) {
	f.name.show(failure.Name)
	f.message.show(failure.Message)
	f.group.SetVisible(failure.Name != "" || failure.Message != "")
}
