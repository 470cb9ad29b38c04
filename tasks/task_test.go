package tasks_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/taskstest"
)

func TestResultReachesEveryWaiter(t *testing.T) {
	e := taskstest.NewEngine(t, tasks.Options{})
	f := taskstest.Submit(t, e, tasks.Spec{Title: "answer"}, taskstest.Give(42))
	for range 3 {
		if got, err := f.Wait(t.Context()); got != 42 || err != nil {
			t.Fatalf("Wait = %d, %v, want 42", got, err)
		}
	}
	s := taskstest.WantState(t, f.Task(), tasks.Succeeded)
	if s.Result != 42 || s.Started.IsZero() || s.Finished.Before(s.Started) {
		t.Fatalf("snapshot = %+v", s)
	}
}

func TestNilInterfaceResult(t *testing.T) {
	e := taskstest.NewEngine(t, tasks.Options{})
	f := taskstest.Submit(t, e, tasks.Spec{}, taskstest.Give[fmt.Stringer](nil))
	if got, err := f.Wait(t.Context()); got != nil || err != nil {
		t.Fatalf("Wait = %v, %v, want nil, nil", got, err)
	}
}

func TestCase31DoneTaskBeatsDoneContext(t *testing.T) {
	e := taskstest.NewEngine(t, tasks.Options{})
	f := taskstest.Submit(t, e, tasks.Spec{}, taskstest.Give(1))
	<-f.Task().Done()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for range 100 {
		if got, err := f.Wait(ctx); got != 1 || err != nil {
			t.Fatalf("Wait = %d, %v, want the result", got, err)
		}
	}
}

func TestCase7FailureKeepsItsError(t *testing.T) {
	e := taskstest.NewEngine(t, tasks.Options{})
	broken := errors.New("broken")
	f := taskstest.Submit(t, e, tasks.Spec{}, func(context.Context, *tasks.Reporter) (string, error) { return "partial", broken })
	if got, err := f.Wait(t.Context()); got != "" || err != broken {
		t.Fatalf("Wait = %q, %v, want the zero value and the error", got, err)
	}
	taskstest.WantState(t, f.Task(), tasks.Failed)
}

func TestCase80PanicBecomesFailure(t *testing.T) {
	e := taskstest.NewEngine(t, tasks.Options{})
	broken := errors.New("broken")
	f := taskstest.Submit(t, e, tasks.Spec{}, func(context.Context, *tasks.Reporter) (int, error) { panic(broken) })
	_, err := f.Wait(t.Context())
	panicked, ok := errors.AsType[*tasks.PanicError](err)
	if !ok || panicked.Value != broken || !errors.Is(err, broken) {
		t.Fatalf("Wait = %#v, want a PanicError of the value", err)
	}
	if !strings.Contains(string(panicked.Stack), "TestCase80PanicBecomesFailure") {
		t.Fatalf("the stack does not name the work:\n%s", panicked.Stack)
	}
	taskstest.WantState(t, f.Task(), tasks.Failed)
}

func TestCase75GoexitBecomesFailure(t *testing.T) {
	e := taskstest.NewEngine(t, tasks.Options{})
	f := taskstest.Submit(t, e, tasks.Spec{}, func(context.Context, *tasks.Reporter) (int, error) {
		runtime.Goexit()
		return 0, nil
	})
	if _, err := f.Wait(t.Context()); !errors.Is(err, tasks.ErrGoexit) {
		t.Fatalf("Wait = %v, want ErrGoexit", err)
	}
}

func TestTimeoutCountsFromTheStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{Limit: 1})
		open := make(chan struct{})
		first := taskstest.Submit(t, e, tasks.Spec{}, taskstest.Gate(open))
		second := taskstest.Submit(t, e, tasks.Spec{Timeout: time.Second}, taskstest.UntilCanceled)
		time.Sleep(time.Minute)
		taskstest.WantState(t, second.Task(), tasks.Queued)
		close(open)
		<-first.Task().Done()
		start := time.Now()
		_, err := second.Wait(t.Context())
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("Wait = %v, want DeadlineExceeded", err)
		}
		if took := time.Since(start); took != time.Second {
			t.Fatalf("timed out after %v, want 1 s from the start of the work", took)
		}
		s := taskstest.WantState(t, second.Task(), tasks.Failed)
		if s.CancelRequested {
			t.Fatal("a timeout counts as a cancel")
		}
	})
}

func TestProgressIsTheLatest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{})
		var late *tasks.Reporter
		f := taskstest.Submit(t, e, tasks.Spec{}, func(ctx context.Context, r *tasks.Reporter) (int, error) {
			late = r
			for i := range int64(10) {
				r.Progress(i+1, 20, "objects")
			}
			return taskstest.UntilCanceled(ctx, r)
		})
		synctest.Wait()
		want := tasks.Progress{Done: 10, Total: 20, Text: "objects"}
		if s := f.Task().Snapshot(); s.Progress != want {
			t.Fatalf("progress = %+v, want %+v", s.Progress, want)
		}
		f.Task().Cancel(nil)
		<-f.Task().Done()
		late.Progress(99, 99, "too late")
		if s := f.Task().Snapshot(); s.Progress != want {
			t.Fatalf("a finished task changed: %+v", s.Progress)
		}
	})
}

func TestLegalMovesAreTheTable(t *testing.T) {
	all := []tasks.State{tasks.Queued, tasks.Running, tasks.Succeeded, tasks.Failed, tasks.Canceled}
	legal := map[[2]tasks.State]bool{
		{tasks.Queued, tasks.Running}: true, {tasks.Queued, tasks.Canceled}: true,
		{tasks.Running, tasks.Succeeded}: true, {tasks.Running, tasks.Failed}: true,
		{tasks.Running, tasks.Canceled}: true, {tasks.Running, tasks.Queued}: true,
	}
	for _, from := range all {
		for _, to := range all {
			if got := from.CanBecome(to); got != legal[[2]tasks.State{from, to}] {
				t.Errorf("%v.CanBecome(%v) = %v", from, to, got)
			}
			if from.Final() && from.CanBecome(to) {
				t.Errorf("a finished task may become %v", to)
			}
		}
	}
	if tasks.State(200).CanBecome(tasks.Running) || tasks.Queued.CanBecome(200) {
		t.Error("an unknown state may move")
	}
}
