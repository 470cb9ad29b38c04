package bus

import (
	"cmp"
	"slices"
	"time"
)

// Tree is the objects of a service, as far as they are known.
type Tree struct {
	Name    Name
	Root    ObjectPath
	Nodes   []TreeNode // each after the one that it is below; by their paths
	Summary ExpandSummary
}

// TreeNode is an object in a [Tree].
type TreeNode struct {
	Node         // its Children are left out: they have their own places in the tree
	Err    error // why the object's description is missing, or ends early
	Parent int   // the index of the nearest object above it; -1 for none
}

// newTree orders nodes, which it takes over.
func newTree(name Name, root ObjectPath, nodes []TreeNode, summary ExpandSummary) Tree {
	// No character of a path comes before the slash, so what is below an
	// object comes right after it.
	slices.SortFunc(nodes, func(a, b TreeNode) int { return cmp.Compare(a.Path, b.Path) })
	var above []int // the objects that the next one may be below
	for i := range nodes {
		for len(above) > 0 && !isBelow(nodes[i].Path, nodes[above[len(above)-1]].Path) {
			above = above[:len(above)-1]
		}
		nodes[i].Parent = -1
		if len(above) > 0 {
			nodes[i].Parent = above[len(above)-1]
		}
		above = append(above, i)
	}
	return Tree{name, root, nodes, summary}
}

// ExpandLimits bound how far [Expand] goes. A field that is 0 has the value that
// is told here.
type ExpandLimits struct {
	Depth  int           // levels below the root: 32
	Nodes  int           // objects: 10,000
	Bytes  int64         // of descriptions: 32 MiB
	Silent int           // objects that give no answer, each of which keeps a slot at the bus: 16
	Time   time.Duration // in all: 1 minute
	// Whole tells that a part of the objects is of no use: as soon as one bound is
	// come to, nothing more is looked into.
	Whole bool
}

func (l ExpandLimits) orUsual() ExpandLimits {
	return ExpandLimits{
		Depth:  cmp.Or(l.Depth, 32),
		Nodes:  cmp.Or(l.Nodes, 10_000),
		Bytes:  cmp.Or(l.Bytes, 32<<20),
		Silent: cmp.Or(l.Silent, maxSilent),
		Time:   cmp.Or(l.Time, time.Minute),
		Whole:  l.Whole,
	}
}

// ExpandSummary tells how far [Expand] came.
type ExpandSummary struct {
	Found     int   // objects that were found, failed ones too
	Failed    int   // objects with an error
	Unvisited int   // objects that were heard of, and not looked into
	Calls     int   // calls that were made
	Bytes     int64 // of descriptions
	StoppedBy Bound // the first bound that it came to
}

// Bound is one of the [ExpandLimits].
type Bound uint8

// The bounds. BoundNone tells that everything was found.
const (
	BoundNone Bound = iota
	BoundDepth
	BoundNodes
	BoundBytes
	BoundSilent
	BoundTime
)

// String names the bound in English, for logs.
func (b Bound) String() string {
	switch b {
	case BoundNone:
		return "none"
	case BoundDepth:
		return "depth"
	case BoundNodes:
		return "nodes"
	case BoundBytes:
		return "bytes"
	case BoundSilent:
		return "silent"
	case BoundTime:
		return "time"
	}
	return ""
}
