package mainloop_test

import (
	"testing"
	"time"
)

// One goroutine posts; the loop runs what it posted beside it.
func BenchmarkPost(b *testing.B) {
	ran := 0
	f := func() { ran++ }
	b.ReportAllocs()
	for b.Loop() {
		if err := loop.Post(f); err != nil {
			b.Fatal(err)
		}
	}
	onLoop(b, func() {})
	if ran < b.N {
		b.Fatalf("%d of %d functions ran", ran, b.N)
	}
}

// All processors post.
func BenchmarkPostParallel(b *testing.B) {
	ran := 0
	f := func() { ran++ }
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := loop.Post(f); err != nil {
				b.Error(err)
				return
			}
		}
	})
	onLoop(b, func() {})
	if ran < b.N {
		b.Fatalf("%d of %d functions ran", ran, b.N)
	}
}

// There and back: how long a goroutine waits for a function on an idle loop.
func BenchmarkPostAndWait(b *testing.B) {
	ran := make(chan struct{}, 1)
	f := func() { ran <- struct{}{} }
	b.ReportAllocs()
	for b.Loop() {
		if err := loop.Post(f); err != nil {
			b.Fatal(err)
		}
		<-ran
	}
}

// What a posted function finds: the time from Post to its run, on an idle loop.
func BenchmarkPostLatency(b *testing.B) {
	var sum time.Duration
	ran := make(chan time.Time, 1)
	f := func() { ran <- time.Now() }
	for b.Loop() {
		posted := time.Now()
		if err := loop.Post(f); err != nil {
			b.Fatal(err)
		}
		sum += (<-ran).Sub(posted)
	}
	b.ReportMetric(float64(sum.Nanoseconds())/float64(b.N), "ns/latency")
}
