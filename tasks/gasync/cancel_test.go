package gasync_test

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/diamondburned/gotk4/pkg/gio/v2"

	"github.com/bellhop-gtk/bellhop/tasks/gasync"
)

var errUser = errors.New("the user pressed the button")

// wantCanceled fails unless err says that ctx ended the await, in every way that
// the contract names. op is whether the operation's own answer has to be there.
func wantCanceled(t *testing.T, err, is, cause error, op bool) {
	t.Helper()
	if !errors.Is(err, is) || !errors.Is(err, cause) {
		t.Errorf("got %v, want %v for the reason %v", err, is, cause)
	}
	gerr, ok := errors.AsType[*gasync.Error](err)
	if ok != op {
		t.Errorf("got %v, which has the operation's error: %v, want %v", err, ok, op)
	}
	if ok && !errors.Is(gerr, &gasync.Error{Domain: gasync.IODomain, Code: int(gio.IOErrorCancelled)}) {
		t.Errorf("the operation says %v, want that it was cancelled", gerr)
	}
}

// awaitCancelled waits until the task's GCancellable is cancelled.
func awaitCancelled(t *testing.T, task *gio.Task) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !task.Cancellable().IsCancelled(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the GCancellable was never cancelled")
		}
	}
}

func TestCancelOfACallThatNeverAnswers(t *testing.T) {
	conn := mutePeer(t)
	for _, opts := range [][]gasync.Option{nil, {gasync.OnCaller()}} {
		ctx, cancel := context.WithCancelCause(testContext(t))
		started := make(chan struct{})
		result := goAwait(func() (any, error) {
			return gasync.Await(ctx, loop,
				func(ctx context.Context, ready gio.AsyncReadyCallback) {
					muteCall(conn)(ctx, ready)
					close(started)
				},
				func(res gio.AsyncResulter) (any, error) { return gasync.Result(conn.CallFinish(res)) }, opts...)
		})
		<-started
		cancel(errUser)
		wantCanceled(t, (<-result).err, context.Canceled, errUser, true)
	}
}

func TestTrap1DeadlineIsNotLost(t *testing.T) {
	conn := mutePeer(t)
	ctx, cancel := context.WithTimeout(testContext(t), 20*time.Millisecond)
	defer cancel()
	_, err := gasync.Await(ctx, loop, muteCall(conn), conn.CallFinish)
	wantCanceled(t, err, context.DeadlineExceeded, context.DeadlineExceeded, true)
	if errors.Is(err, context.Canceled) {
		t.Errorf("%v is a cancel too", err)
	}
}

func TestTrap2DerivedContextsCancelToo(t *testing.T) {
	type key struct{}
	parent, cancel := context.WithCancelCause(testContext(t))
	ctx, stop := context.WithTimeout(context.WithValue(parent, key{}, 1), time.Minute)
	defer stop()
	task, result := goAwaitTask(ctx)
	if task.Cancellable() == nil {
		t.Fatal("the operation has no GCancellable")
	}
	cancel(errUser)
	awaitCancelled(t, task)
	task.ReturnErrorIfCancelled()
	wantCanceled(t, (<-result).err, context.Canceled, errUser, true)
}

func TestTrap3EachAwaitHasItsOwnCancellable(t *testing.T) {
	ctx := testContext(t)
	inner, cancel := context.WithCancelCause(ctx)
	first, firstResult := goAwaitTask(ctx)
	second, secondResult := goAwaitTask(inner)
	cancel(errUser)
	awaitCancelled(t, second)
	if first.Cancellable().IsCancelled() {
		t.Error("the cancel of one await reached another")
	}
	second.ReturnErrorIfCancelled()
	wantCanceled(t, (<-secondResult).err, context.Canceled, errUser, true)
	first.ReturnInt(1)
	if r := <-firstResult; r.value != 1 || r.err != nil {
		t.Errorf("the other await gave %d, %v", r.value, r.err)
	}
}

func TestTrap4AwaitStartsNoGoroutine(t *testing.T) {
	ctx, cancel := context.WithCancel(testContext(t))
	defer cancel()
	before := runtime.NumGoroutine()
	task, result := goAwaitTask(ctx)
	if n := runtime.NumGoroutine() - before; n > 1 {
		t.Errorf("a pending await makes %d goroutines, want the test's own", n)
	}
	task.ReturnInt(1)
	<-result
}

func TestTrap5DoneContextNeverStarts(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errUser)
	start := func(context.Context, gio.AsyncReadyCallback) { t.Error("start was called") }
	for _, opts := range [][]gasync.Option{nil, {gasync.OnCaller()}} {
		_, err := gasync.Await(ctx, loop, start, finishTask, opts...)
		wantCanceled(t, err, context.Canceled, errUser, false)
	}
	onLoop(t, func() {})
}

func TestCase4LoopThatDoesNotTurnStartsNothing(t *testing.T) {
	ctx, cancel := context.WithCancelCause(testContext(t))
	busy, free := make(chan struct{}), make(chan struct{})
	if err := loop.Post(func() { close(busy); <-free }); err != nil {
		t.Fatal(err)
	}
	<-busy
	time.AfterFunc(10*time.Millisecond, func() { cancel(errUser) })
	_, err := gasync.Await(ctx, loop,
		func(context.Context, gio.AsyncReadyCallback) { t.Error("start was called") }, finishTask)
	wantCanceled(t, err, context.Canceled, errUser, false) // and that while the loop is stuck
	close(free)
	onLoop(t, func() {})
}

// A context that says it has ended while its Done is open breaks the standard
// library's. The one that start gets never ends at all.
func TestTrap6StartsContextIsConsistent(t *testing.T) {
	ctx, cancel := context.WithCancelCause(testContext(t))
	contexts := make(chan context.Context, 1)
	made := make(chan *gio.Task, 1)
	result := goAwait(func() (int, error) {
		return gasync.Await(ctx, loop, func(ctx context.Context, ready gio.AsyncReadyCallback) {
			contexts <- ctx
			startTask(made)(ctx, ready)
		}, finishTask)
	})
	task, started := <-made, <-contexts
	cancel(errUser)
	awaitCancelled(t, task)
	if started.Err() != nil || started.Done() != nil || context.Cause(started) != nil {
		t.Errorf("start's context has ended: %v", started.Err())
	}
	task.ReturnErrorIfCancelled()
	wantCanceled(t, (<-result).err, context.Canceled, errUser, true)
}

func TestTrap9CancelIsEmittedOnTheMainThread(t *testing.T) {
	ctx, cancel := context.WithCancelCause(testContext(t))
	task, result := goAwaitTask(ctx)
	emitted := make(chan bool, 1)
	task.Cancellable().ConnectCancelled(func() { emitted <- loop.OnThread() })
	cancel(errUser)
	if !<-emitted {
		t.Error("a GCancellable was cancelled off the main thread")
	}
	task.ReturnErrorIfCancelled()
	wantCanceled(t, (<-result).err, context.Canceled, errUser, true)
}

func TestAwaitWaitsUntilTheOperationHasStopped(t *testing.T) {
	ctx, cancel := context.WithCancelCause(testContext(t))
	task, result := goAwaitTask(ctx)
	cancel(errUser)
	awaitCancelled(t, task)
	select {
	case r := <-result:
		t.Errorf("Await gave %v before the operation had stopped", r.err)
	case <-time.After(20 * time.Millisecond):
	}
	task.ReturnErrorIfCancelled()
	wantCanceled(t, (<-result).err, context.Canceled, errUser, true)
}

func TestSuccessInSpiteOfTheCancelIsSuccess(t *testing.T) {
	ctx, cancel := context.WithCancel(testContext(t))
	task, result := goAwaitTask(ctx)
	task.SetCheckCancellable(false)
	cancel()
	awaitCancelled(t, task)
	task.ReturnInt(5)
	if r := <-result; r.value != 5 || r.err != nil {
		t.Errorf("Await gave %d, %v, want the 5 that came all the same", r.value, r.err)
	}
}

func TestFailureOfItsOwnAfterCancelIsThatFailure(t *testing.T) {
	ctx, cancel := context.WithCancel(testContext(t))
	task, result := goAwaitTask(ctx)
	task.SetCheckCancellable(false)
	cancel()
	awaitCancelled(t, task)
	task.ReturnNewErrorLiteral(gio.IOErrorQuark(), int(gio.IOErrorNoSpace), "disk full")
	r := <-result
	if !errors.Is(r.err, &gasync.Error{Domain: gasync.IODomain, Code: int(gio.IOErrorNoSpace)}) || errors.Is(r.err, context.Canceled) {
		t.Errorf("Await gave %v, want the operation's own failure", r.err)
	}
}

func TestCancelledByAnotherIsNotOurCancel(t *testing.T) {
	task, result := goAwaitTask(testContext(t))
	task.ReturnNewErrorLiteral(gio.IOErrorQuark(), int(gio.IOErrorCancelled), "somebody else's")
	r := <-result
	_, ours := errors.AsType[*gasync.CanceledError](r.err)
	if ours || !errors.Is(r.err, &gasync.Error{Domain: gasync.IODomain, Code: int(gio.IOErrorCancelled)}) {
		t.Errorf("Await gave %v, want the GError alone", r.err)
	}
}

func TestPanicInDisposeIsReported(t *testing.T) {
	reported.take()
	ctx, cancel := context.WithCancel(testContext(t))
	made := make(chan *gio.Task, 1)
	result := goAwait(func() (int, error) {
		return gasync.AwaitDetached(ctx, loop, startTask(made), finishTask, func(int) { panic("in dispose") })
	})
	task := <-made
	task.SetCheckCancellable(false)
	cancel()
	<-result
	task.ReturnInt(1)
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(time.Millisecond) {
		if errs := reported.take(); len(errs) > 0 {
			if !strings.Contains(errs[0].Error(), "in dispose") {
				t.Errorf("reported %v", errs)
			}
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("a panic in dispose was not reported")
		}
	}
}

// The cancel races the answer: exactly one outcome, and nothing breaks.
func TestCase24CancelRacesCompletion(t *testing.T) {
	conn := testConn(t)
	var wg sync.WaitGroup
	for i := range 128 {
		ctx, cancel := context.WithCancelCause(testContext(t))
		wg.Go(func() {
			reply, err := gasync.Await(ctx, loop, busCall(conn, "GetId"), conn.CallFinish)
			switch {
			case err == nil && reply.TypeString() == "(s)":
			case reply == nil && errors.Is(err, context.Canceled) && errors.Is(err, errUser):
			default:
				t.Errorf("Await gave %v, %v", reply, err)
			}
		})
		time.AfterFunc(time.Duration(i)*5*time.Microsecond, func() { cancel(errUser) })
	}
	wg.Wait()
}

// Await uses a GCancellable again, but never one that was cancelled.
func TestCancelDoesNotReachLaterAwaits(t *testing.T) {
	for range 20 {
		ctx, cancel := context.WithCancelCause(testContext(t))
		first, result := goAwaitTask(ctx)
		cancel(errUser)
		awaitCancelled(t, first)
		first.ReturnErrorIfCancelled()
		wantCanceled(t, (<-result).err, context.Canceled, errUser, true)

		second, result := goAwaitTask(testContext(t))
		if second.Cancellable().IsCancelled() {
			t.Fatal("an await began with a GCancellable that was cancelled")
		}
		second.ReturnInt(1)
		if r := <-result; r.value != 1 || r.err != nil {
			t.Fatalf("Await gave %d, %v", r.value, r.err)
		}
	}
}
