package ui

import (
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// The keys of the schema in data/.
const (
	keyWindowWidth     = "window-width"
	keyWindowHeight    = "window-height"
	keyWindowMaximized = "window-maximized"
	keyDefaultTimeout  = "default-timeout"
	keyDefaultBackend  = "default-backend"
	keyLastAddress     = "last-address"
	keyLastBackend     = "last-backend"
	keyKeptTasks       = "kept-tasks"
	keyListOrder       = "list-order"
	keyListGrouped     = "list-grouped"
	keyListFlat        = "list-flat"
	keyNotify          = "notify"
	keyOnClose         = "on-close"
)

// The least and the most that the schema takes.
const (
	minWindowWidth  = 360
	minWindowHeight = 294
	maxTimeout      = 24 * time.Hour
	minKeptTasks    = 10
	maxKeptTasks    = 100_000
)

// onClose is what becomes of running tasks when the window is closed.
type onClose string

// The choices of the schema.
const (
	closeAsks         onClose = "ask"
	closeKeepsRunning onClose = "background"
	closeCancels      onClose = "cancel"
)

// settings are what a person has chosen, kept from one start of the program to
// the next where the store does. They are for the main loop's thread alone.
type settings struct{ store store }

// windowState is what the window was like when it was closed. The size is that
// of the window when it is not maximized.
type windowState struct {
	width, height int
	maximized     bool
}

func (s *settings) window() windowState {
	return windowState{
		width:     s.store.Int(keyWindowWidth),
		height:    s.store.Int(keyWindowHeight),
		maximized: s.store.Boolean(keyWindowMaximized),
	}
}

func (s *settings) setWindow(state windowState) {
	s.store.SetInt(keyWindowWidth, max(state.width, minWindowWidth))
	s.store.SetInt(keyWindowHeight, max(state.height, minWindowHeight))
	s.store.SetBoolean(keyWindowMaximized, state.maximized)
}

// timeout is how long a new call waits; 0 is no limit.
func (s *settings) timeout() time.Duration {
	return time.Duration(s.store.Int(keyDefaultTimeout)) * time.Second
}

// setTimeout keeps a timeout as whole seconds, not longer than a day.
func (s *settings) setTimeout(timeout time.Duration) {
	timeout = min(max(timeout, 0), maxTimeout)
	s.store.SetInt(keyDefaultTimeout, int(timeout/time.Second))
}

// backend is the name of the backend for whatever does not ask for another;
// empty is the first. It may be one that there no longer is.
func (s *settings) backend() string { return s.store.String(keyDefaultBackend) }

// setBackend changes the default, and what was chosen before for one call no
// longer stands.
func (s *settings) setBackend(name string) {
	s.store.SetString(keyDefaultBackend, name)
	s.store.SetString(keyLastBackend, "")
}

// endpoint is what was called last: the session bus at first.
func (s *settings) endpoint() bus.Endpoint {
	last := bus.Endpoint{Address: bus.SessionAddress(), Backend: s.store.String(keyLastBackend)}
	if address, err := bus.ParseAddress(s.store.String(keyLastAddress)); err == nil {
		last.Address = address
	}
	if last.Backend == "" {
		last.Backend = s.backend()
	}
	return last
}

// setEndpoint keeps what was called, but a program without a bus: that is seldom
// there again.
func (s *settings) setEndpoint(called bus.Endpoint) {
	if called.Address.Kind() == bus.AddressPeer {
		return
	}
	s.store.SetString(keyLastAddress, called.Address.String())
	if called.Backend != s.endpoint().Backend {
		s.store.SetString(keyLastBackend, called.Backend)
	}
}

// firstCall is what New Call shows before any call was made.
func (s *settings) firstCall() bus.CallSpec {
	call, _ := present.FirstCall().Check() // nothing is wrong with it
	call.Endpoint, call.Timeout = s.endpoint(), s.timeout()
	return call
}

// keptTasks is how many finished tasks are kept.
func (s *settings) keptTasks() int { return s.store.Int(keyKeptTasks) }

func (s *settings) setKeptTasks(n int) {
	s.store.SetInt(keyKeptTasks, min(max(n, minKeptTasks), maxKeptTasks))
}

// listing is how the tasks are listed: all of them, with whatever was chosen for
// their order and for what stands below what.
func (s *settings) listing() present.View {
	return present.View{
		Order:   present.OrderNamed(s.store.String(keyListOrder)),
		Grouped: s.store.Boolean(keyListGrouped),
		Flat:    s.store.Boolean(keyListFlat),
	}
}

func (s *settings) setListing(view present.View) {
	s.store.SetString(keyListOrder, view.Order.Name())
	s.store.SetBoolean(keyListGrouped, view.Grouped)
	s.store.SetBoolean(keyListFlat, view.Flat)
}

// notify tells whether to notify of long tasks that end.
func (s *settings) notify() bool { return s.store.Boolean(keyNotify) }

func (s *settings) setNotify(notify bool) { s.store.SetBoolean(keyNotify, notify) }

// onClose is what becomes of running tasks when the window is closed.
func (s *settings) onClose() onClose { return onClose(s.store.String(keyOnClose)) }

func (s *settings) setOnClose(choice onClose) { s.store.SetString(keyOnClose, string(choice)) }

// kept tells that the settings outlive the program.
func (s *settings) kept() bool {
	_, forgets := s.store.(memoryStore)
	return !forgets
}
