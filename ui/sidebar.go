package ui

import (
	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gio/v2"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// sidebar is the first pane: the filters with how many tasks each shows, and the
// connections with their state.
type sidebar struct {
	lasting[sidebar]
	page        *adw.NavigationPage
	filters     *gtk.ListBox
	counts      []*filterCount // in the order of the filters
	connections *gtk.ListBox
	rows        []*connectionRow
	more        *gtk.ListBox
	actions     connectionActions
}

// sidebarActions lead to places. They must not hold on to widgets.
type sidebarActions struct {
	filter           func(present.Filter) // a filter was chosen
	place            func(place)          // its row was selected, be it that the Tab key passed by
	browse, patterns func()
}

// connectionActions are what can be done with a connection. They must not hold on
// to widgets.
type connectionActions struct {
	open, close, browse func(bus.Endpoint)
}

// filterCount is the part of a filter's row that changes.
type filterCount struct {
	row   *gtk.ListBoxRow
	label *gtk.Label
	title string
	shown int
}

// newSidebar makes the pane.
func newSidebar(backends []string, actions connectionActions, lead sidebarActions) *sidebar {
	parts := load("sidebar")
	s := &sidebar{
		page:        part[*adw.NavigationPage](parts, "page"),
		filters:     part[*gtk.ListBox](parts, "filters"),
		connections: part[*gtk.ListBox](parts, "connections"),
		more:        part[*gtk.ListBox](parts, "more"),
		actions:     actions,
	}
	setMenu(part[*gtk.MenuButton](parts, "menu"), mainMenu)
	setMenu(part[*gtk.MenuButton](parts, "connect"), func() *gio.Menu { return connectMenu(backends) })
	for _, filter := range present.Filters() {
		count := newFilterCount(filter)
		s.counts = append(s.counts, count)
		s.filters.Append(count.row)
	}
	s.more.Append(newPlaceRow(tr.T("Browse"), "system-search-symbolic"))
	s.more.Append(newPlaceRow(tr.T("Patterns"), "accessories-dictionary-symbolic"))
	more := [...]func(){lead.browse, lead.patterns}
	s.showPlace(tasksPlace, present.All)
	s.filters.ConnectRowSelected(func(row *gtk.ListBoxRow) {
		if row != nil {
			lead.filter(present.Filter(row.Index()))
		}
	})
	s.more.ConnectRowSelected(func(row *gtk.ListBoxRow) {
		if row != nil {
			lead.place(browsePlace + place(row.Index()))
		}
	})
	s.connections.ConnectRowActivated(weaklyWith(s, func(s *sidebar, row *gtk.ListBoxRow) {
		s.actions.browse(s.rows[row.Index()].endpoint())
	}))
	// A list that nothing is selected in leads to its place; and where the sidebar is
	// a page of its own, what is selected already is gone to.
	s.filters.ConnectRowActivated(func(row *gtk.ListBoxRow) { lead.filter(present.Filter(row.Index())) })
	s.more.ConnectRowActivated(func(row *gtk.ListBoxRow) { more[row.Index()]() })
	return s
}

// newPlaceRow makes the row of a place that has no count.
func newPlaceRow(title, icon string) *gtk.ListBoxRow {
	parts := load("filterrow")
	part[*gtk.Image](parts, "icon").SetFromIconName(icon)
	part[*gtk.Label](parts, "title").SetText(title)
	part[*gtk.Label](parts, "count").SetVisible(false)
	row := part[*gtk.ListBoxRow](parts, "row")
	setAccessibleLabel(row, title)
	return row
}

// showPlace selects the row of the place, wherever one came from. In the list that
// it is not in no row can be selected: the Tab key would select the first that it
// comes to, and so leave the place.
func (s *sidebar) showPlace(p place, filter present.Filter) {
	for _, count := range s.counts {
		count.row.SetSelectable(p == tasksPlace)
	}
	for i := 0; s.more.RowAtIndex(i) != nil; i++ {
		s.more.RowAtIndex(i).SetSelectable(p != tasksPlace)
	}
	if p == tasksPlace {
		s.filters.SelectRow(s.counts[filter].row)
		return
	}
	s.more.SelectRow(s.more.RowAtIndex(int(p - browsePlace)))
}

func newFilterCount(filter present.Filter) *filterCount {
	parts := load("filterrow")
	part[*gtk.Image](parts, "icon").SetFromIconName(filter.Icon())
	part[*gtk.Label](parts, "title").SetText(filter.Title())
	c := &filterCount{
		row:   part[*gtk.ListBoxRow](parts, "row"),
		label: part[*gtk.Label](parts, "count"),
		title: filter.Title(),
		shown: -1,
	}
	c.show(0)
	return c
}

func (c *filterCount) show(n int) {
	if n == c.shown {
		return
	}
	c.shown = n
	count := tr.Figures("%d", n)
	c.label.SetText(count)
	setAccessibleLabel(c.row, c.title+", "+count)
}

// showCounts brings the filters' numbers up to date.
func (s *sidebar) showCounts(listing *present.Listing) {
	for filter, count := range s.counts {
		count.show(listing.Count(present.Filter(filter)))
	}
}

// showConnections brings the connections up to date: there are only ever more.
func (s *sidebar) showConnections(all []bus.ConnectionInfo) {
	for i, info := range all {
		if i == len(s.rows) {
			row := newConnectionRow(s.actions)
			s.rows = append(s.rows, row)
			s.connections.Append(row.row)
		}
		s.rows[i].show(info)
	}
}
