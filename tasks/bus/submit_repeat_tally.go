package bus

import (
	"sync"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
)

// repetition keeps the tally of a call that is made many times.
type repetition struct {
	times    int
	reporter *tasks.Reporter

	mu      sync.Mutex
	begun   int
	ended   int
	result  RepeatResult
	emitted time.Time
	err     error // why no more can be submitted
}

// emitPause is how long nobody is told of the result so far, after it was told.
const emitPause = 100 * time.Millisecond

// next gives the number of the next call, from 1, or 0 when there are no more.
func (r *repetition) next() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.begun == r.times || r.err != nil {
		return 0
	}
	r.begun++
	return r.begun
}

// fail says why there can be no more calls.
func (r *repetition) fail(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err == nil {
		r.err = err
	}
}

// record counts a call that has ended.
func (r *repetition) record(s tasks.Snapshot) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ended++
	switch s.State {
	case tasks.Succeeded:
		r.result.Succeeded++
		r.result.Histogram.Add(s.Elapsed(s.Finished))
	case tasks.Canceled:
		r.result.Canceled++
	default:
		r.result.Failed++
		if r.result.FirstError == nil {
			r.result.FirstError = s.Err
		}
	}
	r.reporter.Progress(int64(r.ended), int64(r.times), "")
	if now := time.Now(); now.Sub(r.emitted) >= emitPause {
		r.emitted = now
		r.reporter.Emit(r.resultLocked())
	}
}

// end gives the result, to the task's ring too.
func (r *repetition) end() (RepeatResult, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	result := r.resultLocked()
	r.reporter.Emit(result)
	return result, r.err
}

func (r *repetition) resultLocked() RepeatResult {
	result := r.result
	h := &result.Histogram
	result.Min, result.Median, result.P99, result.Max = h.Min(), h.Quantile(0.5), h.Quantile(0.99), h.Max()
	return result
}
