package ui

import (
	"runtime"
	"testing"
	"testing/synctest"
	"time"
)

func TestCollectorCollectsWhenAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := startCollector()
		defer c.stop()

		collections := func() uint32 {
			var stats runtime.MemStats
			runtime.ReadMemStats(&stats)
			return stats.NumForcedGC
		}
		before := collections()
		time.Sleep(time.Hour)
		if n := collections() - before; n != 0 {
			t.Errorf("it collected %d times without being asked", n)
		}
		c.ask()
		time.Sleep(time.Hour)
		if n := collections() - before; n != collectorRounds {
			t.Errorf("it collected %d times, want %d", n, collectorRounds)
		}
	})
}

func TestCollectorAskAfterStop(t *testing.T) {
	c := startCollector()
	c.stop()
	c.ask()
	c.ask()
}
