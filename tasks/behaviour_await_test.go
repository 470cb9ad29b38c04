package tasks_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime/pprof"
	"runtime/trace"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/taskstest"
)

func TestCase2PendingTaskHasNoResult(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{})
		open := make(chan struct{})
		f := taskstest.Submit(t, e, tasks.Spec{}, taskstest.Gate(open))
		synctest.Wait()
		done, cancel := context.WithCancel(t.Context())
		cancel()
		if v, err := f.Wait(done); v != 0 || !errors.Is(err, context.Canceled) {
			t.Errorf("Wait on a pending task = %d, %v, want an error", v, err)
		}
		if s := taskstest.WantState(t, f.Task(), tasks.Running); s.Result != nil || s.Err != nil {
			t.Errorf("a pending task has %v, %v", s.Result, s.Err)
		}
		close(open)
		if v, err := f.Wait(t.Context()); v != 1 || err != nil {
			t.Errorf("a later Wait = %d, %v", v, err)
		}
	})
}

// The task's id and title are in the labels of its goroutine, which profiles and
// tracebacks show, and in execution traces.
func TestCase10NameIsInLabelsAndTraces(t *testing.T) {
	e := taskstest.NewEngine(t, tasks.Options{})
	var recorded bytes.Buffer
	if err := trace.Start(&recorded); err != nil {
		t.Fatal(err)
	}
	f := taskstest.Submit(t, e, tasks.Spec{Title: "Find the Name"}, func(ctx context.Context, r *tasks.Reporter) (string, error) {
		title, _ := pprof.Label(ctx, "title")
		id, _ := pprof.Label(ctx, "task")
		return id + " " + title, nil
	})
	got, err := f.Wait(t.Context())
	trace.Stop()
	if want := fmt.Sprintf("%d Find the Name", f.Task().ID()); got != want || err != nil {
		t.Errorf("the labels say %q, %v, want %q", got, err, want)
	}
	if s := f.Task().Snapshot(); s.Spec.Title != "Find the Name" {
		t.Errorf("the snapshot is named %q", s.Spec.Title)
	}
	if !bytes.Contains(recorded.Bytes(), []byte("Find the Name")) {
		t.Error("the execution trace does not name the task")
	}
}

func TestCase12ValuesOfEveryKind(t *testing.T) {
	e := taskstest.NewEngine(t, tasks.Options{})
	pointer, channel := new(int), make(chan int)
	wantValue(t, e, true)
	wantValue(t, e, -1)
	wantValue(t, e, uint64(1<<63))
	wantValue(t, e, 2.5)
	wantValue(t, e, "text")
	wantValue(t, e, struct{ A, B int }{1, 2})
	wantValue(t, e, [2]string{"a", "b"})
	wantValue(t, e, pointer)
	wantValue(t, e, channel)
	wantValue(t, e, []byte("bytes"))
	wantValue(t, e, map[string]int{"one": 1})
	wantValue[any](t, e, 7)
	wantValue[any](t, e, nil)
	wantValue[error](t, e, errBusy) // as a value
	wantValue[error](t, e, nil)
	wantValue[*int](t, e, nil)
	wantValue(t, e, struct{}{})
}

// wantValue fails unless work that gives value is awaited with the same value, by
// whoever asks, and its deferred functions have run once by then.
func wantValue[T any](t *testing.T, e *tasks.Engine, value T) {
	t.Helper()
	deferred := 0
	f := taskstest.Submit(t, e, tasks.Spec{}, func(context.Context, *tasks.Reporter) (T, error) {
		defer func() { deferred++ }()
		return value, nil
	})
	for range 2 {
		if got, err := f.Wait(t.Context()); err != nil || !reflect.DeepEqual(got, value) {
			t.Errorf("Wait[%T] = %v, %v, want %v", value, got, err, value)
		}
	}
	if deferred != 1 {
		t.Errorf("Wait[%T] returned with %d deferred calls made, want 1", value, deferred)
	}
}

func TestCase18FailureThatNobodyAwaitsIsToldOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{})
		told := 0
		s := e.Subscribe(func() {})
		defer s.Close()
		broken := errors.New("broken")
		taskstest.Submit(t, e, tasks.Spec{}, func(context.Context, *tasks.Reporter) (int, error) { return 0, broken })
		for range 3 {
			synctest.Wait()
			for _, task := range s.Drain().Updated {
				if task.State == tasks.Failed && task.Err == broken {
					told++
				}
			}
		}
		if told != 1 {
			t.Fatalf("the failure was told %d times, want once", told)
		}
	})
}

func TestCase21WaitThatGivesUpLeavesTheTaskAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{})
		f := taskstest.Submit(t, e, tasks.Spec{}, after(time.Minute, 5, nil))
		impatient := errors.New("impatient")
		for _, patience := range []time.Duration{-time.Second, time.Second} {
			ctx, cancel := context.WithTimeoutCause(t.Context(), patience, impatient)
			if _, err := f.Wait(ctx); !errors.Is(err, impatient) {
				t.Errorf("Wait = %v, want its context's cause", err)
			}
			cancel()
			if s := taskstest.WantState(t, f.Task(), tasks.Running); s.CancelRequested {
				t.Error("the task was canceled")
			}
		}
		if v, err := f.Wait(t.Context()); v != 5 || err != nil {
			t.Errorf("the task then gave %d, %v", v, err)
		}
	})
}

func TestCase30DeadlineThatHasPassed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{})
		f := taskstest.Submit(t, e, tasks.Spec{Timeout: -time.Second}, taskstest.UntilCanceled)
		start := time.Now()
		if _, err := f.Wait(t.Context()); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Wait = %v, want DeadlineExceeded", err)
		}
		taskstest.WantState(t, f.Task(), tasks.Failed)
		if took := time.Since(start); took != 0 {
			t.Errorf("timed out after %v, want at once", took)
		}
	})
}

func TestCase32FailureBeatsDoneContext(t *testing.T) {
	e := taskstest.NewEngine(t, tasks.Options{})
	broken := errors.New("broken")
	f := taskstest.Submit(t, e, tasks.Spec{}, func(context.Context, *tasks.Reporter) (int, error) { return 0, broken })
	<-f.Task().Done()
	ctx, cancel := context.WithTimeout(t.Context(), -time.Second)
	defer cancel()
	for range 100 {
		if _, err := f.Wait(ctx); err != broken {
			t.Fatalf("Wait = %v, want the task's own failure", err)
		}
	}
}

func TestCase74WaitOnTheMainThreadRefuses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := tasks.New(tasks.Options{NoWait: func() bool { return true }})
		open := make(chan struct{})
		f := taskstest.Submit(t, e, tasks.Spec{}, taskstest.Gate(open))
		synctest.Wait()
		ctx := t.Context()
		_, err := f.Wait(ctx)
		_, all := tasks.All(ctx, tasks.CancelRest, f)
		_, _, anyErr := tasks.Any(ctx, tasks.CancelRest, f)
		first, _, firstErr := tasks.First(ctx, tasks.CancelRest, f)
		for name, err := range map[string]error{"Wait": err, "All": all, "Any": anyErr, "First": firstErr} {
			if !errors.Is(err, tasks.ErrNoWait) {
				t.Errorf("%s = %v, want ErrNoWait", name, err)
			}
		}
		if first != -1 {
			t.Errorf("First gave the index %d", first)
		}
		if s := taskstest.WantState(t, f.Task(), tasks.Running); s.CancelRequested {
			t.Error("the refusal canceled the task")
		}
		close(open)
		<-f.Task().Done()
		if v, err := f.Wait(ctx); v != 1 || err != nil {
			t.Errorf("Wait on a finished task = %d, %v, want its result", v, err)
		}
		running := taskstest.Submit(t, e, tasks.Spec{}, taskstest.UntilCanceled)
		if err := e.Shutdown(ctx); !errors.Is(err, tasks.ErrNoWait) {
			t.Errorf("Shutdown = %v, want ErrNoWait", err)
		}
		synctest.Wait()
		taskstest.WantState(t, running.Task(), tasks.Canceled)
		if err := e.Shutdown(ctx); err != nil {
			t.Errorf("Shutdown with nothing to wait for = %v", err)
		}
	})
}

func TestCase78ShutdownIsOneForAllThatCallIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := tasks.New(tasks.Options{})
		open := make(chan struct{})
		taskstest.Submit(t, e, tasks.Spec{}, func(context.Context, *tasks.Reporter) (int, error) { <-open; return 1, nil })
		limiter := tasks.NewLimiter(1)
		if err := limiter.Acquire(t.Context()); err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		ended := 0
		var mu sync.Mutex
		for _, end := range []func(context.Context) error{e.Shutdown, e.Shutdown, limiter.Close, limiter.Close} {
			wg.Go(func() {
				if err := end(t.Context()); err != nil {
					t.Error(err)
				}
				mu.Lock()
				ended++
				mu.Unlock()
			})
		}
		synctest.Wait()
		if ended != 0 {
			t.Errorf("%d of 4 returned while there was work", ended)
		}
		close(open)
		limiter.Release()
		wg.Wait()
	})
}
