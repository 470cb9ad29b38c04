package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// Every way to touch the task list from a goroutine of one's own is named.
func TestTouchingTheListOffTheLoopPanics(t *testing.T) {
	w := openWindow(t, testOptions(t))
	list := w.page.list
	for what, touch := range map[string]func(){
		"apply":  func() { list.apply(tasks.Changes{}) },
		"show":   func() { list.show(present.View{}) },
		"choose": func() { list.choose(1) },
		"tick":   func() { list.tick(time.Now()) },
		"toggle": func() { list.toggle(1) },
		"open":   func() { list.setOpen(1, true) },
		"focus":  func() { list.focus() },
	} {
		if said := panicOf(touch); !strings.Contains(said, "("+what+")") || !strings.Contains(said, "main loop") {
			t.Errorf("%s by another goroutine: the panic says %q", what, said)
		}
	}
	onLoop(t, func() { list.tick(time.Now()) })
}

// Without the variable nothing is checked.
func TestNoGuardUnlessAskedFor(t *testing.T) {
	t.Setenv(debugVar, "")
	if said := panicOf(func() { newThreadGuard(func() bool { return false })("apply") }); said != "" {
		t.Errorf("the guard panics without %s: %s", debugVar, said)
	}
}

// panicOf calls f and gives what it panics with, "" if it does not.
func panicOf(f func()) (said string) {
	defer func() { said, _ = recover().(string) }()
	f()
	return ""
}
