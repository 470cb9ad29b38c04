package tasks_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/taskstest"
)

// Each mistake is a panic whose text names it.
func TestCase91MistakesPanicWithASentence(t *testing.T) {
	e, other := taskstest.NewEngine(t, tasks.Options{}), taskstest.NewEngine(t, tasks.Options{})
	foreign := taskstest.Submit(t, other, tasks.Spec{}, taskstest.UntilCanceled)
	for sentence, mistake := range map[string]func(){
		"Submit of a nil function":             func() { _, _ = tasks.Submit[int](e, tasks.Spec{}, nil) },
		"an Engine that New did not make":      func() { _, _ = tasks.Submit(new(tasks.Engine), tasks.Spec{}, taskstest.Give(1)) },
		"Engine that New did not make":         func() { _, _ = tasks.Submit(nil, tasks.Spec{}, taskstest.Give(1)) },
		"a parent of another engine":           func() { _, _ = tasks.Submit(e, tasks.Spec{Parent: foreign.Task()}, taskstest.Give(1)) },
		"a Future that Submit did not make":    func() { _, _ = tasks.Future[int]{}.Wait(t.Context()) },
		"Subscribe with a nil function":        func() { e.Subscribe(nil) },
		"Retry of a nil function":              func() { tasks.Retry[int](tasks.Backoff{}, nil) },
		"NewLimiter needs at least one place":  func() { tasks.NewLimiter(0) },
		"Release of a place that nobody holds": func() { tasks.NewLimiter(1).Release() },
	} {
		t.Run(sentence, func(t *testing.T) {
			defer func() {
				if v := recover(); v == nil || !strings.Contains(fmt.Sprint(v), "tasks: ") || !strings.Contains(fmt.Sprint(v), sentence) {
					t.Errorf("recovered %v, want a panic that says %q", v, sentence)
				}
			}()
			mistake()
		})
	}
	taskstest.Submit(t, e, tasks.Spec{}, taskstest.Give(1)) // no mistake has left the lock taken
}
