package bus

import (
	"context"
	"errors"
	"sync"
	"time"
)

// PropertyWatch says which properties to watch.
type PropertyWatch struct {
	Name       Name
	Path       ObjectPath
	Interface  Interface
	Properties []Property // at least one; what they announce decides how each is watched
	// Poll is how often the properties are read that do not announce their
	// changes; 0 is never.
	Poll time.Duration
}

// PropertyChange is news of a property.
type PropertyChange struct {
	PropertyValue
	How  HowChanged
	Time time.Time
}

// HowChanged is how a change became known.
type HowChanged uint8

// The ways.
const (
	ChangedAtFirst  HowChanged = iota // no change: the value when the watch began
	ChangedBySignal                   // the service sent the value
	ChangedReread                     // the service said that the old value is old
	ChangedPolled                     // it was read again, and had changed
	ChangedOwner                      // somebody else has the service's name now, or nobody
)

// String gives the way in English, for logs.
func (h HowChanged) String() string {
	switch h {
	case ChangedAtFirst:
		return "at first"
	case ChangedBySignal:
		return "signal"
	case ChangedReread:
		return "reread"
	case ChangedPolled:
		return "polled"
	case ChangedOwner:
		return "owner"
	}
	return ""
}

// ErrNotPolled is why a property is watched no longer by reading it: several
// times on end there was no answer, and each kept a slot at the bus.
var ErrNotPolled = Because("the property gives no answer and is read no more").Err()

// maxUnanswered is how many reads of a watch may go unanswered on end.
const maxUnanswered = 3

// WatchProperties tells the values of properties and each change of them, until
// ctx or the connection ends: its error, an [*Error], says which. matches must be
// those of conn. It starts no service; one that comes later, or goes, is noticed.
//
// A property that announces its changes is told each time it does. One that
// announces only that its value is old is read again; so is, every w.Poll, one
// that announces nothing, which is told when its value or its error is another
// one. A constant is read once. Announcements that overtake a reading count: what
// is told last is the latest.
//
// changed must not block, nor use the connection. It is called by one goroutine
// at a time, and not after WatchProperties has returned.
func WatchProperties(ctx context.Context, conn Conn, matches *Matches, w PropertyWatch, changed func(PropertyChange)) error {
	if len(w.Properties) == 0 {
		return &Error{Kind: KindBadArguments, Op: "watch", Subject: string(w.Interface), Reason: Because("no properties")}
	}
	pw := &propertyWatcher{PropertyWatch: w, changed: changed, wake: make(chan struct{}, 1), states: map[string]*propertyState{}}
	for _, p := range w.Properties {
		pw.states[p.Name] = &propertyState{Property: p, stale: p.Access.Readable()}
	}
	defer pw.end()
	if err := pw.subscribe(ctx, matches); err != nil {
		return err
	}
	return pw.run(ctx, conn)
}

// propertyWatcher is a WatchProperties under way. Announcements come from the
// goroutine that reads from the connection; what is to be read, the other one
// does.
type propertyWatcher struct {
	PropertyWatch
	wake   chan struct{} // has room for one: something is stale
	remove []func()

	mu         sync.Mutex
	changed    func(PropertyChange) // nil at the end
	states     map[string]*propertyState
	unanswered int // reads, on end
}

// propertyState is one property of a watch.
type propertyState struct {
	Property
	value PropertyValue // the last that was told
	known bool          // it was
	stale bool          // it is to be read
	how   HowChanged    // why
	count int           // of announcements: a reading that one overtook is not told
}

func (pw *propertyWatcher) subscribe(ctx context.Context, matches *Matches) error {
	rules := map[*MatchRule]func(Message){
		{
			Type: MessageSignal, Sender: pw.Name, Path: pw.Path, Interface: propertiesName, Member: "PropertiesChanged",
			Args: []ArgMatch{{Value: string(pw.Interface)}},
		}: pw.announced,
	}
	if pw.Name != "" {
		rules[&MatchRule{
			Type: MessageSignal, Sender: busDriver, Path: driverPath, Interface: driverInterface, Member: "NameOwnerChanged",
			Args: []ArgMatch{{Value: string(pw.Name)}},
		}] = func(Message) { pw.ownerChanged() }
	}
	for rule, deliver := range rules {
		remove, err := matches.Add(ctx, *rule, deliver)
		if err != nil {
			return err
		}
		pw.remove = append(pw.remove, remove)
	}
	return nil
}

// end makes sure that nothing is told any more.
func (pw *propertyWatcher) end() {
	for _, remove := range pw.remove {
		remove()
	}
	pw.mu.Lock()
	defer pw.mu.Unlock()
	pw.changed = nil
}

// announced takes in a PropertiesChanged: the interface, values, and the names
// of properties whose values are old.
func (pw *propertyWatcher) announced(msg Message) {
	if msg.Signature != "sa{sv}as" || len(msg.Body) != 3 {
		return
	}
	pw.mu.Lock()
	defer pw.mu.Unlock()
	for _, value := range propertyValues(msg.Body[1]) {
		if s := pw.states[value.Name]; s != nil {
			s.count++
			s.stale = false
			pw.tellLocked(s, value, ChangedBySignal)
		}
	}
	for _, item := range msg.Body[2].Items() {
		name, _ := item.AsString()
		if s := pw.states[name]; s != nil && s.Access.Readable() {
			s.staleLocked(ChangedReread)
		}
	}
	pw.wakeUp()
}

func (pw *propertyWatcher) ownerChanged() {
	pw.mu.Lock()
	defer pw.mu.Unlock()
	pw.unanswered = 0
	for _, s := range pw.states {
		if s.Access.Readable() {
			s.staleLocked(ChangedOwner)
		}
	}
	pw.wakeUp()
}

func (s *propertyState) staleLocked(how HowChanged) {
	s.count++
	s.stale, s.how = true, how
}

func (pw *propertyWatcher) wakeUp() {
	select {
	case pw.wake <- struct{}{}:
	default:
	}
}

func (pw *propertyWatcher) tellLocked(s *propertyState, value PropertyValue, how HowChanged) {
	s.value, s.known = value, true
	if pw.changed != nil {
		pw.changed(PropertyChange{value, how, time.Now()})
	}
}

// run reads what is to be read until the end.
func (pw *propertyWatcher) run(ctx context.Context, conn Conn) error {
	pw.tellUnreadable()
	var poll <-chan time.Time
	if pw.polls() {
		ticker := time.NewTicker(pw.Poll)
		defer ticker.Stop()
		poll = ticker.C
	}
	for {
		for s := pw.nextStale(); s != nil && ctx.Err() == nil && !isOver(conn); s = pw.nextStale() {
			pw.read(ctx, conn, s)
		}
		select {
		case <-ctx.Done():
			return NewContextError(ctx)
		case <-conn.Done():
			return conn.Err()
		case <-pw.wake:
		case <-poll:
			pw.pollAll()
		}
	}
}

func (pw *propertyWatcher) tellUnreadable() {
	pw.mu.Lock()
	defer pw.mu.Unlock()
	for _, p := range pw.Properties {
		if s := pw.states[p.Name]; !s.Access.Readable() && !s.known {
			pw.tellLocked(s, PropertyValue{Name: p.Name, Err: ErrWriteOnly}, ChangedAtFirst)
		}
	}
}

func (pw *propertyWatcher) polls() bool {
	for _, p := range pw.Properties {
		if p.Emits == EmitsNothing && p.Access.Readable() {
			return pw.Poll > 0
		}
	}
	return false
}

func (pw *propertyWatcher) pollAll() {
	pw.mu.Lock()
	defer pw.mu.Unlock()
	for _, s := range pw.states {
		if s.Emits == EmitsNothing && s.Access.Readable() {
			s.stale, s.how = true, ChangedPolled
		}
	}
}

// nextStale gives a property that is to be read, in the order of the watch.
func (pw *propertyWatcher) nextStale() *propertyState {
	pw.mu.Lock()
	defer pw.mu.Unlock()
	for _, p := range pw.Properties {
		if s := pw.states[p.Name]; s.stale {
			return s
		}
	}
	return nil
}

// read reads a property and tells what is new.
func (pw *propertyWatcher) read(ctx context.Context, conn Conn, s *propertyState) {
	pw.mu.Lock()
	s.stale = false
	count, how, ask := s.count, s.how, pw.unanswered < maxUnanswered
	pw.mu.Unlock()
	value := PropertyValue{Name: s.Name, Err: ErrNotPolled}
	if ask {
		value.Value, value.Err = GetProperty(ctx, conn, pw.Name, pw.Path, pw.Interface, s.Name)
		if ctx.Err() != nil || isOver(conn) {
			return
		}
	}
	pw.mu.Lock()
	defer pw.mu.Unlock()
	switch {
	case !ask:
	case KindOf(value.Err) == KindTimeout:
		pw.unanswered++
	default:
		pw.unanswered = 0
	}
	if s.count != count || how == ChangedPolled && s.known && sameValue(s.value, value) {
		return
	}
	pw.tellLocked(s, value, how)
}

// sameValue reports whether nothing is new.
func sameValue(a, b PropertyValue) bool {
	if a.Err == nil && b.Err == nil {
		return a.Value.Signature() == b.Value.Signature() && a.Value.Equal(b.Value)
	}
	return (a.Err == nil) == (b.Err == nil) && KindOf(a.Err) == KindOf(b.Err) && errors.Is(a.Err, ErrNotPolled) == errors.Is(b.Err, ErrNotPolled)
}
