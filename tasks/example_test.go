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
