package gasync_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/diamondburned/gotk4/pkg/core/gcancel"
	"github.com/diamondburned/gotk4/pkg/gio/v2"

	"github.com/bellhop-gtk/bellhop/tasks/gasync"
)

// What cancel.c does against a race of GLib's, without which TestSoak crashes once
// in some minutes.

// cancelWithHandler cancels an await whose GCancellable has the handler, and waits
// until it has been handled.
func cancelWithHandler(t *testing.T, handler func()) {
	t.Helper()
	ctx, cancel := context.WithCancelCause(testContext(t))
	made := make(chan *gio.Task, 1)
	result := goAwait(func() (int, error) {
		return gasync.Await(ctx, loop, func(ctx context.Context, ready gio.AsyncReadyCallback) {
			gcancel.GCancellableFromContext(ctx).Connect("cancelled", handler)
			startTask(made)(ctx, ready)
		}, finishTask)
	})
	task := <-made
	cancel(errUser)
	awaitCancelled(t, task)
	task.ReturnErrorIfCancelled()
	if r := <-result; !errors.Is(r.err, errUser) {
		t.Errorf("the await gave %d, %v", r.value, r.err)
	}
}

// wire tells that something was written.
type wire chan struct{}

func (w wire) Write(data []byte) (int, error) {
	select {
	case w <- struct{}{}:
	default:
	}
	return len(data), nil
}

// GDBus's thread neither reads nor writes while the handlers of a cancel run.
func TestGDBusStandsStillDuringACancel(t *testing.T) {
	sent := make(wire, 1)
	conn := writingPeer(t, sent)
	for range 10 {
		cancelWithHandler(t, func() {
			muteCall(conn)(context.Background(), nil)
			select {
			case <-sent:
				t.Error("GDBus sent a message while a handler ran")
			case <-time.After(20 * time.Millisecond):
			}
		})
		if t.Failed() {
			return
		}
		select {
		case <-sent:
		case <-time.After(30 * time.Second):
			t.Fatal("after the cancel GDBus did not go on")
		}
	}
}

func TestAHandlerThatWaitsForGDBusGetsItsAnswer(t *testing.T) {
	conn := testConn(t)
	cancelWithHandler(t, func() {
		_, err := conn.CallSync(context.Background(), "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "GetId",
			nil, nil, gio.DBusCallFlagsNone, -1)
		if err != nil {
			t.Error(err)
		}
	})
}
