package present

import (
	"fmt"
	"strings"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// How the times of many calls are drawn.
const (
	histogramLines = 12
	histogramBar   = 14 // characters
)

// RepeatText tells what became of a call that is made many times: how many came
// to what, and how long they took.
func RepeatText(r bus.RepeatResult) string {
	parts := []string{tr.N(r.Succeeded, "%d succeeded", "%d succeeded", r.Succeeded)}
	if r.Failed > 0 {
		parts = append(parts, tr.N(r.Failed, "%d failed", "%d failed", r.Failed))
	}
	if r.Canceled > 0 {
		parts = append(parts, tr.N(r.Canceled, "%d canceled", "%d canceled", r.Canceled))
	}
	text := joined(parts...)
	if r.FirstError != nil {
		f := failure(r.FirstError)
		text += "\n\n" + tr.F("The first that failed: %s", f.Text())
	}
	if r.Succeeded > 0 {
		// Translators: a small table; keep the second column straight
		text += "\n\n" + tr.F("Shortest %s\nMedian   %s\n99 %%     %s\nLongest  %s",
			shortTime(r.Min), shortTime(r.Median), shortTime(r.P99), shortTime(r.Max)) + "\n"
		text += histogramText(r.Histogram.Buckets())
	}
	return text
}

// histogramText draws a line for each time span, with neighbours put together
// until there are few enough.
func histogramText(buckets []bus.Bucket) string {
	for len(buckets) > histogramLines {
		half := make([]bus.Bucket, 0, len(buckets)/2+1)
		for i := 0; i < len(buckets); i += 2 {
			b := buckets[i]
			if i+1 < len(buckets) {
				b.To, b.Count = buckets[i+1].To, b.Count+buckets[i+1].Count
			}
			half = append(half, b)
		}
		buckets = half
	}
	most := 1
	for _, b := range buckets {
		most = max(most, b.Count)
	}
	var out strings.Builder
	for _, b := range buckets {
		bar := b.Count * histogramBar / most
		if b.Count > 0 && bar == 0 {
			bar = 1
		}
		from := fmt.Sprintf("%8s", shortTime(b.From))
		// Translators: a line of a diagram: a time, a bar, and how many took that time or more
		out.WriteString("\n" + tr.F("from %s %s %d", from, strings.Repeat("█", bar)+strings.Repeat(" ", histogramBar-bar), b.Count))
	}
	return out.String()
}

// shortTime is a time of which the first digits matter, however short it is.
func shortTime(d time.Duration) string {
	switch {
	case d < time.Millisecond:
		return tr.F("%d µs", int(d/time.Microsecond))
	case d < 100*time.Millisecond:
		return tr.F("%.1f ms", float64(d)/float64(time.Millisecond))
	}
	return Elapsed(d)
}
