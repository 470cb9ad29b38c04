package ui

import (
	"testing"
	"time"
)

func TestPaceRunsOnceAFrame(t *testing.T) {
	var runs []time.Time // only on the loop's thread
	ran := make(chan struct{}, 1000)
	p := newPace(loop, func() {
		runs = append(runs, time.Now())
		ran <- struct{}{}
	})
	p.ask()
	<-ran
	for range 50 {
		p.ask()
		time.Sleep(time.Millisecond)
	}
	p.ask() // the last one counts
	onLoop(t, func() {})
	<-ran
	deadline := time.After(10 * time.Second)
	for idle := false; !idle; {
		onLoop(t, func() { idle = !p.waiting && !p.asked.Load() })
		select {
		case <-deadline:
			t.Fatal("it does not come to rest")
		default:
		}
	}
	onLoop(t, func() {
		for i := 1; i < len(runs); i++ {
			if gap := runs[i].Sub(runs[i-1]); gap < frame {
				t.Errorf("it ran after %v, want at least %v", gap, frame)
			}
		}
	})
}
