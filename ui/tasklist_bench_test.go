package ui

import (
	"fmt"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// Another view of 100,000 tasks, as long as the main loop stands still for it.
func BenchmarkTaskListShow(b *testing.B) {
	const many = 100_000
	all := make([]tasks.Snapshot, many)
	for i := range all {
		all[i] = tasks.Snapshot{
			ID: tasks.ID(i + 1), State: tasks.Succeeded,
			Spec: &tasks.Spec{Title: fmt.Sprint("org.example.Garden.Water ", i*7919%many)},
		}
	}
	w := openWindow(b, testOptions(b))
	onLoop(b, func() { w.page.list.apply(tasks.Changes{Updated: all}) })
	for _, view := range []present.View{
		{Filter: present.Failed}, {Filter: present.Succeeded}, {Query: "water 77"}, {Order: present.ByName},
	} {
		b.Run(fmt.Sprintf("%s %q %s", view.Filter.Title(), view.Query, view.Order.Title()), func(b *testing.B) {
			var worst time.Duration
			for b.Loop() {
				for _, view := range []present.View{{}, view} {
					onLoop(b, func() { w.page.list.show(view) })
					for busy := true; busy; {
						start := time.Now()
						onLoop(b, func() { busy = w.page.list.listing.Busy() })
						worst = max(worst, time.Since(start))
					}
				}
			}
			b.ReportMetric(float64(worst)/float64(time.Millisecond), "worst-ms")
		})
	}
}
