package present

import (
	"context"
	"slices"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks"
)

func TestFilterMatch(t *testing.T) {
	for _, tt := range []struct {
		name string
		s    *tasks.Snapshot
		want Filter // beside All
	}{
		{"queued", at(tasks.Queued), Running},
		{"running", at(tasks.Running), Running},
		{"canceling", at(tasks.Running, withCancel), Running},
		{"succeeded", at(tasks.Succeeded), Succeeded},
		{"failed", at(tasks.Failed), Failed},
		{"timed out", at(tasks.Failed, withErr(context.DeadlineExceeded)), Failed},
		{"canceled", at(tasks.Canceled), Canceled},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []Filter
			for _, f := range Filters() {
				if f.Match(tt.s) {
					got = append(got, f)
				}
			}
			if want := []Filter{All, tt.want}; !slices.Equal(got, want) {
				t.Errorf("it is in %v, want %v", got, want)
			}
		})
	}
}

func TestFiltersAreNamed(t *testing.T) {
	var titles []string
	for _, f := range Filters() {
		titles = append(titles, f.Title())
		if f.Icon() == "" {
			t.Errorf("%s has no icon", f.Title())
		}
	}
	if want := []string{"All", "Running", "Succeeded", "Failed", "Canceled"}; !slices.Equal(titles, want) {
		t.Errorf("the filters are %q, want %q", titles, want)
	}
	if f := Filter(99); f.Match(at(tasks.Running)) || f.Title() != "" || f.Icon() != "" {
		t.Error("a filter that there is not shows something")
	}
}
