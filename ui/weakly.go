package ui

import "weak"

// The binding keeps a handler for as long as the widget that it is connected to,
// and a handler that holds on to that widget keeps both for ever. So handlers
// reach their owner by weakly: whoever shows the owner holds it, and once nobody
// does the handler does nothing.

// weakly gives a handler that calls f with owner while somebody else holds it.
func weakly[T any](owner *T, f func(*T)) func() {
	get := refer(owner)
	return func() {
		if owner := get(); owner != nil {
			f(owner)
		}
	}
}

// weaklyWith is weakly for a handler with an argument.
func weaklyWith[T, A any](owner *T, f func(*T, A)) func(A) {
	get := refer(owner)
	return func(argument A) {
		if owner := get(); owner != nil {
			f(owner, argument)
		}
	}
}

// weaklyTrue is weakly for a source or a handler that is done with, or handled,
// by what f returns; it returns false without an owner.
func weaklyTrue[T any](owner *T, f func(*T) bool) func() bool {
	get := refer(owner)
	return func() bool {
		owner := get()
		return owner != nil && f(owner)
	}
}

// refer gives what gives the owner while there is one, and then nil.
//
// A weak pointer may have to wait until a collection has marked all that is alive,
// which with a hundred thousand tasks takes longer than a frame. So what lasts as long
// as its window is [lasting], and held until that is closed.
func refer[T any](owner *T) func() *T {
	if lasts, ok := any(owner).(interface{ refer(*T) func() *T }); ok {
		return lasts.refer(owner)
	}
	return weak.Make(owner).Value
}

// lasting is embedded in what lasts as long as its window, which lets go of it when
// it is closed.
type lasting[T any] struct{ held *held[T] }

type held[T any] struct{ owner *T }

func (l *lasting[T]) refer(owner *T) func() *T {
	if l.held == nil {
		l.held = &held[T]{owner}
	}
	held := l.held
	return func() *T { return held.owner }
}

// letGo has handlers find no owner any more.
func (l *lasting[T]) letGo() {
	if l.held == nil {
		l.held = &held[T]{}
	}
	l.held.owner = nil
}
