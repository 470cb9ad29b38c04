package tasks_test

import (
	"context"
	"runtime"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/bellhop-gtk/bellhop/tasks"
)

func nothing(context.Context, *tasks.Reporter) (struct{}, error) { return struct{}{}, nil }

func BenchmarkSubmitWait(b *testing.B) {
	e := tasks.New(tasks.Options{})
	defer shutdown(b, e)
	b.ReportAllocs()
	for b.Loop() {
		f, err := tasks.Submit(e, tasks.Spec{Title: "nothing"}, nothing)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := f.Wait(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkErrgroupGo is the yardstick for BenchmarkSubmitWait.
func BenchmarkErrgroupGo(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		var g errgroup.Group
		g.Go(func() error { return nil })
		if err := g.Wait(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFinishedTaskBytes reports what a finished task that is kept costs.
func BenchmarkFinishedTaskBytes(b *testing.B) {
	const kept = 50_000
	for b.Loop() {
		e := tasks.New(tasks.Options{Keep: kept})
		before := heap()
		for range kept {
			f, err := tasks.Submit(e, tasks.Spec{Title: "nothing"}, nothing)
			if err != nil {
				b.Fatal(err)
			}
			<-f.Task().Done()
		}
		b.ReportMetric(float64(heap()-before)/kept, "B/task")
		shutdown(b, e)
	}
}

func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func shutdown(b *testing.B, e *tasks.Engine) {
	b.Helper()
	if err := e.Shutdown(context.Background()); err != nil {
		b.Fatal(err)
	}
}
