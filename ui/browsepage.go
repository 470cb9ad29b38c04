package ui

import (
	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/glib/v2"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
	"github.com/bellhop-gtk/bellhop/ui/present"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// browsePage is the middle pane where one looks at a bus: its names, and the
// objects of the one that was chosen. Whatever it asks of the bus is a task, and
// starts no service.
type browsePage struct {
	lasting[browsePage]
	view    *adw.NavigationView
	title   *adw.WindowTitle
	search  *gtk.SearchEntry
	stack   *gtk.Stack
	status  *adw.StatusPage
	list    *rowList[*browseRow]
	objects *objectsPage

	do        browseActions
	endpoint  bus.Endpoint // none before the first show
	names     present.NameList
	cursor    bus.Name       // whose row is selected
	directory *bus.Directory // nil while nobody follows the names
	following *tasks.Task    // what keeps the directory up to date
	changed   *pace
}

// browseActions are what browsing asks of the window. They must not hold on to
// widgets. Those that submit give nil where the window has told why not.
type browseActions struct {
	follow      func(ep bus.Endpoint, changed func(), ended func(tasks.Snapshot)) (*bus.Directory, *tasks.Task)
	introspect  func(bus.Object, func(tasks.Snapshot))
	expand      func(bus.Object, func(tasks.Snapshot))
	unfold      func(bus.Object, func(tasks.Snapshot)) *tasks.Task // expand, of a small service
	credentials func(bus.Endpoint, bus.Name, func(tasks.Snapshot))
	activate    func(bus.Endpoint, bus.Name, func(tasks.Snapshot))
	// chosen tells of the object that is shown, nil for none.
	chosen func(object *bus.Object, node *bus.Node, err error)
	// open goes to the object where it is a page of its own.
	open func()
}

func newBrowsePage(loop *mainloop.Loop, do browseActions) *browsePage {
	parts := load("browsepage")
	p := &browsePage{
		view:   part[*adw.NavigationView](parts, "view"),
		title:  part[*adw.WindowTitle](parts, "names_title"),
		search: part[*gtk.SearchEntry](parts, "search"),
		stack:  part[*gtk.Stack](parts, "names_stack"),
		status: part[*adw.StatusPage](parts, "names_status"),
		do:     do,
	}
	p.list = newRowList(part[*gtk.ListView](parts, "names"),
		func(item *gtk.ListItem) *browseRow { return newBrowseRow(item, nil) },
		fillWeakly(p, (*browsePage).fill), weaklyWith(p, (*browsePage).activated))
	p.list.onSelect(weaklyWith(p, func(p *browsePage, position int) {
		if rows := p.names.Rows(); position < len(rows) {
			p.cursor = rows[position].Name
		}
	}))
	p.changed = newPace(loop, weakly(p, (*browsePage).takeNames))
	p.objects = newObjectsPage(do)
	p.view.Add(p.objects.page)
	p.search.ConnectSearchChanged(weakly(p, func(p *browsePage) {
		p.names.Search(p.search.Text())
		p.showNames()
	}))
	left := weakly(p.objects, (*objectsPage).stopUnfolding)
	p.view.ConnectPopped(func(*adw.NavigationPage) { left() })
	p.search.ConnectActivate(weakly(p, func(p *browsePage) { p.activated(0) }))
	return p
}

func (p *browsePage) letGo() {
	p.list.letGo()
	p.objects.letGo()
	p.lasting.letGo()
}

// show looks at the bus of an endpoint.
func (p *browsePage) show(endpoint bus.Endpoint) {
	if endpoint != p.endpoint {
		p.leave()
		p.endpoint = endpoint
		p.names, p.cursor = present.NameList{}, ""
		p.search.SetText("")
		p.view.PopToTag("names")
		p.do.chosen(nil, nil, nil)
	}
	p.title.SetTitle(present.AddressLabel(endpoint.Address))
	p.title.SetSubtitle(present.Line(endpoint.Backend))
	if p.following == nil {
		p.follow()
	}
}

// refresh lists the names again, or looks at the objects again.
func (p *browsePage) refresh() {
	if p.view.VisiblePage().Tag() == "objects" {
		p.objects.refresh()
		return
	}
	p.leave()
	p.follow()
}

// follow keeps the names up to date until leave.
func (p *browsePage) follow() {
	p.directory, p.following = p.do.follow(p.endpoint, p.changed.ask, weaklyWith(p, (*browsePage).followed))
	p.showNames()
}

// leave stops following. The names stay as they are.
func (p *browsePage) leave() {
	p.objects.stopUnfolding()
	if p.following != nil {
		p.following.Cancel(tasks.CanceledByUser)
		p.directory, p.following = nil, nil
	}
}

// takeNames takes over the names as they are now.
func (p *browsePage) takeNames() {
	if p.directory == nil {
		return
	}
	if names, _ := p.directory.Snapshot(); len(names) > 0 {
		p.names.Set(names)
		p.showNames()
	}
}

// followed tells why the names could not be had.
func (p *browsePage) followed(s tasks.Snapshot) {
	if p.following == nil || s.ID != p.following.ID() {
		return // left on purpose
	}
	p.directory, p.following = nil, nil
	if p.names.Len() > 0 {
		return
	}
	p.status.SetIconName("network-error-symbolic")
	p.status.SetTitle(tr.T("The Bus Could Not Be Looked At"))
	p.status.SetDescription(glib.MarkupEscapeText(present.FailureText(&s)))
	p.stack.SetVisibleChildName("status")
}

func (p *browsePage) showNames() {
	selected, ok := p.names.Position(p.cursor)
	if !ok {
		selected = -1
	}
	p.list.show(len(p.names.Rows()), selected)
	switch {
	case len(p.names.Rows()) > 0:
		p.stack.SetVisibleChildName("list")
		return
	case p.names.Searching():
		p.status.SetIconName("system-search-symbolic")
		p.status.SetTitle(tr.T("No Results Found"))
		p.status.SetDescription("")
	case p.following != nil:
		p.status.SetPaintable(adw.NewSpinnerPaintable(p.status))
		p.status.SetTitle(tr.T("Listing the Names"))
		p.status.SetDescription("")
	default:
		p.status.SetIconName("network-wired-symbolic")
		p.status.SetTitle(tr.T("No Names"))
		p.status.SetDescription("")
	}
	p.stack.SetVisibleChildName("status")
}

func (p *browsePage) fill(row *browseRow, position int) {
	name := p.names.Rows()[position]
	text := browseRowText{title: name.Title, subtitle: name.Subtitle, class: "dimmed", hint: name.Title}
	text.accessible = name.Title + ", " + name.Subtitle
	row.show(position, text)
}

// activated goes to the objects of a name.
func (p *browsePage) activated(position int) {
	if rows := p.names.Rows(); position < len(rows) {
		p.open(rows[position], "/")
	}
}

// open shows the objects of a name, from a root down.
func (p *browsePage) open(name present.NameRow, root bus.ObjectPath) {
	p.cursor = name.Name
	p.objects.show(bus.Object{Endpoint: p.endpoint, Name: name.Name, Path: root}, name.Running)
	if p.view.VisiblePage().Tag() != "objects" {
		p.view.PushByTag("objects")
	}
	p.objects.list.focus()
}

// focus moves the keyboard to where one goes on: the search, or the objects.
func (p *browsePage) focus() bool {
	if p.view.VisiblePage().Tag() == "objects" {
		return p.objects.list.focus()
	}
	return p.search.GrabFocus()
}

// fillWeakly is weaklyWith for what fills a row.
func fillWeakly[T, R any](owner *T, f func(*T, R, int)) func(R, int) {
	type cell struct {
		row      R
		position int
	}
	fill := weaklyWith(owner, func(owner *T, c cell) { f(owner, c.row, c.position) })
	return func(row R, position int) { fill(cell{row, position}) }
}
