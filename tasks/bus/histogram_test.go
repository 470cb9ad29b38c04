package bus_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

func TestHistogramKeepsWithinAnEighth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		times := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) time.Duration {
			// As many short ones as long ones.
			return time.Duration(rapid.Int64Range(0, 1<<rapid.IntRange(0, 45).Draw(t, "bits")).Draw(t, "time"))
		}), 1, 200).Draw(t, "times")
		var h bus.Histogram
		for _, d := range times {
			h.Add(d)
		}
		slices.Sort(times)
		if h.Count() != len(times) || h.Min() != times[0] || h.Max() != times[len(times)-1] {
			t.Fatalf("%d times from %v to %v", h.Count(), h.Min(), h.Max())
		}
		q := rapid.Float64Range(0, 1).Draw(t, "q")
		exact := times[max(int(math.Ceil(q*float64(len(times))))-1, 0)]
		if got := h.Quantile(q); got < exact || got > exact+exact/8+time.Microsecond {
			t.Fatalf("Quantile(%v) = %v, it is %v", q, got, exact)
		}
		sum, end := 0, h.Buckets()[0].From
		for _, b := range h.Buckets() {
			n := 0
			for _, d := range times {
				if b.From <= d && d < b.To {
					n++
				}
			}
			if sum += b.Count; n != b.Count || b.From != end {
				t.Fatalf("%+v, want %d from %v", b, n, end)
			}
			end = b.To
		}
		if sum != len(times) {
			t.Fatalf("%d times are in the buckets, of %d", sum, len(times))
		}
	})
}

func TestHistogramAtItsEnds(t *testing.T) {
	var h bus.Histogram
	if h.Buckets() != nil || h.Quantile(0.5) != 0 {
		t.Fatalf("the empty one has %v", h.Buckets())
	}
	h.Add(-time.Second)
	h.Add(math.MaxInt64)
	if h.Min() != 0 || h.Max() != math.MaxInt64 || h.Quantile(1) != math.MaxInt64 {
		t.Fatalf("from %v to %v", h.Min(), h.Max())
	}
	if b := h.Buckets(); b[0].Count != 1 || b[len(b)-1].Count != 1 || len(b) > 272 {
		t.Fatalf("%d buckets", len(b))
	}
}
