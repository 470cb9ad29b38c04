package present

import (
	"encoding/hex"
	"fmt"
	"iter"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// treeStep is how many items of a value are shown before more are asked for, and
// treeLimit how many rows there are at most.
const (
	treeStep  = 200
	treeLimit = 20_000
)

// ValueRow is a value, or a part of one, as its row in a tree shows it.
type ValueRow struct {
	Name       string // which part it is: its place, its key
	Text       string // the value, or how much is in it
	Type       string
	Depth      int // how far in it stands, from 0
	Expandable bool
	Expanded   bool
	More       bool           // it is no value: pressing it shows more of those above
	Path       bus.ObjectPath // where the value leads; empty if it is no object path
	Full       bool           // of More: no more can be shown
}

// ValueTree is values as rows that open. What is in a value is looked at when it is
// opened, and a step at a time, so its size does not matter. The zero value has no
// rows. It is not safe for concurrent use.
type ValueTree struct {
	roots []*valueNode
	rows  []ValueRow
	nodes []*valueNode // of each row
}

type valueNode struct {
	name     string
	value    bus.Value
	expanded bool
	shown    int // how many parts children has asked for
	children []*valueNode
}

// Reset shows a result, opened as far as it is one value. It reports whether it is
// made of values.
func (t *ValueTree) Reset(result any) bool {
	*t = ValueTree{}
	v, ok := valuesOf(result)
	if !ok {
		return false
	}
	for i, value := range v.list {
		name := tr.T("Value")
		if len(v.list) > 1 {
			name = tr.F("Argument %d", i+1)
		}
		t.roots = append(t.roots, &valueNode{name: name, value: value})
	}
	if len(t.roots) == 1 {
		t.roots[0].open()
	}
	t.refill()
	return true
}

// Rows gives what is shown, from the top. It must not be changed.
func (t *ValueTree) Rows() []ValueRow { return t.rows }

// Toggle opens the row at a position, or closes it; of a row that stands for more
// it shows a step more.
func (t *ValueTree) Toggle(position int) {
	if position < 0 || position >= len(t.rows) {
		return
	}
	node := t.nodes[position]
	switch row := t.rows[position]; {
	case row.Full:
		return
	case row.More:
		node.more()
	case !row.Expandable:
		return
	case node.expanded:
		node.expanded = false
	default:
		node.open()
	}
	t.refill()
}

// Text is the value at a position, to be copied; empty if it is too large.
func (t *ValueTree) Text(position int) string {
	if position < 0 || position >= len(t.rows) || t.rows[position].More {
		return ""
	}
	if text, whole := t.nodes[position].value.TextUpTo(copyLimit); whole {
		return text
	}
	return ""
}

func (n *valueNode) open() {
	n.expanded = true
	if n.shown == 0 {
		n.more()
	}
}

// more looks at a step more of what is in a value.
func (n *valueNode) more() {
	n.shown += treeStep
	at := 0
	for name, value := range parts(inside(n.value)) {
		if at >= n.shown {
			return
		}
		if at >= len(n.children) {
			n.children = append(n.children, &valueNode{name: name(), value: value})
		}
		at++
	}
}

// inside is what variants hold, however many there are in one another.
func inside(v bus.Value) bus.Value {
	for v.Type() == bus.TypeVariant {
		v = v.Inner()
	}
	return v
}

// parts gives what is in a container, with the names of the parts.
func parts(v bus.Value) iter.Seq2[func() string, bus.Value] {
	return func(yield func(func() string, bus.Value) bool) {
		if v.IsDict() {
			for entry := range v.Entries() {
				if !yield(func() string { return keyText(entry.Key) }, entry.Value) {
					return
				}
			}
			return
		}
		for i, item := range v.Items() {
			if !yield(func() string { return fmt.Sprint(i) }, item) {
				return
			}
		}
	}
}

func keyText(key bus.Value) string {
	if s, ok := key.AsString(); ok {
		return Line(s)
	}
	return cutText(inside(key))
}

func (t *ValueTree) refill() {
	t.rows, t.nodes = t.rows[:0:0], t.nodes[:0:0]
	for _, root := range t.roots {
		t.append(root, 0)
	}
}

func (t *ValueTree) append(n *valueNode, depth int) {
	if len(t.rows) >= treeLimit {
		return
	}
	row := valueRow(n, depth)
	t.rows, t.nodes = append(t.rows, row), append(t.nodes, n)
	if !row.Expanded {
		return
	}
	for _, child := range n.children {
		t.append(child, depth+1)
	}
	if left := inside(n.value).Len() - len(n.children); left > 0 {
		more := ValueRow{Name: "…", Depth: depth + 1, More: true, Text: tr.N(left, "Show more: %d is left", "Show more: %d are left", left)}
		if len(t.rows) >= treeLimit-treeStep {
			more.Full, more.Text = true, tr.N(left, "%d is left, too many to be shown", "%d are left, too many to be shown", left)
		}
		t.rows, t.nodes = append(t.rows, more), append(t.nodes, n)
	}
}

func valueRow(n *valueNode, depth int) ValueRow {
	v := inside(n.value)
	row := ValueRow{Name: n.name, Type: Line(string(v.Signature())), Depth: depth}
	_, bytes := v.AsBytes()
	if n := v.Len(); n > 0 && !bytes {
		row.Expandable = true
	}
	row.Expanded = row.Expandable && n.expanded
	row.Text = valueText(v)
	if path, ok := v.Basic().(bus.ObjectPath); ok {
		row.Path = path
	}
	return row
}

// valueText is a value in one line, or how much is in it.
func valueText(v bus.Value) string {
	switch b, isBytes := v.AsBytes(); {
	case isBytes:
		return bytesText(b, v)
	case v.IsDict():
		return tr.N(v.Len(), "%d entry", "%d entries", v.Len())
	case v.Type() == bus.TypeArray:
		return tr.N(v.Len(), "%d item", "%d items", v.Len())
	case v.Type() == bus.TypeStruct:
		return tr.N(v.Len(), "%d field", "%d fields", v.Len())
	case v.Type() == bus.TypeString:
		s, _ := v.AsString()
		return "“" + Line(s) + "”"
	}
	return cutText(v)
}

func bytesText(b []byte, v bus.Value) string {
	const most = 16
	if len(b) <= lineLimit {
		if text, ok := v.AsByteText(); ok {
			return "“" + Line(text) + "”"
		}
	}
	text := spacedHex(b[:min(len(b), most)])
	if len(b) > most {
		text += " " + cutMark
	}
	return joined(tr.N(len(b), "%d byte", "%d bytes", len(b)), text)
}

func spacedHex(b []byte) string {
	text := hex.EncodeToString(b)
	out := make([]byte, 0, len(text)*3/2)
	for i := 0; i < len(text); i += 2 {
		if i > 0 {
			out = append(out, ' ')
		}
		out = append(out, text[i:i+2]...)
	}
	return string(out)
}

// cutText is a value in GVariant's notation, in one line.
func cutText(v bus.Value) string {
	text, whole := v.TextUpTo(lineLimit)
	if p, ok := v.Basic().(bus.ObjectPath); ok {
		text, whole = string(p), true
	}
	if !whole {
		text += cutMark
	}
	return Line(text)
}
