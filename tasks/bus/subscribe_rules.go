package bus

import (
	"context"
	"sync"
)

// ruleKeeper tells a bus of rules and learns from it who owns the names in them.
// One goroutine does it, one thing after the other, so that a rule that is taken
// away makes room for the next. It lives no longer than there is something to do.
type ruleKeeper struct {
	conn  Conn
	wg    sync.WaitGroup
	rules map[string]int // how often each is held; for the goroutine alone

	mu     sync.Mutex
	queue  []func(context.Context)
	stop   context.CancelFunc // gives up what the goroutine waits for; nil while there is none
	closed bool
	owners map[Name]*followedName
}

// followedName is who owns a well-known name that is in a rule.
type followedName struct {
	rules int  // how many rules it is in; for the goroutine alone
	name  Name // empty if nobody does; guarded by ruleKeeper.mu
	told  bool // the bus has told of a change; guarded by ruleKeeper.mu
}

func newRuleKeeper(conn Conn) *ruleKeeper {
	return &ruleKeeper{conn: conn, rules: make(map[string]int), owners: make(map[Name]*followedName)}
}

// do has the goroutine do something, after all that it has to do already. It
// reports false, and does not, once the keeper is closed.
func (k *ruleKeeper) do(what func(context.Context)) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.closed {
		return false
	}
	k.queue = append(k.queue, what)
	if k.stop == nil {
		ctx, stop := context.WithCancel(context.Background())
		k.stop = stop
		k.wg.Go(func() {
			defer stop()
			for what := k.next(); what != nil; what = k.next() {
				what(ctx)
			}
		})
	}
	return true
}

func (k *ruleKeeper) next() func(context.Context) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.queue) == 0 {
		k.queue, k.stop = nil, nil
		return nil
	}
	what := k.queue[0]
	k.queue = k.queue[1:]
	return what
}

// close gives up whatever the goroutine waits for, and waits until it has ended.
// All that was to be done is still called, with a context that has ended.
func (k *ruleKeeper) close() {
	k.mu.Lock()
	k.closed = true
	if k.stop != nil {
		k.stop()
	}
	k.mu.Unlock()
	k.wg.Wait()
}

// hold has the bus know a subscription's rule. The owners of its names are known
// before the bus sends what the rule asks for.
func (k *ruleKeeper) hold(ctx context.Context, s *subscription) error {
	if k.conn.UniqueName() == "" {
		return nil
	}
	names := s.rule.ownedNames()
	for i, name := range names {
		if err := k.watch(ctx, name); err != nil {
			k.unwatch(ctx, names[:i])
			return err
		}
	}
	if err := k.add(ctx, s.rule); err != nil {
		k.unwatch(ctx, names)
		return err
	}
	s.held = true
	return nil
}

// release undoes hold.
func (k *ruleKeeper) release(ctx context.Context, s *subscription) {
	if s.held {
		k.drop(ctx, s.rule)
		k.unwatch(ctx, s.rule.ownedNames())
	}
}

func (k *ruleKeeper) add(ctx context.Context, rule MatchRule) error {
	text := rule.String()
	if k.rules[text] == 0 {
		if _, err := k.conn.Call(ctx, driverCall("AddMatch", String(text))); err != nil {
			return err
		}
	}
	k.rules[text]++
	return nil
}

func (k *ruleKeeper) drop(ctx context.Context, rule MatchRule) {
	text := rule.String()
	if k.rules[text]--; k.rules[text] > 0 {
		return
	}
	delete(k.rules, text)
	// A bus forgets by itself what can never match again, and everything when the
	// connection ends, so there is nothing to be done about an error.
	_, _ = k.conn.Call(ctx, driverCall("RemoveMatch", String(text)))
}

// watch starts to follow the owner of a name.
func (k *ruleKeeper) watch(ctx context.Context, name Name) error {
	if o := k.owners[name]; o != nil { // only this goroutine changes the map
		o.rules++
		return nil
	}
	o := &followedName{rules: 1}
	k.setOwner(name, o)
	if err := k.add(ctx, ownerRule(name)); err != nil {
		k.setOwner(name, nil)
		return err
	}
	owner, err := k.ask(ctx, name)
	if err != nil {
		k.unwatch(ctx, []Name{name})
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	// Signals do not wait for this goroutine as the answer does: one that has been
	// seen tells of the same owner, or of a later one.
	if !o.told {
		o.name = owner
	}
	return nil
}

func (k *ruleKeeper) unwatch(ctx context.Context, names []Name) {
	for _, name := range names {
		o := k.owners[name]
		if o.rules--; o.rules > 0 {
			continue
		}
		k.setOwner(name, nil)
		k.drop(ctx, ownerRule(name))
	}
}

func (k *ruleKeeper) setOwner(name Name, o *followedName) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if o == nil {
		delete(k.owners, name)
	} else {
		k.owners[name] = o
	}
}

// ask asks the bus who owns a name; nobody is "".
func (k *ruleKeeper) ask(ctx context.Context, name Name) (Name, error) {
	reply, err := k.conn.Call(ctx, driverCall("GetNameOwner", String(string(name))))
	switch {
	case KindOf(err) == KindNoSuchName && err != nil:
		return "", nil
	case err != nil:
		return "", err
	case reply.Signature != "s":
		return "", &Error{Kind: KindProtocol, Reason: Because("GetNameOwner was not answered with a name")}
	}
	owner, _ := reply.Body[0].AsString()
	return Name(owner), nil
}

// follow takes note of a message that tells of a new owner.
func (k *ruleKeeper) follow(msg *Message) {
	if msg.Member != "NameOwnerChanged" || msg.Sender != busDriver || msg.Type != MessageSignal || msg.Signature != "sss" || msg.Malformed != nil {
		return
	}
	name, _ := msg.Body[0].AsString()
	owner, _ := msg.Body[2].AsString()
	k.mu.Lock()
	defer k.mu.Unlock()
	if o := k.owners[Name(name)]; o != nil {
		o.name, o.told = Name(owner), true
	}
}

// isSame reports whether a name in a rule is a name in a message, or belongs to
// it.
func (k *ruleKeeper) isSame(wanted, has Name) bool {
	if wanted == has {
		return true
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	o := k.owners[wanted]
	return o != nil && has != "" && o.name == has
}

// ownedNames are the names in a rule that have owners which can change.
func (r MatchRule) ownedNames() []Name {
	var names []Name
	for _, name := range []Name{r.Sender, r.Destination} {
		if name != "" && name != busDriver && !name.IsUnique() {
			names = append(names, name)
		}
	}
	return names
}

// ownerRule is the rule for changes of a name's owner.
func ownerRule(name Name) MatchRule {
	return MatchRule{
		Type: MessageSignal, Sender: busDriver, Path: driverPath, Interface: driverInterface,
		Member: "NameOwnerChanged", Args: []ArgMatch{{Index: 0, Value: string(name)}},
	}
}
