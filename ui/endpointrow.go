package ui

import (
	"slices"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// endpointRow is a choice of connection.
type endpointRow struct {
	row     *adw.ComboRow
	choices []bus.Endpoint
}

// newEndpointRow fills the row with the choices; chosen is selected, and is one of
// them even if it was not.
func newEndpointRow(row *adw.ComboRow, choices []bus.Endpoint, chosen bus.Endpoint) endpointRow {
	if chosen != (bus.Endpoint{}) && !slices.Contains(choices, chosen) {
		choices = append(choices, chosen)
	}
	words := make([]string, len(choices))
	for i, endpoint := range choices {
		words[i] = present.EndpointText(endpoint)
	}
	row.SetModel(gtk.NewStringList(words))
	row.SetSelected(uint(max(0, slices.Index(choices, chosen))))
	return endpointRow{row, choices}
}

func (r endpointRow) chosen() bus.Endpoint { return r.choices[r.row.Selected()] }

// endpointChoices are the connections that a watch or a monitor can be of.
func (w *window) endpointChoices() []bus.Endpoint {
	return present.EndpointChoices(w.opts.Connections.All(), w.opts.Connections.Backends())
}
