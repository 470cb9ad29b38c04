package ui

import (
	"fmt"
	"slices"
	"syscall"
	"testing"
	"time"

	coreglib "github.com/diamondburned/gotk4/pkg/core/glib"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// How long a turn of the main loop computes at most for an object, for its values,
// and for going to another one, half of the times.
func BenchmarkObjectDetails(b *testing.B) {
	for _, members := range []int{10, 30, 100, 1000} {
		b.Run(fmt.Sprint(members), func(b *testing.B) {
			w := openWindow(b, testOptions(b))
			answer := func(tasks.Snapshot) {}
			onLoop(b, func() {
				w.makeBrowse()
				w.object.do = objectActions{properties: func(_ bus.GetPropertiesSpec, f func(tasks.Snapshot)) { answer = f }}
				w.window.SetDefaultSize(1200, 800)
				w.goTo(browsePlace)
			})
			object, node := crowd("/crowd", members)
			var values []bus.PropertyValue
			for _, property := range node.Interfaces[0].Properties {
				values = append(values, bus.PropertyValue{Name: property.Name, Value: bus.Uint32(7)})
			}
			nobody, nothing := crowd("/nobody", 1)
			stalls := map[string][]time.Duration{}
			measured := func(what string, f func()) {
				busiest := watchTurns(b)
				onLoop(b, f)
				settle(b, w)
				stalls[what] = append(stalls[what], busiest())
			}
			round := func() {
				measured("show", func() { w.showObject(&object, node, nil) })
				measured("values", func() { answer(tasks.Snapshot{State: tasks.Succeeded, Result: values}) })
				measured("leave", func() { w.showObject(&nobody, nothing, nil) })
			}
			round()
			clear(stalls) // the first time, fonts and icons are loaded
			for b.Loop() {
				round()
			}
			for what, each := range stalls {
				slices.Sort(each)
				b.ReportMetric(float64(each[len(each)/2])/float64(time.Millisecond), what+"-stall-ms")
			}
		})
	}
}

// watchTurns gives what tells how long the main loop's thread has computed at most
// between two looks of a timer: what else the machine does is left out.
func watchTurns(b *testing.B) (busiest func() time.Duration) {
	b.Helper()
	const thread = 1 // of RUSAGE_THREAD
	used := func() time.Duration {
		var usage syscall.Rusage
		if err := syscall.Getrusage(thread, &usage); err != nil {
			b.Error(err)
		}
		return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
	}
	var most, last time.Duration
	watching := true
	onLoop(b, func() {
		last = used()
		coreglib.TimeoutAdd(1, func() bool {
			now := used()
			most, last = max(most, now-last), now
			return watching
		})
	})
	return func() time.Duration {
		onLoop(b, func() { watching = false })
		return most
	}
}

// settle waits until the window shows the object, and the next frames are drawn.
func settle(b *testing.B, w *window) {
	b.Helper()
	awaitSteps(b, w.object)
	for range 20 {
		time.Sleep(frame)
		onLoop(b, func() {})
	}
}
