package present_test

import (
	"reflect"
	"testing"

	"github.com/bellhop-gtk/bellhop/ui/present"
)

func TestNearby(t *testing.T) {
	type edits = []present.Edit
	for name, test := range map[string]struct{ all, want edits }{
		"nothing":              {},
		"below":                {edits{{Position: 30, Removed: 5}, {Position: 20, Added: 1}}, nil},
		"in sight":             {edits{{Position: 19, Removed: 5}, {Position: 10, Added: 1}}, edits{{Position: 19, Removed: 5}, {Position: 10, Added: 1}}},
		"above, fewer":         {edits{{Position: 6, Removed: 4}, {Position: 2, Added: 1}}, edits{{Position: 0, Removed: 3}}},
		"above, more":          {edits{{Position: 6, Removed: 1}, {Position: 2, Added: 3}}, edits{{Position: 0, Added: 2}}},
		"above, as many":       {edits{{Position: 6, Removed: 1}, {Position: 2, Added: 1}}, nil},
		"from above to within": {edits{{Position: 8, Removed: 4, Added: 1}, {Position: 0, Removed: 1}}, edits{{Position: 8, Removed: 4, Added: 1}, {Position: 0, Removed: 1}}},
	} {
		if got := present.Nearby(test.all, 10, 20); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}
