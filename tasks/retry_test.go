package tasks_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/taskstest"
)

var errBusy = errors.New("busy")

func worthBusy(err error) bool { return errors.Is(err, errBusy) }

// flaky is work that fails with err until it was run often enough.
func flaky(runs *[]time.Time, failures int, err error) func(context.Context, *tasks.Reporter) (int, error) {
	return func(context.Context, *tasks.Reporter) (int, error) {
		*runs = append(*runs, time.Now())
		if len(*runs) <= failures {
			return 0, err
		}
		return len(*runs), nil
	}
}

func TestRetryBacksOffToItsCap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{})
		var runs []time.Time
		backoff := tasks.Backoff{Attempts: 10, First: time.Second, Cap: 4 * time.Second, Worth: worthBusy}
		f := taskstest.Submit(t, e, tasks.Spec{}, tasks.Retry(backoff, flaky(&runs, 5, errBusy)))
		if got, err := f.Wait(t.Context()); got != 6 || err != nil {
			t.Fatalf("Wait = %d, %v, want the sixth run", got, err)
		}
		for i, longest := range []time.Duration{1, 2, 4, 4, 4} {
			longest *= time.Second
			if pause := runs[i+1].Sub(runs[i]); pause > longest || pause < longest/2 {
				t.Errorf("pause %d was %v, want %v less at most a half", i, pause, longest)
			}
		}
	})
}

func TestRetryGivesUp(t *testing.T) {
	other := errors.New("not worth it")
	for name, test := range map[string]struct {
		backoff tasks.Backoff
		err     error
		runs    int
	}{
		"after its attempts": {tasks.Backoff{Attempts: 3, First: time.Second, Worth: worthBusy}, errBusy, 3},
		"other errors":       {tasks.Backoff{Attempts: 3, First: time.Second, Worth: worthBusy}, other, 1},
		"nothing is worth":   {tasks.Backoff{Attempts: 3, First: time.Second}, errBusy, 1},
		"zero backoff":       {tasks.Backoff{}, errBusy, 1},
		"no pause":           {tasks.Backoff{Attempts: 200, Worth: worthBusy}, errBusy, 200},
		"pauses overflow":    {tasks.Backoff{Attempts: 100, First: time.Nanosecond, Cap: time.Hour, Worth: worthBusy}, errBusy, 100},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := taskstest.NewEngine(t, tasks.Options{})
				var runs []time.Time
				f := taskstest.Submit(t, e, tasks.Spec{}, tasks.Retry(test.backoff, flaky(&runs, 1000, test.err)))
				if _, err := f.Wait(t.Context()); err != test.err || len(runs) != test.runs {
					t.Fatalf("%v after %d runs, want %v after %d", err, len(runs), test.err, test.runs)
				}
			})
		})
	}
}

func TestRetryNeverAfterACancel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{})
		var runs []time.Time
		backoff := tasks.Backoff{Attempts: 10, First: time.Hour, Worth: func(error) bool { return true }}
		inPause := taskstest.Submit(t, e, tasks.Spec{}, tasks.Retry(backoff, flaky(&runs, 1000, errBusy)))
		inWork := taskstest.Submit(t, e, tasks.Spec{}, tasks.Retry(backoff, taskstest.UntilCanceled))
		synctest.Wait()
		inPause.Task().Cancel(nil)
		inWork.Task().Cancel(nil)
		if _, err := inPause.Wait(t.Context()); !errors.Is(err, tasks.CanceledByUser) || !errors.Is(err, errBusy) {
			t.Fatalf("Wait = %v, want the cancel and the last failure", err)
		}
		if _, err := inWork.Wait(t.Context()); !errors.Is(err, tasks.CanceledByUser) {
			t.Fatalf("Wait = %v, want the cancel", err)
		}
		taskstest.WantState(t, inPause.Task(), tasks.Canceled)
		taskstest.WantState(t, inWork.Task(), tasks.Canceled)
		if len(runs) != 1 {
			t.Fatalf("ran %d times, want once", len(runs))
		}
	})
}

func TestTimeoutCoversEveryAttempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{})
		var runs []time.Time
		backoff := tasks.Backoff{Attempts: 100, First: time.Second, Cap: time.Second, Worth: worthBusy}
		start := time.Now()
		f := taskstest.Submit(t, e, tasks.Spec{Timeout: 5 * time.Second}, tasks.Retry(backoff, flaky(&runs, 1000, errBusy)))
		if _, err := f.Wait(t.Context()); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("Wait = %v, want DeadlineExceeded", err)
		}
		if took := time.Since(start); took != 5*time.Second {
			t.Fatalf("took %v", took)
		}
	})
}
