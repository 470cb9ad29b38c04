package gasync_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/diamondburned/gotk4/pkg/gio/v2"
	"github.com/diamondburned/gotk4/pkg/glib/v2"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/gasync"
	"github.com/bellhop-gtk/bellhop/tasks/taskstest"
)

// The numbers of the cases are those of the list in ../behaviour_test.go.

func TestCase1EnumerateGivesWhatTheSyncCallGives(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"one", "two", "three", "four", "five"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want := make([]string, 0, 5)
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		want = append(want, entry.Name())
	}
	ran := false
	if err := loop.Post(func() { ran = true }); err != nil {
		t.Fatal(err)
	}
	got, err := enumerate(testContext(t), dir)
	if err != nil || !ran {
		t.Fatalf("%v; what was posted before had run: %v", err, ran)
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("enumerated %v, want %v", got, want)
	}
}

// enumerate gives the names in a directory, a few at a time.
func enumerate(ctx context.Context, dir string) (names []string, err error) {
	file := gio.NewFileForPath(dir)
	children, err := gasync.Await(ctx, loop,
		func(ctx context.Context, ready gio.AsyncReadyCallback) {
			file.EnumerateChildrenAsync(ctx, "standard::name", gio.FileQueryInfoNone, glib.PRIORITY_LOW, ready)
		},
		file.EnumerateChildrenFinish)
	if err != nil {
		return nil, err
	}
	for {
		infos, err := gasync.Await(ctx, loop,
			func(ctx context.Context, ready gio.AsyncReadyCallback) {
				children.NextFilesAsync(ctx, 2, glib.PRIORITY_LOW, ready)
			},
			children.NextFilesFinish)
		if err != nil {
			return nil, err
		}
		if len(infos) == 0 {
			break
		}
		for _, info := range infos {
			names = append(names, info.Name())
		}
	}
	_, err = gasync.Await(ctx, loop,
		func(ctx context.Context, ready gio.AsyncReadyCallback) { children.CloseAsync(ctx, 0, ready) },
		func(res gio.AsyncResulter) (struct{}, error) { return struct{}{}, children.CloseFinish(res) })
	return names, err
}

// A thread with a main context of its own as its default would get the callbacks.
func TestCase5ForeignThreadContextIsRefused(t *testing.T) {
	start := func(context.Context, gio.AsyncReadyCallback) { t.Error("start was called") }
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	foreign := glib.NewMainContext()
	foreign.PushThreadDefault()
	_, err := gasync.Await(testContext(t), loop, start, finishTask, gasync.OnCaller())
	if !errors.Is(err, gasync.ErrThreadContext) {
		t.Errorf("Await gave %v, want ErrThreadContext", err)
	}
	// Without OnCaller it is the loop's thread that starts it.
	value, err := gasync.Await(testContext(t), loop, returnInt(3), finishTask)
	if value != 3 || err != nil {
		t.Errorf("Await gave %d, %v", value, err)
	}
	foreign.PopThreadDefault()
	value, err = gasync.Await(testContext(t), loop, returnInt(4), finishTask, gasync.OnCaller())
	if value != 4 || err != nil {
		t.Errorf("Await then gave %d, %v", value, err)
	}
}

func TestCase5ForeignContextOnTheLoopsThreadIsRefused(t *testing.T) {
	result := make(chan error, 1)
	onLoop(t, func() {
		foreign := glib.NewMainContext()
		foreign.PushThreadDefault()
		defer foreign.PopThreadDefault()
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			_, err := gasync.Await(t.Context(), loop,
				func(context.Context, gio.AsyncReadyCallback) { t.Error("start was called") }, finishTask)
			result <- err
		}()
		loop.RunUntil(ended)
	})
	if err := <-result; !errors.Is(err, gasync.ErrThreadContext) {
		t.Errorf("Await gave %v, want ErrThreadContext", err)
	}
}

// returnInt returns a start function whose GTask ends at once.
func returnInt(v int) func(context.Context, gio.AsyncReadyCallback) {
	return func(ctx context.Context, ready gio.AsyncReadyCallback) { gio.NewTask(ctx, nil, ready).ReturnInt(v) }
}

// What never completes is let go with its callback when nobody waits any more.
func TestCase11NeverCompletesIsLetGo(t *testing.T) {
	freed := make(chan struct{})
	func() {
		captured := new([1024]byte)
		runtime.AddCleanup(captured, func(struct{}) { close(freed) }, struct{}{})
		ctx, cancel := context.WithCancel(testContext(t))
		time.AfterFunc(time.Millisecond, cancel)
		_, err := gasync.FromCallback(ctx, loop, func(func(int, error) error) { captured[0]++ })
		if !errors.Is(err, context.Canceled) {
			t.Errorf("FromCallback gave %v", err)
		}
	}()
	for deadline := time.Now().Add(30 * time.Second); ; {
		runtime.GC()
		select {
		case <-freed:
			return
		case <-time.After(time.Millisecond):
		}
		if time.Now().After(deadline) {
			t.Fatal("what an operation without an end captured was never freed")
		}
	}
}

func TestCase15CancelCarriesItsMessage(t *testing.T) {
	conn := mutePeer(t)
	engine := taskstest.NewEngine(t, tasks.Options{NoWait: loop.OnThread})
	started := make(chan struct{})
	future := taskstest.Submit(t, engine, tasks.Spec{Title: "Wait for the Mute"}, func(ctx context.Context, _ *tasks.Reporter) (any, error) {
		return gasync.Await(ctx, loop,
			func(ctx context.Context, ready gio.AsyncReadyCallback) {
				muteCall(conn)(ctx, ready)
				close(started)
			},
			func(res gio.AsyncResulter) (any, error) { return gasync.Result(conn.CallFinish(res)) })
	})
	<-started
	ctx := testContext(t)
	outer := goAwait(func() (any, error) { return future.Wait(ctx) })
	message := errors.New("the guest has left")
	if err := loop.Post(func() { future.Task().Cancel(message) }); err != nil {
		t.Fatal(err)
	}
	_, err := future.Wait(ctx)
	wantCanceled(t, err, context.Canceled, message, true)
	if !strings.Contains(err.Error(), message.Error()) {
		t.Errorf("the error says %q, want the message in it", err)
	}
	wantCanceled(t, (<-outer).err, context.Canceled, message, true)
	taskstest.WantState(t, future.Task(), tasks.Canceled)
	onLoop(t, func() {
		if _, err := future.Wait(ctx); err == nil || errors.Is(err, tasks.ErrNoWait) {
			t.Errorf("Wait on a finished task on the main thread gave %v", err)
		}
	})
}

func TestCase20DetachedOpEndsLaterAndIsHarmless(t *testing.T) {
	reported.take()
	for _, late := range []struct {
		name     string
		end      func(*gio.Task)
		disposed int
	}{
		{"success", func(task *gio.Task) { task.ReturnInt(6) }, 1},
		{"cancelled", func(task *gio.Task) { task.ReturnErrorIfCancelled() }, 0},
	} {
		ctx, cancel := context.WithCancelCause(testContext(t))
		made := make(chan *gio.Task, 1)
		disposed := 0
		result := goAwait(func() (int, error) {
			return gasync.AwaitDetached(ctx, loop, startTask(made), finishTask, func(v int) { disposed += v / 6 })
		})
		task := <-made
		task.SetCheckCancellable(false)
		cancel(errUser)
		wantCanceled(t, (<-result).err, context.Canceled, errUser, false)
		awaitCancelled(t, task)
		late.end(task)
		for deadline := time.Now().Add(30 * time.Second); !task.Completed(); time.Sleep(time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatal("the task never completed")
			}
		}
		onLoop(t, func() {})
		if disposed != late.disposed {
			t.Errorf("%s: %d results were disposed of, want %d", late.name, disposed, late.disposed)
		}
	}
	if errs := reported.take(); len(errs) != 0 {
		t.Errorf("reported %v", errs)
	}
}

func TestCase21WaiterThatGivesUpLeavesTheOpAlone(t *testing.T) {
	engine := taskstest.NewEngine(t, tasks.Options{})
	made := make(chan *gio.Task, 1)
	future := taskstest.Submit(t, engine, tasks.Spec{}, func(ctx context.Context, _ *tasks.Reporter) (int, error) {
		return gasync.Await(ctx, loop, startTask(made), finishTask)
	})
	task := <-made
	past, cancel := context.WithTimeout(t.Context(), -time.Second)
	defer cancel()
	if _, err := future.Wait(past); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Wait gave %v, want DeadlineExceeded", err)
	}
	onLoop(t, func() {})
	if task.Cancellable().IsCancelled() {
		t.Error("the operation was cancelled")
	}
	task.ReturnInt(8)
	if v, err := future.Wait(testContext(t)); v != 8 || err != nil {
		t.Errorf("the operation gave %d, %v", v, err)
	}
}

func TestCase25UncancelledStaysSo(t *testing.T) {
	ctx, cancel := context.WithCancel(testContext(t))
	defer cancel()
	task, result := goAwaitTask(ctx)
	cancellable := task.Cancellable()
	task.ReturnInt(2)
	if r := <-result; r.value != 2 || r.err != nil || cancellable.IsCancelled() {
		t.Errorf("Await gave %d, %v; the GCancellable is cancelled: %v", r.value, r.err, cancellable.IsCancelled())
	}
}

func TestCase30PastDeadlineNeverStarts(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), -time.Second)
	defer cancel()
	_, err := gasync.Await(ctx, loop,
		func(context.Context, gio.AsyncReadyCallback) { t.Error("start was called") }, finishTask)
	wantCanceled(t, err, context.DeadlineExceeded, context.DeadlineExceeded, false)
	_, err = gasync.FromCallback(ctx, loop, func(func(int, error) error) { t.Error("start was called") })
	wantCanceled(t, err, context.DeadlineExceeded, context.DeadlineExceeded, false)
	onLoop(t, func() {})
}

// A thread that is no goroutine's to leave waits for what the main loop makes.
func TestCase77LockedThreadAwaitsTheLoop(t *testing.T) {
	result := goAwait(func() (string, error) {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		question := "who is there"
		return gasync.FromCallback(testContext(t), loop, func(done func(string, error) error) {
			if loop.OnThread() {
				_ = done(question+"? the loop", nil)
			}
		})
	})
	if r := <-result; r.value != "who is there? the loop" || r.err != nil {
		t.Errorf("got %q, %v", r.value, r.err)
	}
}

// An application that is held while its work lasts runs that long, and the work
// awaits on the loop that the application runs.
func TestCase82ApplicationOutlivesItsWork(t *testing.T) {
	done := false
	onLoop(t, func() {
		app := gio.NewApplication("", gio.ApplicationNonUnique)
		app.ConnectActivate(func() {
			app.Hold()
			go func() {
				for range 3 {
					if _, err := gasync.Await(t.Context(), loop, returnInt(1), finishTask); err != nil {
						t.Error(err)
					}
					time.Sleep(5 * time.Millisecond)
				}
				_ = loop.Post(func() { done = true; app.Release() })
			}()
		})
		if status := app.Run(nil); status != 0 || !done {
			t.Errorf("Run gave %d; the work was done: %v", status, done)
		}
	})
}
