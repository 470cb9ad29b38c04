package tasks_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
)

func fetch(_ context.Context, r *tasks.Reporter) (string, error) {
	r.Progress(1, 2, "halfway")
	return "the answer", nil
}

// Submit returns at once; Wait waits, on any goroutine but the main loop's.
func ExampleSubmit() {
	engine := tasks.New(tasks.Options{})
	defer engine.Shutdown(context.Background())

	future, err := tasks.Submit(engine, tasks.Spec{Title: "Fetch"}, fetch)
	if err != nil {
		fmt.Println(err)
		return
	}
	answer, err := future.Wait(context.Background())
	fmt.Println(answer, err)
	// Output: the answer <nil>
}

// A cancel reaches the work through its context, with its cause, and the task
// ends Canceled only if the work ends because of it.
func ExampleTask_Cancel() {
	engine := tasks.New(tasks.Options{})
	defer engine.Shutdown(context.Background())

	future, err := tasks.Submit(engine, tasks.Spec{Title: "Sleep"}, func(ctx context.Context, _ *tasks.Reporter) (int, error) {
		<-ctx.Done()
		return 0, context.Cause(ctx)
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	future.Task().Cancel(tasks.CanceledByUser)
	_, err = future.Wait(context.Background())
	fmt.Println(errors.Is(err, tasks.CanceledByUser), future.Task().Snapshot().State)
	// Output: true Canceled
}

// A subscriber is woken once, and then drains whatever has changed.
func ExampleEngine_Subscribe() {
	engine := tasks.New(tasks.Options{})
	defer engine.Shutdown(context.Background())

	wake := make(chan struct{}, 1)
	changes := engine.Subscribe(func() { wake <- struct{}{} })
	defer changes.Close()

	future, err := tasks.Submit(engine, tasks.Spec{Title: "Fetch"}, fetch)
	if err != nil {
		fmt.Println(err)
		return
	}
	<-future.Task().Done()
	<-wake
	for _, task := range changes.Drain().Updated {
		fmt.Println(task.Spec.Title, task.State, task.Progress.Text)
	}
	// Output: Fetch Succeeded halfway
}

// The first answer wins, and the others are canceled.
func ExampleFirst() {
	engine := tasks.New(tasks.Options{})
	defer engine.Shutdown(context.Background())

	var futures []tasks.Future[string]
	for name, delay := range map[string]time.Duration{"tortoise": time.Hour, "hare": time.Millisecond} {
		future, err := tasks.Submit(engine, tasks.Spec{Title: name}, func(ctx context.Context, _ *tasks.Reporter) (string, error) {
			select {
			case <-time.After(delay):
				return name, nil
			case <-ctx.Done():
				return "", context.Cause(ctx)
			}
		})
		if err != nil {
			fmt.Println(err)
			return
		}
		futures = append(futures, future)
	}
	_, winner, err := tasks.First(context.Background(), tasks.CancelRest, futures...)
	fmt.Println(winner, err)
	// Output: hare <nil>
}

// Fan out, and in again: the results come in the order of the futures, however
// long each took. With CancelRest the first error would cancel the others.
func ExampleAll() {
	engine := tasks.New(tasks.Options{Limit: 2})
	defer engine.Shutdown(context.Background())

	var futures []tasks.Future[int]
	for i := range 4 {
		future, err := tasks.Submit(engine, tasks.Spec{Title: "Square"}, func(context.Context, *tasks.Reporter) (int, error) {
			return i * i, nil
		})
		if err != nil {
			fmt.Println(err)
			return
		}
		futures = append(futures, future)
	}
	squares, err := tasks.All(context.Background(), tasks.CancelRest, futures...)
	fmt.Println(squares, err)
	// Output: [0 1 4 9] <nil>
}

// The first success wins; failures are passed over.
func ExampleAny() {
	engine := tasks.New(tasks.Options{})
	defer engine.Shutdown(context.Background())

	var futures []tasks.Future[string]
	for _, mirror := range []string{"", "second mirror"} {
		future, err := tasks.Submit(engine, tasks.Spec{Title: "Mirror"}, func(context.Context, *tasks.Reporter) (string, error) {
			if mirror == "" {
				return "", errors.New("out of order")
			}
			return mirror, nil
		})
		if err != nil {
			fmt.Println(err)
			return
		}
		futures = append(futures, future)
	}
	index, from, err := tasks.Any(context.Background(), tasks.CancelRest, futures...)
	fmt.Println(index, from, err)
	// Output: 1 second mirror <nil>
}

// Work tells how far it is, and emits what it finds; the latest is kept.
func ExampleReporter() {
	engine := tasks.New(tasks.Options{})
	defer engine.Shutdown(context.Background())

	future, err := tasks.Submit(engine, tasks.Spec{Title: "Count", Ring: 2}, func(_ context.Context, r *tasks.Reporter) (int, error) {
		for i := range 5 {
			r.Progress(int64(i+1), 5, "counting")
			r.Emit(i)
		}
		return 5, nil
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	<-future.Task().Done()
	progress := future.Task().Snapshot().Progress
	items, count := future.Task().Items()
	fmt.Println(progress.Done, "of", progress.Total, items, count.Dropped, "dropped")
	// Output: 5 of 5 [3 4] 3 dropped
}

// A child is canceled with its parent, which does not finish before it.
func ExampleReporter_Task() {
	engine := tasks.New(tasks.Options{})
	defer engine.Shutdown(context.Background())

	parent, err := tasks.Submit(engine, tasks.Spec{Title: "Double"}, func(ctx context.Context, r *tasks.Reporter) (int, error) {
		child, err := tasks.Submit(engine, tasks.Spec{Title: "Half", Parent: r.Task()}, func(context.Context, *tasks.Reporter) (int, error) {
			return 21, nil
		})
		if err != nil {
			return 0, err
		}
		half, err := child.Wait(ctx)
		return 2 * half, err
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(parent.Wait(context.Background()))
	// Output: 42 <nil>
}

// What fails for a reason that may pass is tried again, later each time.
func ExampleRetry() {
	engine := tasks.New(tasks.Options{})
	defer engine.Shutdown(context.Background())

	busy := errors.New("busy")
	attempts := 0
	patient := tasks.Backoff{Attempts: 5, First: time.Millisecond, Cap: time.Second, Worth: func(err error) bool { return errors.Is(err, busy) }}
	future, err := tasks.Submit(engine, tasks.Spec{Title: "Knock"}, tasks.Retry(patient, func(context.Context, *tasks.Reporter) (string, error) {
		attempts++
		if attempts < 3 {
			return "", busy
		}
		return "come in", nil
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	answer, err := future.Wait(context.Background())
	fmt.Println(answer, err, "after", attempts, "attempts")
	// Output: come in <nil> after 3 attempts
}

// At most two at once; Close waits for the last.
func ExampleLimiter() {
	limiter := tasks.NewLimiter(2)
	for name := range 3 {
		go func() {
			if err := limiter.Acquire(context.Background()); err != nil {
				return // closed before its turn
			}
			defer limiter.Release()
			_ = name // do something
		}()
	}
	fmt.Println(limiter.Close(context.Background()))
	// Output: <nil>
}
