package bus

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// NameInfo is a name on a bus.
type NameInfo struct {
	Name        Name
	Owner       Name    // the unique name of who has it; empty for nobody, or if Err
	Process     Process // the owner's, as far as it is known: see [Names]
	Activatable bool    // the bus can start a service for it
	Err         error   // why the owner is not known
}

// ListNames asks the bus for all names: the well-known ones first, those that a
// service can be started for among them, then the unique ones, each in order. No
// service is started. It does not wait longer than [LookTimeout] for an answer,
// and asks about no processes. The error is an [*Error].
func ListNames(ctx context.Context, conn Conn) ([]NameInfo, error) {
	owned, err := askNames(ctx, conn, "ListNames")
	if err != nil {
		return nil, err
	}
	activatable, err := askNames(ctx, conn, "ListActivatableNames")
	if err != nil {
		return nil, err
	}
	infos := make(map[Name]NameInfo, len(owned)+len(activatable))
	var wellKnown []Name
	for _, name := range owned {
		infos[name] = NameInfo{Name: name, Owner: name}
		if !name.IsUnique() && name != busDriver {
			wellKnown = append(wellKnown, name)
		}
	}
	for name, owner := range owners(ctx, conn, wellKnown) {
		if owner.err != nil && KindOf(owner.err) == KindNoSuchName {
			delete(infos, name) // it has gone meanwhile
			continue
		}
		infos[name] = NameInfo{Name: name, Owner: owner.name, Err: owner.err}
	}
	for _, name := range activatable {
		info := infos[name]
		info.Name, info.Activatable = name, true
		infos[name] = info
	}
	switch {
	case ctx.Err() != nil:
		return nil, NewContextError(ctx)
	case isOver(conn):
		return nil, conn.Err()
	}
	return sortedNames(infos), nil
}

// sortedNames gives the well-known names before the unique ones, which are
// ordered by their numbers.
func sortedNames(infos map[Name]NameInfo) []NameInfo {
	sorted := make([]NameInfo, 0, len(infos))
	for _, info := range infos {
		sorted = append(sorted, info)
	}
	slices.SortFunc(sorted, func(a, b NameInfo) int { return compareNames(a.Name, b.Name) })
	return sorted
}

func compareNames(a, b Name) int {
	switch {
	case !a.IsUnique() && !b.IsUnique():
		return cmp.Compare(a, b)
	case !a.IsUnique():
		return -1
	case !b.IsUnique():
		return 1
	}
	return slices.CompareFunc(strings.Split(string(a[1:]), "."), strings.Split(string(b[1:]), "."), func(a, b string) int {
		m, errA := strconv.ParseUint(a, 10, 64)
		n, errB := strconv.ParseUint(b, 10, 64)
		if errA != nil || errB != nil {
			return cmp.Compare(a, b)
		}
		return cmp.Compare(m, n)
	})
}

// askBus makes a call to the bus itself that only looks.
func askBus(ctx context.Context, conn Conn, member Member, want Signature, args ...Value) (Reply, error) {
	return look(ctx, conn, driverCall(member, args...), want)
}

// askNames makes a call to the bus that gives names. Those that are not well
// formed are left out.
func askNames(ctx context.Context, conn Conn, member Member) ([]Name, error) {
	reply, err := askBus(ctx, conn, member, "as")
	if err != nil {
		return nil, err
	}
	var names []Name
	for _, item := range reply.Body[0].Items() {
		text, _ := item.AsString()
		if name, err := ParseName(text); err == nil {
			names = append(names, name)
		}
	}
	return names, nil
}

// owner asks the bus who has a name.
func owner(ctx context.Context, conn Conn, name Name) (Name, error) {
	reply, err := askBus(ctx, conn, "GetNameOwner", "s", String(string(name)))
	if err != nil {
		return "", err
	}
	text, _ := reply.Body[0].AsString()
	return ParseName(text)
}

type ownerReply struct {
	name Name
	err  error
}

// owners asks the bus who has names, some at once.
func owners(ctx context.Context, conn Conn, names []Name) map[Name]ownerReply {
	all := make([]ownerReply, len(names))
	someAtOnce(len(names), func(i int) { all[i].name, all[i].err = owner(ctx, conn, names[i]) })
	byName := make(map[Name]ownerReply, len(names))
	for i, name := range names {
		byName[name] = all[i]
	}
	return byName
}

// someAtOnce calls f with the numbers from 0 to n, some at once, and waits for all.
func someAtOnce(n int, f func(i int)) {
	var asking sync.WaitGroup
	defer asking.Wait()
	places := make(chan struct{}, asksAtOnce)
	for i := range n {
		places <- struct{}{}
		asking.Go(func() {
			defer func() { <-places }()
			f(i)
		})
	}
}

// Activation is what asking for a service to be started came to.
type Activation uint8

// The outcomes.
const (
	ActivationStarted        Activation = 1
	ActivationAlreadyRunning Activation = 2
)

// String gives the outcome in English, for logs.
func (a Activation) String() string {
	switch a {
	case ActivationStarted:
		return "started"
	case ActivationAlreadyRunning:
		return "already running"
	}
	return "unknown"
}

// Activate has the bus start the service that name belongs to, and waits until
// it has the name, until the bus gives up, or until ctx ends. It is the one call
// here that starts anything. The error is an [*Error].
func Activate(ctx context.Context, conn Conn, name Name) (Activation, error) {
	const noFlags = 0
	reply, err := conn.Call(ctx, driverCall("StartServiceByName", String(string(name)), Uint32(noFlags)))
	if err != nil {
		return 0, err
	}
	if len(reply.Body) == 1 {
		n, _ := reply.Body[0].AsUint()
		if outcome := Activation(n); outcome == ActivationStarted || outcome == ActivationAlreadyRunning {
			return outcome, nil
		}
	}
	return 0, &Error{Kind: KindProtocol, Op: "activate", Subject: string(name), Reason: Because("the bus gave no outcome")}
}
