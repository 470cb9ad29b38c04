package ui

import (
	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// objectsPage lists the objects of a service as a tree, which is looked into
// where it is opened, and says who the service is. A small service shows all its
// objects at once, unless somebody has begun to open rows.
type objectsPage struct {
	lasting[objectsPage]
	page  *adw.NavigationPage
	title *gtk.Label // the page's, of which the end is what matters where there is little room
	facts *gtk.Label
	stack *gtk.Stack
	list  *rowList[*browseRow]

	do     browseActions
	root   bus.Object     // whose objects are shown; no name before the first show
	chosen bus.ObjectPath // whose details are shown; empty for none
	cursor bus.ObjectPath // whose row is selected
	tree   present.ObjectTree

	opening   bool        // the first objects are being looked at
	unfolding *tasks.Task // what looks at the others, nil for nothing
}

func newObjectsPage(do browseActions) *objectsPage {
	parts := load("objectspage")
	p := &objectsPage{
		page:  part[*adw.NavigationPage](parts, "page"),
		title: part[*gtk.Label](parts, "title"),
		facts: part[*gtk.Label](parts, "facts"),
		stack: part[*gtk.Stack](parts, "stack"),
		do:    do,
	}
	toggle := weaklyWith(p, (*objectsPage).toggleAt)
	p.list = newRowList(part[*gtk.ListView](parts, "objects"),
		func(item *gtk.ListItem) *browseRow { return newBrowseRow(item, toggle) },
		fillWeakly(p, (*objectsPage).fill), weaklyWith(p, (*objectsPage).activated))
	p.list.onSelect(weaklyWith(p, func(p *objectsPage, position int) {
		if rows := p.tree.Rows(); position < len(rows) {
			p.cursor = rows[position].Path
		}
	}))
	part[*gtk.Button](parts, "expand").ConnectClicked(weakly(p, (*objectsPage).expand))
	part[*gtk.Button](parts, "start").ConnectClicked(weakly(p, (*objectsPage).start))
	addTreeKeys(p.list.view, p.arrowKey(true), p.arrowKey(false))
	return p
}

func (p *objectsPage) letGo() {
	p.list.letGo()
	p.lasting.letGo()
}

// show shows the objects of a service, or that it is not running.
func (p *objectsPage) show(root bus.Object, running bool) {
	p.stopUnfolding()
	p.root, p.chosen = root, ""
	name := present.Line(string(root.Name))
	p.page.SetTitle(shown(name))
	setAccessibleLabel(p.page, name)
	setText(p.title, "", name)
	p.facts.SetText("")
	p.facts.SetVisible(false)
	p.do.chosen(nil, nil, nil)
	if !running {
		p.stack.SetVisibleChildName("stopped")
		return
	}
	p.stack.SetVisibleChildName("list")
	p.do.credentials(root.Endpoint, root.Name, weaklyWith(p, func(p *objectsPage, s tasks.Snapshot) { p.showFacts(root, s) }))
	p.refresh()
}

// refresh forgets what is known of the objects and looks again.
func (p *objectsPage) refresh() {
	p.stopUnfolding()
	p.opening = true
	p.tree.Reset(p.root.Path)
	p.tree.Toggle(p.root.Path)
	p.look(p.root.Path)
	p.choose(p.root.Path)
}

func (p *objectsPage) showFacts(root bus.Object, s tasks.Snapshot) {
	if credentials, ok := s.Result.(bus.Credentials); ok && root == p.root {
		text := present.OwnerFacts(credentials)
		p.facts.SetText(text)
		setTooltip(p.facts, text)
		p.facts.SetVisible(text != "")
	}
}

// object is one of the service's objects.
func (p *objectsPage) object(path bus.ObjectPath) bus.Object {
	object := p.root
	object.Path = path
	return object
}

// look asks an object to describe itself.
func (p *objectsPage) look(path bus.ObjectPath) {
	root := p.root
	p.tree.SetLoading(path)
	p.do.introspect(p.object(path), weaklyWith(p, func(p *objectsPage, s tasks.Snapshot) {
		if root != p.root {
			return
		}
		node, _ := s.Result.(bus.Node)
		node.Path = path
		p.tree.SetNode(node, s.Err)
		p.showRows()
		if next, ok := p.tree.Passage(path); ok {
			p.tree.Toggle(next)
			p.look(next)
		} else if p.opening {
			p.unfold(path)
		}
		if path == p.chosen && !p.followJoined() {
			p.tell()
		}
	}))
	p.showRows()
}

// unfold looks at all the objects below the first, and opens their rows if they are
// few.
func (p *objectsPage) unfold(first bus.ObjectPath) {
	p.opening = false
	if !p.tree.HasBelow(first) {
		return
	}
	p.unfolding = p.do.unfold(p.object(first), weaklyWith(p, func(p *objectsPage, s tasks.Snapshot) {
		if p.unfolding == nil || s.ID != p.unfolding.ID() {
			return // given up
		}
		p.unfolding = nil
		if found, ok := s.Result.(bus.Tree); ok && found.Summary.StoppedBy == bus.BoundNone {
			p.tree.Found(found)
			p.showRows()
			p.followJoined()
		}
	}))
}

// stopUnfolding leaves the rows to who opens them, or has left.
func (p *objectsPage) stopUnfolding() {
	p.opening = false
	if p.unfolding != nil {
		p.unfolding.Cancel(tasks.CanceledByUser)
		p.unfolding = nil
	}
}

func (p *objectsPage) showRows() {
	selected, ok := p.tree.Position(p.cursor)
	if !ok {
		selected = -1
	}
	p.list.show(len(p.tree.Rows()), selected)
}

func (p *objectsPage) fill(row *browseRow, position int) {
	object := p.tree.Rows()[position]
	text := browseRowText{
		title: object.Title, subtitle: object.Subtitle, class: "dimmed", depth: object.Depth,
		arrow: object.Expandable, expanded: object.Expanded, accessible: object.Title, hint: string(object.Path),
	}
	if object.Failed {
		text.class = "error"
	}
	if object.Subtitle != "" {
		text.accessible += ", " + object.Subtitle
	}
	row.show(position, text)
}

func (p *objectsPage) toggleAt(position int) {
	if rows := p.tree.Rows(); position < len(rows) {
		p.stopUnfolding()
		path := rows[position].Path
		if p.tree.Toggle(path) {
			p.look(path)
		}
		p.showRows()
	}
}

// arrowKey opens or closes the row that has the keyboard.
func (p *objectsPage) arrowKey(open bool) func(*gtk.Widget) bool {
	press := weaklyTrue(p, func(p *objectsPage) bool {
		position := int(p.list.selection.Selected())
		rows := p.tree.Rows()
		if position >= len(rows) || !rows[position].Expandable || rows[position].Expanded == open {
			return false
		}
		p.toggleAt(position)
		return true
	})
	return func(*gtk.Widget) bool { return press() }
}

func (p *objectsPage) activated(position int) {
	if rows := p.tree.Rows(); position < len(rows) {
		p.choose(rows[position].Path)
		p.do.open()
	}
}

// choose shows an object, and looks at it if it has not been looked at.
func (p *objectsPage) choose(path bus.ObjectPath) {
	p.chosen, p.cursor = path, path
	if p.tree.Node(path) == nil && p.tree.Failure(path) == nil && !p.tree.Loading(path) {
		p.look(path)
	}
	p.showRows()
	p.tell()
}

// followJoined chooses the object into whose row the chosen one was joined, and tells
// whether it was.
func (p *objectsPage) followJoined() bool {
	position, ok := p.tree.Position(p.chosen)
	if !ok || p.tree.Rows()[position].Path == p.chosen {
		return false
	}
	p.choose(p.tree.Rows()[position].Path)
	return true
}

// tell shows what is known of the chosen object.
func (p *objectsPage) tell() {
	object := p.object(p.chosen)
	p.do.chosen(&object, p.tree.Node(p.chosen), p.tree.Failure(p.chosen))
}

// expand looks at all the objects below the root, which may be many.
func (p *objectsPage) expand() {
	p.stopUnfolding()
	root := p.root
	p.do.expand(p.object(root.Path), weaklyWith(p, func(p *objectsPage, s tasks.Snapshot) {
		found, ok := s.Result.(bus.Tree)
		if !ok || root != p.root {
			return
		}
		p.tree.Found(found)
		p.showRows()
		p.followJoined()
	}))
}

// start asks the bus to start the service, then looks at it.
func (p *objectsPage) start() {
	root := p.root
	p.do.activate(root.Endpoint, root.Name, weaklyWith(p, func(p *objectsPage, s tasks.Snapshot) {
		if root == p.root && s.State == tasks.Succeeded {
			p.show(root, true)
		}
	}))
}
