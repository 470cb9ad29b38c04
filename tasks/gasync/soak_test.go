//go:build !race

package gasync_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/diamondburned/gotk4/pkg/gio/v2"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/gasync"
	"github.com/bellhop-gtk/bellhop/tasks/mainloop/mainlooptest"
	"github.com/bellhop-gtk/bellhop/tasks/taskstest"
)

const (
	soakChild = "BELLHOP_SOAK_CHILD" // set in the child process
	soakTime  = "BELLHOP_SOAK"       // how long to soak: 1h, say; 20s if unset

	soakWorkers = 16
)

// Tasks that await, both ways, finish, fail and are canceled, until the time is
// up: what the process holds is then what it held after the first tenth.
func TestSoak(t *testing.T) {
	length := 20 * time.Second
	if s := os.Getenv(soakTime); s != "" {
		var err error
		if length, err = time.ParseDuration(s); err != nil {
			t.Fatal(err)
		}
	}
	if os.Getenv(soakChild) == "" {
		inChild(t, soakChild)
		return
	}
	s := newSoak(t)
	s.run(t, length/10)
	before := mainlooptest.TakeHolding(t, loop)
	s.run(t, length-length/10)
	after := mainlooptest.TakeHolding(t, loop)
	t.Logf("%d tasks in %v: %v after the first tenth, %v at the end", s.finished(), length, before, after)
	if after.Resident > before.Resident+leakBar || after.Descriptors != before.Descriptors || after.Goroutines != before.Goroutines {
		t.Errorf("after the first tenth the process held %v, at the end %v\n%s", before, after, mainlooptest.Stacks())
		logDescriptors(t)
	}
	s.close(t)
}

func logDescriptors(t *testing.T) {
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		target, _ := os.Readlink("/proc/self/fd/" + entry.Name())
		t.Log(entry.Name(), target)
	}
}

// soak is what the soak's tasks work on.
type soak struct {
	engine *tasks.Engine
	conn   *gio.DBusConnection
	path   string
}

func newSoak(t *testing.T) *soak {
	t.Helper()
	conn, err := dial(testContext(t))
	if err != nil {
		t.Fatal(err)
	}
	return &soak{
		engine: tasks.New(tasks.Options{Limit: 2 * soakWorkers, Keep: 1000}),
		conn:   conn,
		path:   textFile(t, "soaked"),
	}
}

func (s *soak) close(t *testing.T) {
	t.Helper()
	if err := errors.Join(s.engine.Shutdown(context.Background()), closeConn(context.Background(), s.conn)); err != nil {
		t.Error(err)
	}
}

func (s *soak) finished() tasks.ID {
	all := s.engine.Snapshots()
	return all[len(all)-1].ID
}

// run submits tasks from some goroutines for a while and awaits them all.
func (s *soak) run(t *testing.T, length time.Duration) {
	t.Helper()
	changes := s.engine.Subscribe(func() {})
	defer changes.Close()
	end := time.Now().Add(length)
	var wg sync.WaitGroup
	for range soakWorkers {
		wg.Go(func() {
			for time.Now().Before(end) {
				if err := s.one(t.Context()); err != nil {
					t.Error(err)
					return
				}
				changes.Drain()
			}
		})
	}
	wg.Wait()
}

// one submits a task, cancels it one time in four, and awaits it.
func (s *soak) one(ctx context.Context) error {
	kinds := []taskstest.Work[int]{s.call, s.fail, s.read, s.readDetached, s.callback, s.parent}
	future, err := tasks.Submit(s.engine, tasks.Spec{Title: "soak", Timeout: time.Minute}, kinds[rand.IntN(len(kinds))])
	if err != nil {
		return err
	}
	canceled := rand.IntN(4) == 0
	if canceled {
		time.AfterFunc(rand.N(300*time.Microsecond), func() { future.Task().Cancel(nil) })
	}
	_, err = future.Wait(ctx)
	if err != nil && (!canceled || !errors.Is(err, context.Canceled)) {
		return fmt.Errorf("a task that was canceled (%v) gave %w", canceled, err)
	}
	return nil
}

func (s *soak) call(ctx context.Context, r *tasks.Reporter) (int, error) {
	r.Progress(0, 1, "calling")
	reply, err := gasync.Await(ctx, loop, busCall(s.conn, "GetId"), s.conn.CallFinish)
	if err != nil {
		return 0, err
	}
	return len(reply.ChildValue(0).String()), nil
}

// fail awaits a call that the bus refuses.
func (s *soak) fail(ctx context.Context, _ *tasks.Reporter) (int, error) {
	_, err := gasync.Await(ctx, loop, busCall(s.conn, "NoSuchMethod"), s.conn.CallFinish, gasync.OnCaller())
	if refused, ok := errors.AsType[*gasync.Error](err); ok && refused.Domain == dbusErrorDomain {
		return 1, nil
	}
	return 0, err
}

// read awaits a file, a step at a time. Close goes on when the task is canceled.
func (s *soak) read(ctx context.Context, _ *tasks.Reporter) (int, error) {
	stream, err := openFile(ctx, s.path)
	if err != nil {
		return 0, err
	}
	all, err := readAll(ctx, &stream.InputStream, 4)
	return len(all), errors.Join(err, closeStream(context.WithoutCancel(ctx), stream))
}

func (s *soak) readDetached(ctx context.Context, _ *tasks.Reporter) (int, error) {
	stream, err := openDetached(ctx, s.path, nil, func() {})
	if err != nil {
		return 0, err
	}
	return 1, closeStream(context.WithoutCancel(ctx), stream)
}

func (s *soak) callback(ctx context.Context, _ *tasks.Reporter) (int, error) {
	return gasync.FromCallback(ctx, loop, func(done func(int, error) error) {
		time.AfterFunc(rand.N(100*time.Microsecond), func() { _ = done(1, nil) })
	})
}

// parent runs two children at once and adds up what they give.
func (s *soak) parent(ctx context.Context, r *tasks.Reporter) (int, error) {
	var children []tasks.Future[int]
	for _, work := range []taskstest.Work[int]{s.call, s.read} {
		child, err := tasks.Submit(s.engine, tasks.Spec{Parent: r.Task()}, work)
		if err != nil {
			return 0, err
		}
		children = append(children, child)
	}
	lengths, err := tasks.All(ctx, tasks.CancelRest, children...)
	if err != nil {
		return 0, err
	}
	return lengths[0] + lengths[1], nil
}
