package bus

import (
	"context"
	"sync"
)

// Expand finds the objects at and below root, level after level, by what they
// say of themselves and by what ObjectManagers among them say. It starts no
// service. An object that fails is told with its error, and the others go on; of
// one that an ObjectManager has told of, the interfaces are known nevertheless.
// Nothing is asked twice, nor beyond the limits, however a service answers.
//
// Found is called for each object, once, and progress, with the number of
// objects that are done and of those that were heard of so far, after each. Both
// are called by the goroutine that called Expand, and may be nil. A node's
// Children are those that it named; its XML is left out.
//
// Expand returns when all its calls have. Its error, an [*Error], is that of the
// context or of the connection, if one of them has ended; all that was found
// until then has been told.
func Expand(ctx context.Context, conn Conn, name Name, root ObjectPath, limits ExpandLimits,
	progress func(done, total int), found func(ObjectPath, Node, error),
) (ExpandSummary, error) {
	w := &walk{
		limits: limits.orUsual(), root: root, found: found,
		known:   map[ObjectPath]bool{root: true},
		managed: map[ObjectPath][]ManagedInterface{},
		queue:   []ObjectPath{root},
	}
	timed, cancel := context.WithTimeoutCause(ctx, w.limits.Time, errExpandTime)
	var asking sync.WaitGroup
	defer asking.Wait()
	defer cancel()
	answers := make(chan visit, asksAtOnce)
	for running := 0; ; {
		for ; running < asksAtOnce && len(w.queue) > 0 && timed.Err() == nil; running++ {
			path := w.queue[0]
			w.queue = w.queue[1:]
			asking.Go(func() { answers <- visitObject(timed, conn, name, path, path == root) })
		}
		if running == 0 {
			break
		}
		v := <-answers
		running--
		if timed.Err() != nil && v.err != nil || isOver(conn) {
			w.summary.Unvisited++
			continue
		}
		w.take(v)
		if progress != nil {
			progress(w.summary.Found, len(w.known))
		}
	}
	w.summary.Unvisited += len(w.queue)
	switch {
	case isOver(conn):
		return w.summary, conn.Err()
	case ctx.Err() != nil:
		return w.summary, NewContextError(ctx)
	case timed.Err() != nil:
		w.stop(BoundTime)
	}
	return w.summary, nil
}

var errExpandTime = Because("the time for expanding is up").Err()

// visit is what an object said.
type visit struct {
	path    ObjectPath
	node    Node
	err     error
	managed []ManagedObject
	calls   int
	bytes   int
}

// visitObject asks one object. The root is asked for managed objects even if it
// does not say what it is.
func visitObject(ctx context.Context, conn Conn, name Name, path ObjectPath, isRoot bool) visit {
	v := visit{path: path, calls: 1}
	v.node, v.err = Introspect(ctx, conn, name, path)
	v.bytes, v.node.XML = len(v.node.XML), ""
	if v.node.Interface(objectManager) != nil || isRoot && v.err != nil && ctx.Err() == nil {
		objects, size, err := managedObjects(ctx, conn, name, path)
		v.calls++
		v.bytes += size
		if err == nil {
			v.managed = objects
		}
	}
	return v
}

// walk is an Expand under way. Only the goroutine that called it has it.
type walk struct {
	limits  ExpandLimits
	root    ObjectPath
	found   func(ObjectPath, Node, error)
	known   map[ObjectPath]bool
	managed map[ObjectPath][]ManagedInterface // of objects in the queue
	queue   []ObjectPath
	silent  int
	summary ExpandSummary
}

// take takes in what an object said.
func (w *walk) take(v visit) {
	w.summary.Calls += v.calls
	w.summary.Bytes += int64(v.bytes)
	if v.err != nil && len(v.node.Interfaces) == 0 {
		for _, in := range w.managed[v.path] {
			v.node.Interfaces = append(v.node.Interfaces, InterfaceInfo{Name: in.Name})
		}
	}
	delete(w.managed, v.path)
	w.tell(v.node, v.err)
	w.children(v.node)
	for _, object := range v.managed {
		if w.hear(object.Path) {
			w.queue = append(w.queue, object.Path)
			w.managed[object.Path] = object.Interfaces
		}
	}
	if KindOf(v.err) == KindTimeout {
		w.silent++
	}
	if w.summary.Bytes >= w.limits.Bytes {
		w.drop(BoundBytes)
	}
	if w.silent >= w.limits.Silent {
		w.drop(BoundSilent)
	}
	if w.limits.Whole && w.summary.StoppedBy != BoundNone {
		w.drop(w.summary.StoppedBy)
	}
}

func (w *walk) tell(n Node, err error) {
	w.summary.Found++
	if err != nil {
		w.summary.Failed++
	}
	if w.found != nil {
		w.found(n.Path, n, err)
	}
}

// children goes on to the objects that a node names. Those that are complete
// need not be asked.
func (w *walk) children(n Node) {
	for _, child := range n.Children {
		switch {
		case !w.hear(child.Path):
			if child.Complete {
				w.children(child)
			}
		case child.Complete:
			w.tell(child, nil)
			w.children(child)
		default:
			w.queue = append(w.queue, child.Path)
		}
	}
}

// hear notes that there is an object, and reports whether to look into it.
func (w *walk) hear(path ObjectPath) bool {
	switch {
	case w.known[path]:
		return false
	case path.level()-w.root.level() > w.limits.Depth:
		w.summary.Unvisited++
		w.stop(BoundDepth)
		return false
	case len(w.known) >= w.limits.Nodes:
		w.summary.Unvisited++
		w.stop(BoundNodes)
		return false
	}
	w.known[path] = true
	return true
}

// drop looks into nothing more.
func (w *walk) drop(bound Bound) {
	if len(w.queue) > 0 {
		w.summary.Unvisited += len(w.queue)
		w.queue = nil
		w.stop(bound)
	}
}

func (w *walk) stop(bound Bound) {
	if w.summary.StoppedBy == BoundNone {
		w.summary.StoppedBy = bound
	}
}
