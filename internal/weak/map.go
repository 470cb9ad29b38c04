// Package weak is the weak map that gotk4 keeps its GObject wrappers in,
// written so that GTK objects are freed. The main module's go.mod puts it in
// place of github.com/KarpelesLab/weak, under whose name it is therefore built;
// a replace directive counts only in the module being built, so whoever imports
// Bellhop's packages elsewhere has to repeat it.
//
// # Why
//
// gotk4 keeps a Box for each GObject, and a finalizer on a small tail object
// that only the Box points to. When that finalizer finds the Box in the map, it
// drops the reference that Go has on the GObject. Go runs the finalizer of an
// object before those of what it points to, so a map that forgets a Box as soon
// as it is unreachable, as the original does, has forgotten it before the tail's
// finalizer asks. No GObject was ever freed.
//
// # Contract
//
// An entry lives until Delete. While somebody holds the value, the map holds it
// weakly. When nobody does, the value's finalizer hands it back to the map, which
// keeps it with its tail cut off, so that the tail is collected and its finalizer
// finds the value here. The tail is the first pointer field named "dummy".
//
//   - A Get before the tail's finalizer was queued brings the value back whole,
//     tail included, and everything starts anew.
//   - Once the tail's finalizer was queued the value stays cut: the clean-up
//     runs. Delete then clears a finalizer that the clean-up set again on the
//     tail, since it would find another GObject at the same address.
//
// All methods may be called from any goroutine and never block on finalizers.
package weak

import (
	"reflect"
	"runtime"
	"sync"
	"unsafe"
	"weak"
)

// tailField is the name of the field that holds the object with the finalizer.
const tailField = "dummy"

// Map holds values weakly until they are unreachable, and then until Delete.
// Use NewMap; the zero value is not ready.
type Map[K comparable, T any] struct {
	tailOffset uintptr
	hasTail    bool

	mu      sync.Mutex
	entries map[K]*entry[T]
	lastGen uint64
}

// entry is guarded by Map.mu.
type entry[T any] struct {
	gen  uint64          // which arming of the finalizer this entry answers to
	live weak.Pointer[T] // the value, while somebody else holds it
	addr uintptr         // the same value's address, see Map.Get

	cut      *T                           // the value without its tail, once nobody holds it
	tail     weak.Pointer[unsafe.Pointer] // what was cut off
	tailAddr uintptr
	held     unsafe.Pointer // the tail, once its finalizer was queued
}

// NewMap returns an empty map.
func NewMap[K comparable, T any]() *Map[K, T] {
	m := &Map[K, T]{entries: make(map[K]*entry[T])}
	typ := reflect.TypeFor[T]()
	if typ.Kind() == reflect.Struct {
		if field, ok := typ.FieldByName(tailField); ok && field.Type.Kind() == reflect.Pointer {
			m.tailOffset, m.hasTail = field.Offset, true
		}
	}
	return m
}

// Get returns the value for k, or nil if there is none.
func (m *Map[K, T]) Get(k K) *T {
	m.mu.Lock()
	defer m.mu.Unlock()
	e := m.entries[k]
	if e == nil {
		return nil
	}
	if e.cut == nil {
		if v := e.live.Value(); v != nil {
			return v
		}
		// The finalizer is queued but has not got the lock yet: until it has,
		// the queue keeps the value alive, so its address can be used.
		v := pointerAt[T](e.addr)
		m.armLocked(k, e, v)
		return v
	}
	if !m.hasTail {
		return e.cut
	}
	if tail := e.tail.Value(); tail != nil {
		v := e.cut
		*m.tailOf(v) = unsafe.Pointer(tail)
		m.armLocked(k, e, v)
		return v
	}
	// The clean-up has begun, and has a finalizer on the tail for as long as
	// the entry is here, so the address is good. Holding the tail keeps that
	// finalizer from being queued again before Delete can clear it.
	e.held = unsafe.Pointer(pointerAt[unsafe.Pointer](e.tailAddr))
	return e.cut
}

// Set stores v at k and returns it, or returns the value that is there already.
// v must point to the start of a heap object and must not have a finalizer of
// the caller's.
func (m *Map[K, T]) Set(k K, v *T) *T {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e := m.entries[k]; e != nil && e.cut == nil {
		if old := e.live.Value(); old != nil {
			return old
		}
	}
	e := new(entry[T])
	m.entries[k] = e
	m.armLocked(k, e, v)
	return v
}

// Delete forgets the entry at k. A value that somebody still holds lives on.
func (m *Map[K, T]) Delete(k K) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e := m.entries[k]
	if e == nil {
		return
	}
	delete(m.entries, k)
	if e.held != nil {
		runtime.SetFinalizer((*unsafe.Pointer)(e.held), nil)
	}
}

// armLocked makes e hold v weakly and lets v's finalizer hand it back.
func (m *Map[K, T]) armLocked(k K, e *entry[T], v *T) {
	m.lastGen++
	gen := m.lastGen
	*e = entry[T]{gen: gen, live: weak.Make(v), addr: uintptr(unsafe.Pointer(v))}
	runtime.SetFinalizer(v, nil)
	runtime.SetFinalizer(v, func(v *T) { m.handBack(k, gen, v) })
}

// handBack is the finalizer of a value: nobody holds it any more.
func (m *Map[K, T]) handBack(k K, gen uint64, v *T) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e := m.entries[k]
	if e == nil || e.gen != gen {
		return
	}
	e.cut = v
	if !m.hasTail {
		return
	}
	tail := m.tailOf(v)
	if *tail == nil {
		return
	}
	e.tail = weak.Make((*unsafe.Pointer)(*tail))
	e.tailAddr = uintptr(*tail)
	*tail = nil
}

func (m *Map[K, T]) tailOf(v *T) *unsafe.Pointer {
	return (*unsafe.Pointer)(unsafe.Add(unsafe.Pointer(v), m.tailOffset))
}

// pointerAt turns an address back into a pointer. The caller knows that the
// object at it is alive.
func pointerAt[T any](addr uintptr) *T {
	return *(**T)(unsafe.Pointer(&addr))
}
