package bus

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
)

// How often a call may be repeated, and how many of them may be under way at once.
const (
	MaxTimes  = 1_000_000
	MaxAtOnce = 1_000
)

// RepeatSpec describes the task that makes a call many times: it is what such a
// task's Spec.Data holds. Each call is a task too, a child with a [CallSpec]. The
// task's result is a [RepeatResult]; the one item in its ring is the result so far,
// at most ten times a second, which is there as well when the task was canceled.
type RepeatSpec struct {
	CallSpec     // whose Timeout is that of each call
	Times    int // 1 to MaxTimes
	AtOnce   int // 1 to MaxAtOnce; fewer are if the connection may not have as many
}

// RepeatResult is what became of a call made many times. The times are those of
// the calls that succeeded, from the start of each; see [Histogram] for how exact
// they are.
type RepeatResult struct {
	Succeeded, Failed, Canceled int
	Histogram                   Histogram
	Min, Median, P99, Max       time.Duration
	FirstError                  error // of the first call that failed; nil if none did
}

// SubmitRepeat submits a call to be made many times. Canceling the task cancels
// all its calls. It succeeds when all have ended, however they did; it fails when
// the connection is lost or cannot be made, and then makes no more. The errors are those of SubmitCall; for numbers out
// of their bounds it is a [*SyntaxError].
func (c *Connections) SubmitRepeat(spec RepeatSpec) (tasks.Future[RepeatResult], error) {
	if err := spec.validate(); err != nil {
		return tasks.Future[RepeatResult]{}, err
	}
	ep, _, err := c.resolve(spec.Endpoint)
	if err != nil {
		return tasks.Future[RepeatResult]{}, err
	}
	spec.Endpoint = ep
	return tasks.Submit(c.engine, tasks.Spec{
		Title:  fmt.Sprintf("%s × %d", spec.title(), spec.Times),
		Detail: ep.Label() + " · " + string(spec.Call.Destination),
		Data:   spec,
		Key:    ep.standingKey(),
		Ring:   1,
	}, func(ctx context.Context, r *tasks.Reporter) (RepeatResult, error) {
		return c.repeat(ctx, spec, r)
	})
}

func (s RepeatSpec) validate() error {
	switch {
	case s.Times < 1 || s.Times > MaxTimes:
		return &SyntaxError{What: "number of calls", Text: fmt.Sprint(s.Times), Reason: Because("it is from 1 to %d", MaxTimes)}
	case s.AtOnce < 1 || s.AtOnce > MaxAtOnce:
		return &SyntaxError{What: "number of calls at once", Text: fmt.Sprint(s.AtOnce), Reason: Because("it is from 1 to %d", MaxAtOnce)}
	}
	return s.CallSpec.validate()
}

func (s RepeatSpec) submit(c *Connections) (*tasks.Task, error) {
	future, err := c.SubmitRepeat(s)
	return future.Task(), err
}

// repeat is the work of SubmitRepeat. A child is submitted when one before it has
// ended, so that there are never more than may run at once.
func (c *Connections) repeat(ctx context.Context, spec RepeatSpec, r *tasks.Reporter) (RepeatResult, error) {
	run := &repetition{times: spec.Times, reporter: r}
	var wg sync.WaitGroup
	for range min(spec.AtOnce, spec.Times) {
		wg.Go(func() {
			for n := run.next(); n > 0 && ctx.Err() == nil; n = run.next() {
				child := spec.CallSpec
				child.Title = fmt.Sprintf("%s #%d", spec.title(), n)
				future, err := c.submitCall(child, r.Task())
				if err != nil {
					run.fail(err)
					return
				}
				<-future.Task().Done()
				ended := future.Task().Snapshot()
				run.record(ended)
				if ended.State == tasks.Failed && c.isDown(spec.Endpoint) {
					run.fail(ended.Err)
				}
			}
		})
	}
	wg.Wait()
	result, err := run.end()
	if err == nil && ctx.Err() != nil && result.Succeeded+result.Failed < spec.Times {
		err = context.Cause(ctx)
	}
	return result, err
}
