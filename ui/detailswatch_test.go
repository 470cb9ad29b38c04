package ui

import (
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// seen is what a watch has seen, for the details page to ask.
type seen struct {
	items  []any
	total  uint64
	paused bool
}

const kept = 1000

func (s *seen) add(n int) {
	for range n {
		s.items = append(s.items, bus.Message{Type: bus.MessageSignal, Member: "M", Body: []bus.Value{bus.Uint64(s.total)}})
		s.total++
	}
	s.items = s.items[max(0, len(s.items)-kept):]
}

func (s *seen) counts() tasks.Items {
	return tasks.Items{Total: s.total, Dropped: s.total - uint64(len(s.items))}
}

func (s *seen) actions() watchActions {
	return watchActions{
		Items: func(tasks.ID) ([]any, tasks.Items) { return append([]any{}, s.items...), s.counts() },
		Watching: func(tasks.ID) (bus.WatchInfo, bool) {
			info := bus.WatchInfo{State: bus.WatchArmed, WatchResult: bus.WatchResult{Messages: s.total}}
			if s.paused {
				info.State = bus.WatchPaused
			}
			return info, true
		},
		Pause:  func(tasks.ID) { s.paused = true },
		Resume: func(tasks.ID) { s.paused = false },
	}
}

func watching(s *seen) tasks.Snapshot {
	return tasks.Snapshot{ID: 7, Spec: &tasks.Spec{Data: bus.WatchSpec{Keep: kept}}, State: tasks.Running, Items: s.counts(), Started: started}
}

func TestDetailsShowWhatAWatchSees(t *testing.T) {
	onLoop(t, func() {
		saw := &seen{}
		d := newDetailsPage(detailsActions{Watch: saw.actions()})
		d.Show(watching(saw), started)
		if !d.watch.group.Visible() || !d.watch.none.Visible() || d.watch.clear.Sensitive() {
			t.Error("a watch that has seen nothing does not say so")
		}
		saw.add(3)
		d.watch.waiting = false
		d.Show(watching(saw), started)
		if n := d.watch.list.model.NItems(); n != 3 || d.watch.counts.Text() != "3 received" || d.watch.none.Visible() {
			t.Errorf("it shows %d rows, and %q", n, d.watch.counts.Text())
		}
		d.watch.empty()
		if n := d.watch.list.model.NItems(); n != 0 || d.watch.save.Sensitive() {
			t.Errorf("cleared, it shows %d rows", n)
		}
		saw.add(2)
		d.watch.waiting = false
		d.Show(watching(saw), started)
		if n := d.watch.list.model.NItems(); n != 2 {
			t.Errorf("after it was cleared, it shows %d rows", n)
		}
		d.watch.open(1)
		if !d.watch.messageScroll.Visible() {
			t.Error("a message is not shown")
		}
		d.watch.togglePause()
		if !saw.paused || d.watch.pause.Label() != "Resume" {
			t.Errorf("paused is %v, and the button says %q", saw.paused, d.watch.pause.Label())
		}
		d.Show(taskIn(8, tasks.Succeeded), started)
		if d.watch.group.Visible() || d.watch.list.model.NItems() != 0 {
			t.Error("a call is a watch")
		}
	})
}

// Of a flood the list takes what is kept, however much came, and asks once in a while,
// however often it is told.
func TestDetailsStandAFlood(t *testing.T) {
	onLoop(t, func() {
		saw, asked := &seen{}, 0
		actions := saw.actions()
		items := actions.Items
		actions.Items = func(id tasks.ID) ([]any, tasks.Items) { asked++; return items(id) }
		d := newDetailsPage(detailsActions{Watch: actions})
		for range 99 {
			saw.add(kept)
			d.Show(watching(saw), started)
		}
		if asked != 1 {
			t.Errorf("told 99 times at once, the list has asked %d times", asked)
		}
		saw.add(kept)
		d.watch.rested()
		d.Show(watching(saw), started)
		if n := d.watch.list.model.NItems(); n != kept || d.watch.counts.Text() != "100,000 received · 99,000 dropped" {
			t.Errorf("it shows %d rows, and %q", n, d.watch.counts.Text())
		}
		if asked != 2 {
			t.Errorf("after its rest the list has asked %d times", asked)
		}
	})
}

// BenchmarkDetailsFlood is a turn of the main loop in which the list takes over what
// a flood has brought.
func BenchmarkDetailsFlood(b *testing.B) {
	onLoop(b, func() {
		saw := &seen{}
		d := newDetailsPage(detailsActions{Watch: saw.actions()})
		var longest time.Duration
		for b.Loop() {
			b.StopTimer()
			saw.add(kept)
			d.watch.waiting = false
			b.StartTimer()
			start := time.Now()
			d.Show(watching(saw), started)
			longest = max(longest, time.Since(start))
		}
		b.ReportMetric(float64(longest)/float64(time.Millisecond), "worst-ms")
	})
}

func TestDetailsOfAWatchAreFreed(t *testing.T) {
	var pages alive
	for range 20 {
		onLoop(t, func() {
			saw := &seen{}
			saw.add(10)
			d := newDetailsPage(detailsActions{Watch: saw.actions()})
			pages.watch(d.page)
			d.Show(watching(saw), started)
			d.Show(taskIn(1, tasks.Succeeded), started)
			d.result.forms.SetActiveName("tree")
		})
	}
	pages.awaitAtMost(t, 1)
}
