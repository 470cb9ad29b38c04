package gasync_test

import (
	"context"
	"errors"
	"io/fs"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/gasync"
)

func TestFromCallbackStartsOnTheMainThread(t *testing.T) {
	for _, onCaller := range []bool{false, true} {
		var opts []gasync.Option
		if onCaller {
			opts = append(opts, gasync.OnCaller())
		}
		on, err := gasync.FromCallback(testContext(t), loop,
			func(done func(bool, error) error) { _ = done(loop.OnThread(), nil) }, opts...)
		if err != nil || on == onCaller {
			t.Errorf("OnCaller %v: start on the main thread %v, %v", onCaller, on, err)
		}
	}
}

func TestFromCallbackGivesValueAndError(t *testing.T) {
	value, err := gasync.FromCallback(testContext(t), loop,
		func(done func(string, error) error) { go func() { _ = done("half", fs.ErrClosed) }() })
	if value != "half" || err != fs.ErrClosed {
		t.Errorf("FromCallback gave %q, %v, want what was given to done", value, err)
	}
}

func TestSecondCompletionIsHarmlessAndReported(t *testing.T) {
	reported.take()
	results := make(chan error, 2)
	value, err := gasync.FromCallback(testContext(t), loop, func(done func(int, error) error) {
		results <- done(1, nil)
		results <- done(2, nil)
	})
	if value != 1 || err != nil {
		t.Errorf("FromCallback gave %d, %v, want the first result", value, err)
	}
	if err := <-results; err != nil {
		t.Errorf("the first completion gave %v", err)
	}
	if err := <-results; !errors.Is(err, gasync.ErrCompletedTwice) {
		t.Errorf("the second completion gave %v, want ErrCompletedTwice", err)
	}
	if errs := reported.take(); len(errs) != 1 || !errors.Is(errs[0], gasync.ErrCompletedTwice) {
		t.Errorf("reported %v, want ErrCompletedTwice", errs)
	}
}

func TestCase22LateCompletionIsHarmless(t *testing.T) {
	ctx, cancel := context.WithCancelCause(testContext(t))
	dones := make(chan func(int, error) error, 1)
	result := goAwait(func() (int, error) {
		return gasync.FromCallback(ctx, loop, func(done func(int, error) error) { dones <- done })
	})
	done := <-dones
	cancel(errUser)
	r := <-result
	wantCanceled(t, r.err, context.Canceled, errUser, false)
	if err := done(1, nil); !errors.Is(err, gasync.ErrAbandoned) {
		t.Errorf("a late completion gave %v, want ErrAbandoned", err)
	}
}
