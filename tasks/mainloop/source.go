package mainloop

// #cgo pkg-config: glib-2.0
// #cgo noescape bellhop_wake
// #cgo nocallback bellhop_wake
// #cgo noescape bellhop_is_thread
// #cgo nocallback bellhop_is_thread
// #include "source.h"
import "C"

import (
	"runtime/cgo"
	"sync/atomic"
	"time"
	"unsafe"
)

// thread is an operating system thread.
type thread C.pthread_t

// ownDefaultContext makes the calling thread the owner of the default main
// context for ever, or reports that another thread owns it.
func ownDefaultContext() (thread, bool) {
	if C.g_main_context_acquire(nil) == 0 {
		return 0, false
	}
	return thread(C.pthread_self()), true
}

func (t thread) isCurrent() bool {
	return C.bellhop_is_thread(C.pthread_t(t)) != 0
}

// wake ends the sleep of the main loop that runs on t.
func (t thread) wake() {
	C.bellhop_wake(C.pthread_t(t))
}

// queueSource is the GSource that calls Loop.drain in every turn of the main
// loop while it is pending.
type queueSource struct{ c *C.BellhopSource }

func newQueueSource(l *Loop) queueSource {
	handle := cgo.NewHandle(l)
	return queueSource{C.bellhop_queue_new(C.uintptr_t(handle), priority)}
}

// setPending says whether there is something to drain. GLib's side reads it
// without a lock.
func (s queueSource) setPending(pending bool) {
	var word uint32
	if pending {
		word = 1
	}
	atomic.StoreUint32((*uint32)(unsafe.Pointer(&s.c.pending)), word)
}

func (s queueSource) free() { C.bellhop_source_free(s.c) }

// timerSource is the GSource that calls Monitor.tick at an interval.
type timerSource struct{ c *C.BellhopSource }

func newTimerSource(m *Monitor, interval time.Duration) timerSource {
	handle := cgo.NewHandle(m)
	return timerSource{C.bellhop_timer_new(C.uintptr_t(handle), C.gint64(interval.Microseconds()))}
}

func (s timerSource) free() { C.bellhop_source_free(s.c) }

//export bellhopDrain
func bellhopDrain(handle C.uintptr_t) {
	cgo.Handle(handle).Value().(*Loop).drain()
}

//export bellhopTick
func bellhopTick(handle C.uintptr_t, late C.gint64) {
	cgo.Handle(handle).Value().(*Monitor).tick(time.Duration(late) * time.Microsecond)
}

//export bellhopRelease
func bellhopRelease(handle C.uintptr_t) {
	cgo.Handle(handle).Delete()
}
