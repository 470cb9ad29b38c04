package present

import (
	"slices"
	"strings"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// maxJoined is how many elements the path of a row has at most that was joined of
// several objects, for a service could have no end of them.
const maxJoined = 16

// ObjectRow is an object in a tree, as its row shows it. Objects above it that have
// nothing to show but the one below them are joined into its row.
type ObjectRow struct {
	Path       bus.ObjectPath
	Title      string // what the path has beside that of the row it is below
	Subtitle   string // how many interfaces there are, or what went wrong; may be empty
	Depth      int    // how far in it stands, from 0
	Expandable bool   // there are objects below it
	Expanded   bool
	Failed     bool // Subtitle says what went wrong
}

// ObjectTree is the objects of a service, of which only those are known that
// were looked at. The zero value has none. It is not safe for concurrent use.
type ObjectTree struct {
	nodes map[bus.ObjectPath]*objectNode
	roots []bus.ObjectPath
	rows  []ObjectRow
}

type objectNode struct {
	info     *bus.Node // nil before it was looked at
	err      error
	loading  bool
	expanded bool
	children []bus.ObjectPath
}

// Reset starts over with one object, of which nothing is known.
func (t *ObjectTree) Reset(root bus.ObjectPath) {
	t.nodes = map[bus.ObjectPath]*objectNode{root: {}}
	t.roots = []bus.ObjectPath{root}
	t.refill()
}

// Rows gives what is shown, from the top. It must not be changed.
func (t *ObjectTree) Rows() []ObjectRow { return t.rows }

// Node gives what an object said of itself, nil if it was not looked at.
func (t *ObjectTree) Node(path bus.ObjectPath) *bus.Node {
	if node := t.nodes[path]; node != nil {
		return node.info
	}
	return nil
}

// Failure gives why an object's description is missing, or nil.
func (t *ObjectTree) Failure(path bus.ObjectPath) error {
	if node := t.nodes[path]; node != nil {
		return node.err
	}
	return nil
}

// Loading reports whether an object is being looked at.
func (t *ObjectTree) Loading(path bus.ObjectPath) bool {
	node := t.nodes[path]
	return node != nil && node.loading
}

// SetLoading says that an object is being looked at.
func (t *ObjectTree) SetLoading(path bus.ObjectPath) {
	if node := t.nodes[path]; node != nil {
		node.loading, node.err = true, nil
		t.refill()
	}
}

// SetNode takes over what an object said, with what it said of those below it,
// and the error if it said nothing or not all.
func (t *ObjectTree) SetNode(info bus.Node, err error) {
	node := t.nodes[info.Path]
	if node == nil {
		return
	}
	node.loading, node.err = false, err
	if err == nil || len(info.Interfaces)+len(info.Children) > 0 {
		t.adopt(info.Path, &info)
	}
	t.refill()
}

func (t *ObjectTree) adopt(path bus.ObjectPath, info *bus.Node) {
	node := t.nodes[path]
	node.info = info
	node.children = node.children[:0]
	for i := range info.Children {
		child := &info.Children[i]
		node.children = append(node.children, child.Path)
		if t.nodes[child.Path] == nil {
			t.nodes[child.Path] = &objectNode{}
		}
		if child.Complete {
			t.adopt(child.Path, child)
		}
	}
	slices.Sort(node.children)
}

// HasBelow reports whether an object is known to have others below it, be they
// looked at or not.
func (t *ObjectTree) HasBelow(path bus.ObjectPath) bool {
	node := t.nodes[path]
	return node != nil && (len(node.children) > 0 || node.info != nil && node.info.Interface(objectManager) != nil)
}

// Found takes over all the objects that were found below the tree's root or
// another object, and opens their rows. What objects were known to say stays.
func (t *ObjectTree) Found(found bus.Tree) {
	placed, joined := make(map[bus.ObjectPath]bool), make(map[*objectNode]bool)
	for _, node := range t.nodes {
		for _, child := range node.children {
			placed[child] = true
		}
	}
	for i := range found.Nodes {
		n := &found.Nodes[i]
		node := t.nodes[n.Path]
		if node == nil {
			node = &objectNode{}
			t.nodes[n.Path] = node
		}
		node.loading = false
		if node.info == nil || node.err != nil {
			node.find(n)
		}
		node.expanded = node.info != nil
		if n.Parent >= 0 && !placed[n.Path] {
			parent := t.nodes[found.Nodes[n.Parent].Path]
			parent.children = append(parent.children, n.Path)
			joined[parent] = true
		}
	}
	for parent := range joined {
		slices.Sort(parent.children)
	}
	t.refill()
}

// find takes over what an object said. One that said nothing can be looked at again.
func (n *objectNode) find(found *bus.TreeNode) {
	n.err = found.Err
	if found.Err == nil || len(found.Interfaces) > 0 {
		n.info = &found.Node
	}
}

// Toggle opens or closes an object's row. It reports whether the object should
// be looked at, for the row to have something to show.
func (t *ObjectTree) Toggle(path bus.ObjectPath) (look bool) {
	node := t.nodes[path]
	if node == nil {
		return false
	}
	node.expanded = !node.expanded
	t.refill()
	return node.expanded && node.info == nil && !node.loading
}

// Passage gives the object to look at next below one that was opened and has nothing
// else to show, as the first elements of most paths have. There is none below an
// object where there is something to see, and below one that is closed.
func (t *ObjectTree) Passage(path bus.ObjectPath) (next bus.ObjectPath, ok bool) {
	next, ok = t.joined(path)
	if !ok || !t.nodes[path].expanded {
		return "", false
	}
	return next, !t.nodes[next].expanded && t.nodes[next].info == nil
}

// joined gives the one object below an object that is known to have nothing else to
// show, and so shares that one's row.
func (t *ObjectTree) joined(path bus.ObjectPath) (child bus.ObjectPath, ok bool) {
	node := t.nodes[path]
	if node == nil || node.info == nil || node.err != nil || len(node.children) != 1 || ownInterfaces(node.info) != "" {
		return "", false
	}
	child = node.children[0]
	return child, child != path && below(path, child) && strings.Count(string(child), "/") <= maxJoined
}

// Position finds the row of an object, which may be one that it is joined into.
func (t *ObjectTree) Position(path bus.ObjectPath) (position int, ok bool) {
	for ok = true; ok; path, ok = t.joined(path) {
		position = slices.IndexFunc(t.rows, func(row ObjectRow) bool { return row.Path == path })
		if position >= 0 {
			return position, true
		}
	}
	return -1, false
}

// below reports whether an object is below another, by their paths.
func below(parent, path bus.ObjectPath) bool {
	return parent == "/" || strings.HasPrefix(string(path), string(parent)+"/")
}

// refill follows the descriptions, whose children may name one another in a
// ring, so each object is shown once.
func (t *ObjectTree) refill() {
	t.rows = t.rows[:0]
	shown := make(map[bus.ObjectPath]bool)
	for _, root := range t.roots {
		t.append(root, "", 0, shown)
	}
}

func (t *ObjectTree) append(path, parent bus.ObjectPath, depth int, shown map[bus.ObjectPath]bool) {
	if shown[path] {
		return
	}
	shown[path] = true
	for child, ok := t.joined(path); ok && !shown[child]; child, ok = t.joined(path) {
		path = child
		shown[path] = true
	}
	node := t.nodes[path]
	row := ObjectRow{
		Path: path, Title: Line(objectTitle(path, parent)), Depth: depth,
		Expandable: node.info == nil || len(node.children) > 0,
		Expanded:   node.expanded,
	}
	switch {
	case node.err != nil:
		row.Subtitle, row.Failed = shortReason(node.err), true
	case node.loading:
		row.Subtitle = tr.T("Looking…")
	case node.info != nil:
		row.Subtitle = ownInterfaces(node.info)
	}
	t.rows = append(t.rows, row)
	if !node.expanded {
		return
	}
	for _, child := range node.children {
		t.append(child, path, depth+1, shown)
	}
}

func objectTitle(path, parent bus.ObjectPath) string {
	switch {
	case parent == "":
		return string(path)
	case parent == "/":
		return string(path)[1:]
	case below(parent, path):
		return string(path)[len(parent)+1:]
	}
	return string(path)
}

// standardInterfaces are on nearly every object, and say nothing of it.
var standardInterfaces = []bus.Interface{
	"org.freedesktop.DBus.Introspectable", "org.freedesktop.DBus.Peer", "org.freedesktop.DBus.Properties",
}

// objectManager is of an object that knows those below it.
const objectManager bus.Interface = "org.freedesktop.DBus.ObjectManager"

// IsStandard reports whether nearly every object has the interface.
func IsStandard(name bus.Interface) bool { return slices.Contains(standardInterfaces, name) }

// ownInterfaces names the interface that an object has beside the standard ones,
// or counts them.
func ownInterfaces(info *bus.Node) string {
	var own []bus.Interface
	for _, in := range info.Interfaces {
		if !IsStandard(in.Name) {
			own = append(own, in.Name)
		}
	}
	switch len(own) {
	case 0:
		return ""
	case 1:
		return Line(string(own[0]))
	}
	return tr.N(len(own), "%d interface", "%d interfaces", len(own))
}
