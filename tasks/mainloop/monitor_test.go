package mainloop_test

import (
	"strings"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
)

// awaitSamples waits until m has at least n samples.
func awaitSamples(t *testing.T, m *mainloop.Monitor, n int) mainloop.Reading {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(time.Millisecond) {
		r := m.Read()
		if r.Samples >= n {
			return r
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d samples after 30 s, want %d", r.Samples, n)
		}
	}
}

func TestMonitorSeesAStall(t *testing.T) {
	const interval, stall = 5 * time.Millisecond, 80 * time.Millisecond
	m := mainloop.StartMonitor(interval, 100)
	defer m.Stop()
	before := awaitSamples(t, m, 3)

	begun := make(chan struct{})
	post(t, func() { close(begun); time.Sleep(stall) })
	<-begun
	time.Sleep(stall / 2)
	if r := m.Read(); r.Last < stall/2-interval || r.Max < r.Last {
		t.Errorf("in the middle of a stall of %v: %+v", stall, r)
	}
	after := awaitSamples(t, m, before.Samples+10)
	if after.Max < stall-interval {
		t.Errorf("after a stall of %v: %+v", stall, after)
	}
	if after.P99 > after.Max || after.Last > after.Max {
		t.Errorf("more than the maximum: %+v", after)
	}
}

func TestMonitorForgetsWhatIsOutOfTheWindow(t *testing.T) {
	const stall = 500 * time.Millisecond
	m := mainloop.StartMonitor(time.Millisecond, 4)
	defer m.Stop()
	onLoop(t, func() { time.Sleep(stall) })
	for deadline := time.Now().Add(30 * time.Second); m.Read().Max >= stall/2; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("a stall stayed in a window of 4 samples")
		}
	}
	if r := m.Read(); r.Samples != 4 {
		t.Errorf("%d samples in a window of 4", r.Samples)
	}
}

func TestMonitorStops(t *testing.T) {
	m := mainloop.StartMonitor(time.Millisecond, 1000)
	awaitSamples(t, m, 1)
	m.Stop()
	m.Stop()
	r := m.Read()
	other := mainloop.StartMonitor(time.Millisecond, 10)
	defer other.Stop()
	awaitSamples(t, other, 5)
	if again := m.Read(); again != r {
		t.Errorf("after Stop %+v became %+v", r, again)
	}
}

func TestMonitorWrongUsePanics(t *testing.T) {
	defer func() {
		if v, _ := recover().(string); !strings.Contains(v, "at least a millisecond") {
			t.Errorf("panic %q, want one that names the mistake", v)
		}
	}()
	mainloop.StartMonitor(0, 10)
}
