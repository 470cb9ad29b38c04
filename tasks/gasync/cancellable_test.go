package gasync_test

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/diamondburned/gotk4/pkg/gio/v2"

	"github.com/bellhop-gtk/bellhop/tasks/gasync"
)

func TestCase14CallersCancellableCancels(t *testing.T) {
	theirs := gio.NewCancellable()
	ctx, stop := gasync.WithCancellable(testContext(t), theirs)
	defer stop()
	task, result := goAwaitTask(ctx)
	theirs.Cancel()
	awaitCancelled(t, task)
	task.ReturnErrorIfCancelled()
	wantCanceled(t, (<-result).err, context.Canceled, gasync.ErrCancellable, true)

	late, stopLate := gasync.WithCancellable(testContext(t), theirs)
	defer stopLate()
	if !errors.Is(context.Cause(late), gasync.ErrCancellable) {
		t.Errorf("under a GCancellable that was cancelled before, the context's cause is %v", context.Cause(late))
	}
}

// A GCancellable that lives long keeps nothing of an await that was given up.
func TestCase27NothingIsLeftOfWhatWasGivenUp(t *testing.T) {
	theirs := gio.NewCancellable()
	wantLetGo(t, func(parent context.Context) {
		ctx, stop := gasync.WithCancellable(parent, theirs)
		task, result := goAwaitTask(ctx)
		stop()
		stop()
		awaitCancelled(t, task)
		task.ReturnErrorIfCancelled()
		wantCanceled(t, (<-result).err, context.Canceled, context.Canceled, true)
	})
	if theirs.IsCancelled() {
		t.Error("the caller's GCancellable was cancelled")
	}
}

func TestCase28NothingIsLeftOfWhatIsReady(t *testing.T) {
	theirs := gio.NewCancellable()
	wantLetGo(t, func(parent context.Context) {
		ctx, stop := gasync.WithCancellable(parent, theirs)
		if v, err := gasync.Await(ctx, loop, returnInt(1), finishTask); v != 1 || err != nil {
			t.Errorf("Await gave %d, %v", v, err)
		}
		stop()
	})
	runtime.KeepAlive(theirs)
}

// wantLetGo fails unless the context that await is given is freed afterwards.
func wantLetGo(t *testing.T, await func(context.Context)) {
	t.Helper()
	freed := make(chan struct{})
	func() {
		type key struct{}
		held := new([1024]byte)
		runtime.AddCleanup(held, func(struct{}) { close(freed) }, struct{}{})
		await(context.WithValue(context.Background(), key{}, held))
	}()
	for deadline := time.Now().Add(30 * time.Second); ; {
		runtime.GC()
		select {
		case <-freed:
			return
		case <-time.After(time.Millisecond):
		}
		if time.Now().After(deadline) {
			t.Fatal("the context of an await that has ended was never freed")
		}
	}
}

func TestCase91NoCancellablePanics(t *testing.T) {
	defer func() {
		if v, _ := recover().(string); !strings.Contains(v, "needs a GCancellable") {
			t.Errorf("panic %q, want one that names the mistake", v)
		}
	}()
	gasync.WithCancellable(t.Context(), nil)
}
