package bus

import (
	"context"
	"sync"
)

// Names is who is on a bus, kept up to date. Use [NewNames]. Its methods may be
// called from any goroutine.
type Names struct {
	wake   func()
	remove []func() // the rules
	cancel context.CancelFunc
	relist chan struct{}  // has room for one: what can be started has changed
	lookUp chan struct{}  // has room for one: there are owners to ask about
	listen sync.WaitGroup // the goroutines that list what can be started, and ask about owners

	mu          sync.Mutex
	processes   processes
	owners      map[Name]NameInfo // those that somebody has, or that there was an error for
	activatable map[Name]bool
	changed     map[Name]bool // names that have changed since listing began; nil once it is done
	woken       bool          // until the next Snapshot
	closed      bool
}

// NewNames lists the names of a bus, and from then on follows every change.
// matches must be those of conn. It must be closed.
//
// Whenever something has changed after the last Snapshot, wake is called, once,
// without a lock, by the goroutine that reads from the connection or another: it
// must not block, nor use the connection. When the connection ends, the names
// stay as they were.
//
// The bus is asked about the process of each owner once, while the names are
// there already; what it tells is a change like others. Of a process of this
// machine there is the name too. Where the bus does not tell, nothing is known.
//
// NewNames waits as [ListNames] does, for ctx, which no longer matters once it
// has returned. The error is an [*Error], and leaves nothing behind.
func NewNames(ctx context.Context, conn Conn, matches *Matches, wake func()) (*Names, error) {
	n := &Names{
		wake:        wake,
		relist:      make(chan struct{}, 1),
		lookUp:      make(chan struct{}, 1),
		processes:   newProcesses(),
		owners:      map[Name]NameInfo{},
		activatable: map[Name]bool{},
		changed:     map[Name]bool{},
		woken:       true, // nobody is told of what NewNames itself finds
	}
	running, cancel := context.WithCancel(context.WithoutCancel(ctx))
	n.cancel = cancel
	// First the rules, then the list: what changes in between is known twice,
	// and the change counts, which comes with the latest state.
	if err := n.subscribe(ctx, matches); err != nil {
		n.Close()
		return nil, err
	}
	infos, err := ListNames(ctx, conn)
	if err != nil {
		n.Close()
		return nil, err
	}
	n.listed(infos)
	n.listen.Go(func() { n.keepActivatable(running, conn) })
	n.listen.Go(func() { n.keepProcesses(running, conn) })
	return n, nil
}

func (n *Names) subscribe(ctx context.Context, matches *Matches) error {
	for member, deliver := range map[Member]func(Message){
		"NameOwnerChanged":           n.ownerChanged,
		"ActivatableServicesChanged": func(Message) { request(n.relist) },
	} {
		remove, err := matches.Add(ctx, MatchRule{
			Type: MessageSignal, Sender: busDriver, Path: driverPath, Interface: driverInterface, Member: member,
		}, deliver)
		if err != nil {
			return err
		}
		n.remove = append(n.remove, remove)
	}
	return nil
}

// listed takes in the first list.
func (n *Names) listed(infos []NameInfo) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, info := range infos {
		if info.Activatable {
			n.activatable[info.Name] = true
		}
		if (info.Owner != "" || info.Err != nil) && !n.changed[info.Name] {
			n.owners[info.Name] = info
		}
	}
	n.changed = nil
	for _, info := range n.owners {
		n.processes.add(info.Owner)
	}
	request(n.lookUp)
}

// ownerChanged takes in one change, as the bus tells it: the name, who had it,
// and who has it now.
func (n *Names) ownerChanged(msg Message) {
	if msg.Signature != "sss" || len(msg.Body) != 3 {
		return
	}
	text, _ := msg.Body[0].AsString()
	name, err := ParseName(text)
	if err != nil {
		return
	}
	text, _ = msg.Body[2].AsString()
	n.mu.Lock()
	if owner, err := ParseName(text); err == nil {
		n.owners[name] = NameInfo{Name: name, Owner: owner}
		if n.processes.add(owner) {
			request(n.lookUp)
		}
	} else {
		delete(n.owners, name)
		n.processes.forget(name)
	}
	if n.changed != nil {
		n.changed[name] = true
	}
	n.mu.Unlock()
	n.tell()
}

// tell wakes whoever shows the names, unless that has happened and been of no
// use yet.
func (n *Names) tell() {
	n.mu.Lock()
	wake := !n.woken && !n.closed
	n.woken = true
	n.mu.Unlock()
	if wake {
		n.wake()
	}
}

// request asks a goroutine for what it may have been asked for already.
func request(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// requested waits for a request; there are no more once the following is over, or the
// connection.
func requested(ctx context.Context, conn Conn, c <-chan struct{}) bool {
	select {
	case <-ctx.Done():
		return false
	case <-conn.Done():
		return false
	case <-c:
		return true
	}
}

// keepActivatable lists the names that can be started whenever they have
// changed.
func (n *Names) keepActivatable(ctx context.Context, conn Conn) {
	for requested(ctx, conn, n.relist) {
		names, err := askNames(ctx, conn, "ListActivatableNames")
		if err != nil {
			continue // the old list is better than none
		}
		activatable := make(map[Name]bool, len(names))
		for _, name := range names {
			activatable[name] = true
		}
		n.mu.Lock()
		n.activatable = activatable
		n.mu.Unlock()
		n.tell()
	}
}

// keepProcesses asks about owners that are new.
func (n *Names) keepProcesses(ctx context.Context, conn Conn) {
	lookup := newProcessLookup(ctx, conn)
	for requested(ctx, conn, n.lookUp) {
		for owners := n.unasked(); len(owners) > 0 && ctx.Err() == nil && !isOver(conn); owners = n.unasked() {
			found := lookup.all(ctx, owners)
			n.mu.Lock()
			news := n.processes.learn(owners, found)
			n.mu.Unlock()
			if news {
				n.tell()
			}
		}
	}
}

func (n *Names) unasked() []Name {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.processes.take()
}

// Snapshot gives the names as they are, in the order of [ListNames].
func (n *Names) Snapshot() []NameInfo {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.woken = false
	infos := make(map[Name]NameInfo, len(n.owners)+len(n.activatable))
	for name, info := range n.owners {
		info.Activatable = n.activatable[name]
		info.Process = n.processes.known[info.Owner]
		infos[name] = info
	}
	for name := range n.activatable {
		if _, ok := infos[name]; !ok {
			infos[name] = NameInfo{Name: name, Activatable: true}
		}
	}
	return sortedNames(infos)
}

// Close ends the following of changes; the names stay as they are. It may be
// called any number of times, but not by wake.
func (n *Names) Close() {
	n.mu.Lock()
	n.closed = true
	n.mu.Unlock()
	for _, remove := range n.remove {
		remove()
	}
	n.cancel()
	n.listen.Wait()
}
