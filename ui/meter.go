package ui

import (
	"time"

	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// How the lateness of the main loop is measured: ten times a second, and the
// worst of the last two seconds is shown.
const (
	meterInterval = 100 * time.Millisecond
	meterWindow   = 20
)

// meter is the line at the bottom: how many tasks run, how many finish in a
// second, how late the window reacts.
type meter struct {
	label    *gtk.Label
	finished int // since the last tick
	since    time.Time
	shown    string
}

func newMeter(label *gtk.Label) *meter {
	return &meter{label: label, since: time.Now()}
}

// count notes tasks that have finished.
func (m *meter) count(finished int) { m.finished += finished }

// tick shows what was since the last tick.
func (m *meter) tick(now time.Time, running int, late mainloop.Reading) {
	rate := 0
	if passed := now.Sub(m.since).Seconds(); passed > 0 {
		rate = int(float64(m.finished)/passed + 0.5)
	}
	m.finished, m.since = 0, now
	if text := meterText(running, rate, late.Max); text != m.shown {
		m.shown = text
		m.label.SetText(text)
	}
}

func meterText(running, rate int, late time.Duration) string {
	// Translators: how many tasks run, how many finish in a second, and how late the window reacts
	return tr.F("%d running · %d done/s · window %s late", running, rate, lateText(late))
}

func lateText(late time.Duration) string {
	ms := float64(late) / float64(time.Millisecond)
	if ms < 10 {
		return tr.F("%.1f ms", ms)
	}
	return tr.F("%.0f ms", ms)
}
