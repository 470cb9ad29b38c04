package present

import (
	"errors"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks"
)

func TestPatternOutcome(t *testing.T) {
	for want, s := range map[string]*tasks.Snapshot{
		"Queued":                    at(tasks.Queued),
		"Running · adding":          at(tasks.Running, withProgress(tasks.Progress{Text: "adding"})),
		"Succeeded · 1 + 2 + 3 = 6": at(tasks.Succeeded, withResult("1 + 2 + 3 = 6")),
		"Canceled":                  at(tasks.Canceled, withCancel),
		"Failed · no":               at(tasks.Failed, withErr(errors.New("no"))),
	} {
		if got := PatternOutcome(s); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
