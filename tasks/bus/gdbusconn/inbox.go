package gdbusconn

// #cgo pkg-config: gio-2.0
// #cgo noescape bellhop_inbox_take
// #cgo nocallback bellhop_inbox_take
// #include "inbox.h"
// #include <sys/eventfd.h>
import "C"

import (
	"errors"
	"os"
	"runtime"
	"sync"

	coreglib "github.com/diamondburned/gotk4/pkg/core/glib"
	"github.com/diamondburned/gotk4/pkg/gio/v2"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// inbox is where the replies to our calls come in, other messages while somebody
// wants them, and the end of the connection.
// GDBus's thread puts them into C memory and wakes Go's poller. That takes half the
// time of a callback into Go, after which the goroutine that waits has to be found
// by another thread, and several replies need one wake.
//
// Who makes the only call looks for the answer himself for a moment, and needs no
// wake; see package documentation.
type inbox struct {
	native *C.BellhopInbox
	ready  *os.File
	seeks  bool // there is more than one processor

	mu    sync.Mutex // held while the native inbox is told something, and guards freed
	freed bool
}

// newInbox must be called on the main loop's thread, so that not even an end that
// comes at once is missed.
func newInbox(conn *gio.DBusConnection) (*inbox, error) {
	defer runtime.KeepAlive(conn)
	fd, err := C.eventfd(0, C.EFD_CLOEXEC|C.EFD_NONBLOCK)
	if fd < 0 {
		return nil, os.NewSyscallError("eventfd", err)
	}
	return &inbox{
		native: C.bellhop_inbox_new(native(conn), firstSerial, fd),
		ready:  os.NewFile(uintptr(fd), "inbox"),
		seeks:  runtime.GOMAXPROCS(0) > 1,
	}, nil
}

// seek must be called before the call with this serial is sent. It reports whether
// find is to be called then.
func (b *inbox) seek(serial uint32) bool {
	return b.seeks && C.bellhop_inbox_seek(b.native, C.guint32(serial)) != 0
}

// find looks for the answer to a call for a moment. If it reports false, the answer
// has been or will be delivered.
func (b *inbox) find(serial uint32) (message, bool) {
	m := message{C.bellhop_inbox_find(b.native, C.guint32(serial))}
	return m, m.native != nil
}

// deliver passes on what comes in, until the inbox ends.
func (b *inbox) deliver(r receiver) {
	var messages [64]C.BellhopIncoming
	var wakes [8]byte
	var ended C.gboolean
	var reason *C.char
	for ended == 0 {
		// Fails only if the file was closed, which is after deliver.
		_, _ = b.ready.Read(wakes[:])
		// An array that was not filled has emptied the inbox, which says when there is
		// something again.
		for n := len(messages); n == len(messages) && ended == 0; {
			n = int(C.bellhop_inbox_take(b.native, &messages[0], C.int(len(messages)), &ended, &reason))
			for _, m := range messages[:n] {
				r.received(uint32(m.serial), message{m.message})
			}
		}
	}
	r.ended(whyEnded(reason))
}

// receiver is told what comes in, by one goroutine.
type receiver interface {
	// received is given a message, which is then the receiver's, with the serial
	// of the call of ours that it may answer, 0 if it answers none.
	received(serial uint32, m message)
	// ended is called once, after the last message.
	ended(why error)
}

// tap looks whether messages that answer none of our calls are wanted too. Call
// it whenever that may have changed.
func (b *inbox) tap(wanted func() bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.freed {
		return
	}
	var flag C.gboolean
	if wanted() {
		flag = 1
	}
	C.bellhop_inbox_tap(b.native, flag)
}

// mute has GDBus see nothing any more that it might answer.
func (b *inbox) mute() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.freed {
		C.bellhop_inbox_mute(b.native)
	}
}

func whyEnded(reason *C.char) error {
	if reason == nil {
		return bus.Because("the bus closed the connection").Err()
	}
	return errors.New(C.GoString(reason))
}

// end makes deliver return.
func (b *inbox) end(conn *gio.DBusConnection) {
	defer runtime.KeepAlive(conn)
	C.bellhop_inbox_end(native(conn), b.native)
}

// free must be called once, after deliver.
func (b *inbox) free() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.freed = true
	C.bellhop_inbox_free(b.native)
	b.ready.Close()
}

func native(conn *gio.DBusConnection) C.uintptr_t {
	return C.uintptr_t(coreglib.BaseObject(conn).Native())
}
