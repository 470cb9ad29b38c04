package ui

import (
	"context"
	"slices"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// unfoldingPage is an objects page whose questions a test answers.
type unfoldingPage struct {
	page     *objectsPage
	answer   map[bus.ObjectPath]func(tasks.Snapshot) // of those that were looked at
	unfolded []bus.ObjectPath                        // those that were to be unfolded
	unfold   func(tasks.Snapshot)
	task     *tasks.Task // the latest that unfolds
}

func newUnfolding(t *testing.T) *unfoldingPage {
	l := &unfoldingPage{answer: map[bus.ObjectPath]func(tasks.Snapshot){}}
	engine := testOptions(t).Engine
	nothing := func(bus.Object, func(tasks.Snapshot)) {}
	l.page = newObjectsPage(browseActions{
		introspect: func(object bus.Object, f func(tasks.Snapshot)) { l.answer[object.Path] = f },
		unfold: func(object bus.Object, f func(tasks.Snapshot)) *tasks.Task {
			future, err := tasks.Submit(engine, tasks.Spec{Title: "Expand"}, func(ctx context.Context, _ *tasks.Reporter) (int, error) {
				<-ctx.Done()
				return 0, ctx.Err()
			})
			if err != nil {
				t.Error(err)
			}
			l.unfolded, l.unfold, l.task = append(l.unfolded, object.Path), f, future.Task()
			return l.task
		},
		expand:      nothing,
		credentials: func(bus.Endpoint, bus.Name, func(tasks.Snapshot)) {},
		chosen:      func(*bus.Object, *bus.Node, error) {},
		open:        func() {},
	})
	return l
}

// say has an object describe itself.
func (l *unfoldingPage) say(node bus.Node) {
	l.answer[node.Path](tasks.Snapshot{State: tasks.Succeeded, Result: node})
}

// find answers the latest question for all objects.
func (l *unfoldingPage) find(stopped bus.Bound, nodes ...bus.TreeNode) {
	l.unfold(tasks.Snapshot{ID: l.task.ID(), State: tasks.Succeeded, Result: bus.Tree{
		Root: nodes[0].Path, Nodes: nodes, Summary: bus.ExpandSummary{StoppedBy: stopped},
	}})
}

func (l *unfoldingPage) titles() (all []string) {
	for _, row := range l.page.tree.Rows() {
		all = append(all, row.Title)
	}
	return all
}

// open opens a service whose objects are /a/b with something to show, and what is
// below it.
func (l *unfoldingPage) open() {
	l.page.show(bus.Object{Name: "org.example.Garden", Path: "/"}, true)
	l.say(bus.Node{Path: "/", Children: []bus.Node{{Path: "/a"}}})
	l.say(bus.Node{Path: "/a", Children: []bus.Node{{Path: "/a/b"}, {Path: "/a/c"}}})
}

func gardenBelow() []bus.TreeNode {
	return []bus.TreeNode{
		{Node: bus.Node{Path: "/a"}, Parent: -1},
		{Node: bus.Node{Path: "/a/b", Interfaces: []bus.InterfaceInfo{{Name: "x.Y"}}}, Parent: 0},
		{Node: bus.Node{Path: "/a/b/d"}, Parent: 1},
		{Node: bus.Node{Path: "/a/c"}, Parent: 0},
	}
}

func TestSmallServiceUnfolds(t *testing.T) {
	onLoop(t, func() {
		l := newUnfolding(t)
		l.open()
		if !slices.Equal(l.unfolded, []bus.ObjectPath{"/a"}) {
			t.Errorf("unfolded is %q", l.unfolded)
			return
		}
		l.find(bus.BoundNone, gardenBelow()...)
		if got, want := l.titles(), []string{"/a", "b", "d", "c"}; !slices.Equal(got, want) {
			t.Errorf("the rows are %q, want %q", got, want)
		}
		if l.page.cursor != "/a" || l.page.chosen != "/a" {
			t.Errorf("the cursor is at %s, %s is chosen", l.page.cursor, l.page.chosen)
		}
	})
}

// What is there stays as it is where the service is large, or does not answer.
func TestServiceStaysFolded(t *testing.T) {
	onLoop(t, func() {
		for what, end := range map[string]func(*unfoldingPage){
			"large": func(l *unfoldingPage) { l.find(bus.BoundNodes, gardenBelow()...) },
			"slow":  func(l *unfoldingPage) { l.find(bus.BoundTime, gardenBelow()...) },
			"failed": func(l *unfoldingPage) {
				l.unfold(tasks.Snapshot{ID: l.task.ID(), State: tasks.Failed, Err: context.Canceled})
			},
		} {
			l := newUnfolding(t)
			l.open()
			end(l)
			if got, want := l.titles(), []string{"/a", "b", "c"}; !slices.Equal(got, want) || l.page.unfolding != nil {
				t.Errorf("%s: the rows are %q, want %q", what, got, want)
			}
		}
	})
}

// Who begins to open rows, looks anew or leaves has no more rows opened.
func TestUnfoldingIsGivenUp(t *testing.T) {
	onLoop(t, func() {
		for what, act := range map[string]func(*objectsPage){
			"toggled":   func(p *objectsPage) { p.toggleAt(0) },
			"expanded":  (*objectsPage).expand,
			"refreshed": (*objectsPage).refresh,
			"left":      (*objectsPage).stopUnfolding,
			"another":   func(p *objectsPage) { p.show(bus.Object{Name: "org.example.Other", Path: "/"}, true) },
		} {
			l := newUnfolding(t)
			l.open()
			act(l.page)
			if !l.task.Snapshot().CancelRequested {
				t.Errorf("%s: the task goes on", what)
			}
			rows := l.titles()
			l.find(bus.BoundNone, gardenBelow()...)
			if got := l.titles(); !slices.Equal(got, rows) {
				t.Errorf("%s: the rows were %q and are %q", what, rows, got)
			}
		}
	})
}

// Where there is nothing below, and where a service says nothing, nobody is asked.
func TestNothingToUnfold(t *testing.T) {
	onLoop(t, func() {
		l := newUnfolding(t)
		l.page.show(bus.Object{Name: "org.example.Garden", Path: "/"}, true)
		l.say(bus.Node{Path: "/"})
		l.page.refresh()
		l.answer["/"](tasks.Snapshot{State: tasks.Failed, Err: &bus.Error{Kind: bus.KindTimeout}})
		if len(l.unfolded) != 0 {
			t.Errorf("unfolded is %q", l.unfolded)
		}
	})
}
