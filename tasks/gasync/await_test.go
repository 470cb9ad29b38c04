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
	"github.com/diamondburned/gotk4/pkg/glib/v2"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/gasync"
	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
)

// onLoop runs f on the main loop's thread and waits for it.
func onLoop(t testing.TB, f func()) {
	t.Helper()
	ran := make(chan struct{})
	if err := loop.Post(func() { defer close(ran); f() }); err != nil {
		t.Fatal("Post:", err)
	}
	<-ran
}

func TestAwaitCallsOfADBusConnection(t *testing.T) {
	conn := testConn(t)
	for _, opts := range [][]gasync.Option{nil, {gasync.OnCaller()}} {
		reply, err := gasync.Await(testContext(t), loop, busCall(conn, "GetId"), conn.CallFinish, opts...)
		if err != nil {
			t.Fatal(err)
		}
		if id := reply.ChildValue(0).String(); len(id) != 32 {
			t.Errorf("GetId gave %q, want 32 digits", id)
		}
	}
}

func TestAwaitFromManyGoroutines(t *testing.T) {
	conn := testConn(t)
	ctx := testContext(t)
	var wg sync.WaitGroup
	for range 64 {
		wg.Go(func() {
			for range 20 {
				reply, err := gasync.Await(ctx, loop, busCall(conn, "GetId"), conn.CallFinish)
				if err != nil || reply.TypeString() != "(s)" {
					t.Errorf("GetId gave %v, %v", reply, err)
					return
				}
			}
		})
	}
	wg.Wait()
}

func TestStartAndFinishRunOnTheMainThread(t *testing.T) {
	for _, onCaller := range []bool{false, true} {
		var opts []gasync.Option
		if onCaller {
			opts = append(opts, gasync.OnCaller())
		}
		var startOn, finishOn bool
		value, err := gasync.Await(testContext(t), loop,
			func(ctx context.Context, ready gio.AsyncReadyCallback) {
				startOn = loop.OnThread()
				gio.NewTask(ctx, nil, ready).ReturnInt(42)
			},
			func(res gio.AsyncResulter) (int, error) {
				finishOn = loop.OnThread()
				return finishTask(res)
			}, opts...)
		if value != 42 || err != nil {
			t.Errorf("Await gave %d, %v", value, err)
		}
		if startOn == onCaller || !finishOn {
			t.Errorf("OnCaller %v: start on the main thread %v, finish %v", onCaller, startOn, finishOn)
		}
	}
}

func TestCompletingFromAnyThread(t *testing.T) {
	task, result := goAwaitTask(testContext(t))
	task.ReturnInt(7) // on the test's goroutine
	if r := <-result; r.value != 7 || r.err != nil {
		t.Errorf("Await gave %d, %v", r.value, r.err)
	}
}

func TestCase74Trap28AwaitOnTheMainThreadRefuses(t *testing.T) {
	onLoop(t, func() {
		_, err := gasync.Await(t.Context(), loop,
			func(context.Context, gio.AsyncReadyCallback) { t.Error("start was called") }, finishTask)
		if !errors.Is(err, gasync.ErrOnMainThread) {
			t.Errorf("Await gave %v, want ErrOnMainThread", err)
		}
		_, err = gasync.FromCallback(t.Context(), loop, func(func(int, error) error) { t.Error("start was called") })
		if !errors.Is(err, gasync.ErrOnMainThread) {
			t.Errorf("FromCallback gave %v, want ErrOnMainThread", err)
		}
	})
}

func TestTrap8NilIsAPanicThatSaysSo(t *testing.T) {
	start := func(context.Context, gio.AsyncReadyCallback) {}
	var noContext context.Context
	for name, wrong := range map[string]func(){
		"a start and a finish function": func() { _, _ = gasync.Await[int](t.Context(), loop, start, nil) },
		"Await needs a context":         func() { _, _ = gasync.Await(noContext, loop, start, finishTask) },
		"a context and a loop":          func() { _, _ = gasync.Await(t.Context(), nil, start, finishTask) },
		"a Loop that New did not make":  func() { _, _ = gasync.Await(t.Context(), new(mainloop.Loop), start, finishTask) },
		"needs a start function":        func() { _, _ = gasync.FromCallback[int](t.Context(), loop, nil) },
		"FromCallback needs a context": func() {
			_, _ = gasync.FromCallback(noContext, loop, func(func(int, error) error) {})
		},
	} {
		func() {
			defer func() {
				if v, _ := recover().(string); !strings.Contains(v, name) {
					t.Errorf("panic %q, want one that says %q", v, name)
				}
			}()
			wrong()
		}()
	}
}

func TestTrap16PanicsBecomeErrors(t *testing.T) {
	ready := func(ctx context.Context, ready gio.AsyncReadyCallback) { gio.NewTask(ctx, nil, ready).ReturnInt(1) }
	for name, await := range map[string]func() (int, error){
		"start": func() (int, error) {
			return gasync.Await(testContext(t), loop, func(context.Context, gio.AsyncReadyCallback) { panic("in start") }, finishTask)
		},
		"start on the caller": func() (int, error) {
			return gasync.Await(testContext(t), loop,
				func(context.Context, gio.AsyncReadyCallback) { panic("in start") }, finishTask, gasync.OnCaller())
		},
		"finish": func() (int, error) {
			return gasync.Await(testContext(t), loop, ready, func(gio.AsyncResulter) (int, error) { panic("in finish") })
		},
		"callback": func() (int, error) {
			return gasync.FromCallback(testContext(t), loop, func(func(int, error) error) { panic("in start") })
		},
	} {
		value, err := await()
		p, ok := errors.AsType[*tasks.PanicError](err)
		if value != 0 || !ok || !strings.HasPrefix(p.Value.(string), "in ") || !strings.Contains(string(p.Stack), "TestTrap16") {
			t.Errorf("%s: got %d, %v, want the panic with its stack", name, value, err)
		}
	}
}

func TestCase92LoopEndsUnderPendingAwaits(t *testing.T) {
	var other *mainloop.Loop
	onLoop(t, func() { other = mainloop.New(reported.add) })
	made := make(chan *gio.Task, 1)
	disposed := make(chan int, 1)
	awaits := goAwait(func() (int, error) {
		return gasync.AwaitDetached(testContext(t), other, startTask(made), finishTask, func(v int) { disposed <- v })
	})
	task := <-made
	started := make(chan struct{})
	callback := goAwait(func() (int, error) {
		return gasync.FromCallback(testContext(t), other, func(func(int, error) error) { close(started) })
	})
	<-started

	onLoop(t, other.Close)
	for name, result := range map[string]<-chan awaited[int]{"Await": awaits, "FromCallback": callback} {
		r := <-result
		if r.value != 0 || !errors.Is(r.err, gasync.ErrLoopEnded) || !errors.Is(r.err, mainloop.ErrEnded) {
			t.Errorf("%s gave %d, %v, want ErrLoopEnded", name, r.value, r.err)
		}
	}
	if _, err := gasync.Await(testContext(t), other, startTask(made), finishTask); !errors.Is(err, gasync.ErrLoopEnded) {
		t.Errorf("Await after the end gave %v, want ErrLoopEnded", err)
	}

	task.ReturnInt(9) // the main context goes on, and so does the operation
	if v := <-disposed; v != 9 {
		t.Errorf("disposed of %d, want the late 9", v)
	}
}

func TestCase84NestedLoopLetsAwaitsFinish(t *testing.T) {
	conn := testConn(t)
	ctx := testContext(t)
	left := make(chan struct{})
	nested := glib.NewMainLoop(nil, false)
	if err := loop.Post(func() { defer close(left); nested.Run() }); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if _, err := gasync.Await(ctx, loop, busCall(conn, "GetId"), conn.CallFinish); err != nil {
			t.Error("Await in a nested loop:", err)
		}
	}
	select {
	case <-left:
		t.Error("the nested loop ended by itself")
	default:
	}
	onLoop(t, nested.Quit)
	<-left
}

func TestTrap24NothingIsKeptAfterTheAwait(t *testing.T) {
	freed := make(chan struct{})
	captured := new([1024]byte)
	runtime.AddCleanup(captured, func(struct{}) { close(freed) }, struct{}{})
	_, err := gasync.Await(testContext(t), loop,
		func(ctx context.Context, ready gio.AsyncReadyCallback) {
			captured[0]++
			gio.NewTask(ctx, nil, ready).ReturnInt(1)
		},
		func(res gio.AsyncResulter) (int, error) {
			captured[0]++
			return finishTask(res)
		})
	if err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(30 * time.Second); ; {
		runtime.GC()
		select {
		case <-freed:
			return
		case <-time.After(time.Millisecond):
		}
		if time.Now().After(deadline) {
			t.Fatal("what start and finish captured was never freed")
		}
	}
}

func TestTrap20SourceObjectIsNeverCalled(t *testing.T) {
	for file, source := range packageSources(t) {
		if strings.Contains(source, ".SourceObject(") {
			t.Errorf("%s calls SourceObject, which leaks a reference each time", file)
		}
	}
}

func TestCase8Trap17ReadyTwiceIsHarmlessAndReported(t *testing.T) {
	reported.take()
	finishes := 0
	var again gio.AsyncReadyCallback
	var result gio.AsyncResulter
	value, err := gasync.Await(testContext(t), loop,
		func(ctx context.Context, ready gio.AsyncReadyCallback) {
			again = ready
			gio.NewTask(ctx, nil, ready).ReturnInt(3)
		},
		func(res gio.AsyncResulter) (int, error) {
			finishes++
			result = res
			return finishTask(res)
		})
	if value != 3 || err != nil {
		t.Fatalf("Await gave %d, %v", value, err)
	}
	onLoop(t, func() { again(result) })
	if finishes != 1 {
		t.Errorf("finish was called %d times", finishes)
	}
	if errs := reported.take(); len(errs) != 1 || !errors.Is(errs[0], gasync.ErrCompletedTwice) {
		t.Errorf("reported %v, want ErrCompletedTwice", errs)
	}
}
