package bus

import (
	"context"
	"sync"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
)

// saysStarting is what the progress of a call says whose service does not run yet.
//
//tr:mark
const saysStarting = "Starting service…"

// startPace is how long a call is out before anybody asks whether its service
// runs, and how often from then on: most calls are answered sooner.
const startPace = 500 * time.Millisecond

// tellOfStart reports, while a call is out, that the bus starts the service for it.
// stop ends that, and waits until it has ended.
func tellOfStart(ctx context.Context, conn Conn, call Call, r *tasks.Reporter) (stop func()) {
	if !startsService(call) {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	var telling sync.WaitGroup
	telling.Add(1)
	timer := time.AfterFunc(startPace, func() {
		defer telling.Done()
		reportStart(ctx, conn, call.Destination, r)
	})
	return func() {
		cancel()
		if !timer.Stop() {
			telling.Wait()
		}
	}
}

// startsService tells whether the bus may start a service for the call's sake.
func startsService(call Call) bool {
	return call.Flags&NoAutoStart == 0 && call.Destination != "" && call.Destination != busDriver && !call.Destination.IsUnique()
}

func reportStart(ctx context.Context, conn Conn, name Name, r *tasks.Reporter) {
	for said := false; ; said = true {
		_, err := owner(ctx, conn, name)
		if KindOf(err) != KindNoSuchName {
			if said && err == nil {
				r.Progress(0, 0, "")
			}
			return
		}
		r.Progress(0, 0, saysStarting)
		select {
		case <-ctx.Done():
			return
		case <-time.After(startPace):
		}
	}
}
