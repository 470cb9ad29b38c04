package tap_test

import (
	"slices"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/tap"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestEverybodyGetsEverything(t *testing.T) {
	var taps tap.Taps
	taps.Deliver(bus.Message{Serial: 1})
	if taps.Wanted() {
		t.Error("messages are wanted by nobody")
	}
	var one, two []uint32
	keep := func(to *[]uint32) func(bus.Message) {
		return func(m bus.Message) { *to = append(*to, m.Serial) }
	}
	untapOne := taps.Add(keep(&one))
	taps.Deliver(bus.Message{Serial: 2})
	untapTwo := taps.Add(keep(&two))
	taps.Deliver(bus.Message{Serial: 3})
	untapOne()
	untapOne()
	taps.Deliver(bus.Message{Serial: 4})
	if !taps.Wanted() {
		t.Error("messages are not wanted, though one tap is left")
	}
	untapTwo()
	taps.Deliver(bus.Message{Serial: 5})
	if taps.Wanted() || !slices.Equal(one, []uint32{2, 3}) || !slices.Equal(two, []uint32{3, 4}) {
		t.Errorf("one got %v, two got %v, and more is wanted: %v", one, two, taps.Wanted())
	}
}

// TestUntapWaits has untap called in the middle of a delivery.
func TestUntapWaits(t *testing.T) {
	var taps tap.Taps
	in, out := make(chan struct{}), make(chan struct{})
	delivered := false
	untap := taps.Add(func(bus.Message) {
		close(in)
		<-out
		delivered = true
	})
	var wg sync.WaitGroup
	wg.Go(func() { taps.Deliver(bus.Message{}) })
	<-in
	wg.Go(func() {
		untap()
		if !delivered {
			t.Error("untap returned in the middle of a delivery")
		}
	})
	close(out)
	wg.Wait()
}

// TestTapsComeAndGo taps and lets go from many goroutines while messages come in.
func TestTapsComeAndGo(t *testing.T) {
	var taps tap.Taps
	var wg sync.WaitGroup
	stop := make(chan struct{})
	wg.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				taps.Deliver(bus.Message{})
			}
		}
	})
	var users sync.WaitGroup
	for range 8 {
		users.Go(func() {
			for range 500 {
				live := true
				untap := taps.Add(func(bus.Message) {
					if !live {
						t.Error("a message came after untap had returned")
					}
				})
				untap()
				live = false
			}
		})
	}
	users.Wait()
	close(stop)
	wg.Wait()
	if taps.Wanted() {
		t.Error("somebody is left")
	}
}
