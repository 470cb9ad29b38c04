package headless

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// stream writes the items of a task as they come.
type stream struct {
	limit  *uint64        // after how many it ends; 0 is never
	within *time.Duration // after how long; 0 is never
}

func streamOptions(flags *flag.FlagSet) stream {
	return stream{
		limit:  flags.Uint64("limit", 0, "end after `N` lines"),
		within: durationOption(flags, "for", 0, "end after `TIME`, such as 5s or 100ms"),
	}
}

// errEnough is why a stream ends that has come to its limit.
var errEnough = &tasks.CancelError{Reason: tasks.ReasonLimit}

// run writes what the task emits until it ends, or until ctx or a limit has ended
// it. Nobody would make a connection anew, so the loss of it ends the task too.
func (s stream) run(ctx context.Context, c *command, task *tasks.Task) error {
	woken := make(chan struct{}, 1)
	wake := func() {
		select {
		case woken <- struct{}{}:
		default:
		}
	}
	defer c.Connections.Subscribe(wake)()
	changes := c.Engine.Subscribe(wake)
	defer changes.Close()
	defer context.AfterFunc(ctx, func() { task.Cancel(tasks.CanceledByUser) })()
	var over <-chan time.Time
	if *s.within > 0 {
		timer := time.NewTimer(*s.within)
		defer timer.Stop()
		over = timer.C
	}
	w := writer{command: c, left: *s.limit}
	if w.left == 0 {
		w.left = math.MaxUint64
	}
	for {
		changes.Drain()
		w.announce(task)
		if err := w.write(task); err != nil || w.left == 0 {
			return w.end(task, err)
		}
		select {
		case <-woken:
			if err := c.lost(task); err != nil {
				return w.end(task, err)
			}
		case <-over:
			return w.end(task, nil)
		case <-task.Done():
			if err := w.write(task); err != nil {
				return err
			}
			return ended(task)
		}
	}
}

// lost says why the connection has ended that a task waits for, if it has.
func (c *command) lost(task *tasks.Task) error {
	for _, info := range c.Connections.All() {
		if info.State == bus.Lost {
			return &failure{tasks.Snapshot{Spec: task.Spec(), State: tasks.Failed, Err: info.Err}}
		}
	}
	return nil
}

// ended is the error of a task that has ended.
func ended(task *tasks.Task) error {
	s := task.Snapshot()
	if s.State == tasks.Succeeded || errors.Is(s.Cause, errEnough) {
		return nil
	}
	return &failure{s}
}

// writer writes the items of one task.
type writer struct {
	*command
	next uint64 // the number of the first item that was not seen yet
	left uint64
	said string
}

// announce says once on standard error that the task is under way, and how much it
// sees.
func (w *writer) announce(task *tasks.Task) {
	info, ok := w.Connections.Watching(task)
	if !ok || info.State != bus.WatchArmed || w.said != "" {
		return
	}
	w.said = "Watching."
	if _, is := task.Spec().Data.(bus.MonitorSpec); is {
		w.said = info.Mode.Sentence()
	}
	fmt.Fprintf(w.Stderr, "%s\n", w.said)
}

// write writes the items that are new, as far as the limit lets it, and flushes.
func (w *writer) write(task *tasks.Task) error {
	items, counts := task.Items()
	first := counts.Total - uint64(len(items))
	if w.next < first {
		if err := w.dropped(first - w.next); err != nil {
			return err
		}
		w.next = first
	}
	items = items[w.next-first:]
	w.next = counts.Total
	if uint64(len(items)) > w.left {
		items = items[:w.left]
	}
	w.left -= uint64(len(items))
	if err := w.items(items); err != nil {
		return err
	}
	return w.to.Flush()
}

func (w *writer) items(items []any) error {
	if !w.json {
		return present.WriteItems(w.to, items)
	}
	for _, item := range items {
		if err := w.document(newItem(item)); err != nil {
			return err
		}
	}
	return nil
}

// dropped tells of items that came faster than they could be written.
func (w *writer) dropped(n uint64) error {
	if w.json {
		return w.document(map[string]uint64{"dropped": n})
	}
	return w.line(fmt.Sprintf("%d dropped: they came faster than they could be written", n))
}

// end cancels the task and waits for its end. The error is the one that is given.
func (w *writer) end(task *tasks.Task, err error) error {
	task.Cancel(errEnough)
	<-task.Done()
	return err
}
