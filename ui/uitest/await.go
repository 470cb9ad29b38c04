package uitest

import (
	"context"
	"fmt"
	"time"
)

// recheck is how often a condition is looked at when no event comes.
const recheck = 250 * time.Millisecond

// Look reads what the program shows now.
func (a *App) Look() *Node {
	a.t.Helper()
	ctx, cancel := context.WithTimeout(a.t.Context(), a.patience)
	defer cancel()
	tree, err := a.a11y.tree(ctx, a.root)
	if err != nil {
		a.fail("read the accessible tree: %v", err)
	}
	return tree
}

// Await waits until the screen shows an object as described and returns the
// first in the order of reading.
func (a *App) Await(q Query) *Node {
	a.t.Helper()
	var found []*Node
	a.Until(q.String(), func(tree *Node) bool {
		found = tree.Find(q)
		return len(found) > 0
	})
	return found[0]
}

// AwaitGone waits until nothing as described is on the screen.
func (a *App) AwaitGone(q Query) {
	a.t.Helper()
	a.Until("no "+q.String(), func(tree *Node) bool { return len(tree.Find(q)) == 0 })
}

// AwaitCount waits until exactly n objects as described are on the screen.
func (a *App) AwaitCount(n int, q Query) {
	a.t.Helper()
	a.Until(fmt.Sprintf("%d times %v", n, q), func(tree *Node) bool { return len(tree.Find(q)) == n })
}

// AwaitText waits until the text, label or entry that q describes is not empty,
// and returns what stands there.
func (a *App) AwaitText(q Query) string {
	a.t.Helper()
	var text string
	a.Until("a text in "+q.String(), func(tree *Node) bool {
		found := tree.Find(q)
		return len(found) > 0 && a.try(found[0], textInterface+".GetText", allOfText, &text) == nil && text != ""
	})
	return text
}

// Until waits until holds says yes to what the program shows. The text says
// what is waited for, for the log of a failure.
func (a *App) Until(what string, holds func(tree *Node) bool) {
	a.t.Helper()
	a.until(what, a.patience, holds)
}

func (a *App) until(what string, limit time.Duration, holds func(tree *Node) bool) {
	a.t.Helper()
	a.await(what, limit, func(ctx context.Context) (bool, error) {
		tree, err := a.a11y.tree(ctx, a.root)
		return err == nil && holds(tree), err
	})
}

// await looks, and looks again after each event, until look says yes.
func (a *App) await(what string, limit time.Duration, look func(context.Context) (bool, error)) {
	a.t.Helper()
	ctx, cancel := context.WithTimeout(a.t.Context(), limit)
	defer cancel()
	ticker := time.NewTicker(recheck)
	defer ticker.Stop()
	for {
		found, err := look(ctx)
		if found {
			return
		}
		select {
		case <-a.a11y.changed:
		case <-ticker.C:
		case <-a.process.done:
			a.t.Fatalf("waiting for %s: the program ended: %v; it wrote:\n%s", what, a.process.err, a.process.output())
		case <-ctx.Done():
			a.fail("waited %v for %s (last error: %v)", limit, what, err)
		}
	}
}
