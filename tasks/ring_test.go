package tasks_test

import (
	"context"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/taskstest"
)

func TestRingKeepsTheLatestAndCountsTheRest(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		limit := rapid.IntRange(0, 8).Draw(rt, "limit")
		count := rapid.IntRange(0, 40).Draw(rt, "count")
		e := tasks.New(tasks.Options{})
		f, err := tasks.Submit(e, tasks.Spec{Ring: limit}, func(_ context.Context, r *tasks.Reporter) (int, error) {
			for i := range count {
				r.Emit(i)
			}
			return 0, nil
		})
		if err != nil {
			rt.Fatal(err)
		}
		<-f.Task().Done()
		kept := min(limit, count)
		want := []any{}
		for i := count - kept; i < count; i++ {
			want = append(want, i)
		}
		items, counted := f.Task().Items()
		if fmt.Sprint(items) != fmt.Sprint(want) {
			rt.Fatalf("kept %v, want %v", items, want)
		}
		if counted.Total != uint64(count) || counted.Dropped != uint64(count-kept) || f.Task().Snapshot().Items != counted {
			rt.Fatalf("counted %+v of %d, %d kept", counted, count, kept)
		}
		if err := e.Shutdown(context.Background()); err != nil {
			rt.Fatal(err)
		}
	})
}

func TestNothingIsEmittedAfterTheEnd(t *testing.T) {
	e := taskstest.NewEngine(t, tasks.Options{})
	var late *tasks.Reporter
	f := taskstest.Submit(t, e, tasks.Spec{Ring: 4}, func(_ context.Context, r *tasks.Reporter) (int, error) {
		late = r
		r.Emit("in time")
		return 0, nil
	})
	<-f.Task().Done()
	late.Emit("too late")
	if items, counted := f.Task().Items(); len(items) != 1 || counted.Total != 1 {
		t.Fatalf("a finished task has %v, %+v", items, counted)
	}
}
