package present_test

import (
	"cmp"
	"errors"
	"fmt"
	"hash/crc32"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// view is a list that does nothing but what a listing tells it. It holds the task
// that was in each row, or 0 for a row that is new.
type view struct{ rows []tasks.ID }

// follow makes the edits, and checks that every row that they keep is where its
// task is now.
func (v *view) follow(t interface{ Fatalf(string, ...any) }, l *present.Listing, change present.Change) {
	for _, edit := range change.Edits {
		if edit.Position < 0 || edit.Position+edit.Removed > len(v.rows) {
			t.Fatalf("%+v is of rows that are not there: there are %d", edit, len(v.rows))
		}
		v.rows = slices.Replace(v.rows, edit.Position, edit.Position+edit.Removed, make([]tasks.ID, edit.Added)...)
	}
	now := shownIDs(l)
	if len(v.rows) != len(now) {
		t.Fatalf("%+v leave %d rows for %v", change.Edits, len(v.rows), now)
	}
	for i, id := range v.rows {
		if id != 0 && id != now[i] {
			t.Fatalf("%+v leave the row of task %d where %d is now", change.Edits, id, now[i])
		}
	}
	v.rows = now
}

func shownIDs(l *present.Listing) []tasks.ID {
	ids := make([]tasks.ID, l.Len())
	for i := range ids {
		if title, ok := l.Heading(i); ok {
			ids[i] = headingID(title)
			continue
		}
		ids[i] = l.At(i).ID
	}
	return ids
}

// headingID stands for a heading among the ids of tasks.
func headingID(title string) tasks.ID {
	return firstHeading + tasks.ID(crc32.ChecksumIEEE([]byte(title)))
}

const firstHeading = tasks.ID(1 << 40)

func task(id tasks.ID, state tasks.State, title string) tasks.Snapshot {
	s := tasks.Snapshot{ID: id, State: state, Spec: &tasks.Spec{Title: title}}
	if state != tasks.Queued {
		s.Started = time.Unix(1, 0)
	}
	if state.Final() {
		s.Finished = time.Unix(2, 0)
	}
	if state == tasks.Failed {
		s.Err = errors.New("it broke")
	}
	return s
}

func updated(all ...tasks.Snapshot) tasks.Changes { return tasks.Changes{Updated: all} }

func TestListingShowsTheNewestFirst(t *testing.T) {
	l := present.NewListing()
	change := l.Apply(updated(task(1, tasks.Running, "a"), task(2, tasks.Running, "b")))
	if want := []present.Edit{{Position: 0, Removed: 0, Added: 2}}; !slices.Equal(change.Edits, want) {
		t.Errorf("edits are %v, want %v", change.Edits, want)
	}
	change = l.Apply(updated(task(3, tasks.Queued, "c")))
	if want := []present.Edit{{Position: 0, Removed: 0, Added: 1}}; !slices.Equal(change.Edits, want) {
		t.Errorf("edits are %v, want %v", change.Edits, want)
	}
	if got, want := shownIDs(l), []tasks.ID{3, 2, 1}; !slices.Equal(got, want) {
		t.Errorf("the list is %v, want %v", got, want)
	}
	if position, ok := l.Position(1); !ok || position != 2 {
		t.Errorf("task 1 is at %d, %v; want 2", position, ok)
	}
}

func TestListingTellsUpdatesFromMoves(t *testing.T) {
	l := present.NewListing()
	l.Show(present.View{Filter: present.Running})
	l.Apply(updated(task(1, tasks.Running, "a"), task(2, tasks.Running, "b"), task(3, tasks.Queued, "c")))

	change := l.Apply(updated(task(2, tasks.Succeeded, "b"), task(3, tasks.Running, "c")))
	if want := []present.Edit{{Position: 1, Removed: 1}}; !slices.Equal(change.Edits, want) {
		t.Errorf("edits are %v, want %v", change.Edits, want)
	}
	if want := []tasks.ID{3}; !slices.Equal(change.Updated, want) {
		t.Errorf("updated are %v, want %v", change.Updated, want)
	}
	if change.Finished != 1 {
		t.Errorf("%d were seen to finish, want 1", change.Finished)
	}
	if l.Lookup(2) == nil {
		t.Error("the task that is not shown is not known")
	}
}

func TestListingTakesBackARestoredTask(t *testing.T) {
	l := present.NewListing()
	all := []tasks.Snapshot{task(1, tasks.Succeeded, "a"), task(2, tasks.Failed, "b"), task(3, tasks.Canceled, "c")}
	l.Apply(updated(all...))
	v := view{shownIDs(l)}

	// Removed and restored before the next drain: it is in both.
	v.follow(t, l, l.Apply(tasks.Changes{Removed: []tasks.ID{2}, Updated: all[1:2]}))
	if got, want := shownIDs(l), []tasks.ID{3, 2, 1}; !slices.Equal(got, want) {
		t.Errorf("the list is %v, want %v", got, want)
	}
	if got := l.Count(present.Failed); got != 1 {
		t.Errorf("%d failed, want 1", got)
	}
}

func TestListingSearch(t *testing.T) {
	l := present.NewListing()
	l.Apply(updated(
		task(1, tasks.Succeeded, "org.example.Garden.Water"),
		task(2, tasks.Failed, "org.example.Garden.Mow"),
		task(3, tasks.Running, "org.example.Kitchen.Cook"),
	))
	for _, test := range []struct {
		filter present.Filter
		query  string
		want   []tasks.ID
	}{
		{present.All, "garden", []tasks.ID{2, 1}},
		{present.All, "  COOK ", []tasks.ID{3}},
		{present.All, "running", []tasks.ID{3}},
		{present.All, "it broke", []tasks.ID{2}},
		{present.Failed, "garden", []tasks.ID{2}},
		{present.Canceled, "garden", nil},
		{present.All, "", []tasks.ID{3, 2, 1}},
	} {
		l.Show(present.View{Filter: test.filter, Query: test.query})
		if got := shownIDs(l); !slices.Equal(got, test.want) {
			t.Errorf("%v with %q shows %v, want %v", test.filter.Title(), test.query, got, test.want)
		}
		if l.Searching() != (strings.TrimSpace(test.query) != "") {
			t.Errorf("with %q Searching is %v", test.query, l.Searching())
		}
	}
}

func TestListingFindsATaskByWhatItBecame(t *testing.T) {
	l := present.NewListing()
	l.Apply(updated(task(1, tasks.Running, "a")))
	l.Show(present.View{Query: "succeeded"})
	if l.Len() != 0 {
		t.Fatal("a running task is shown among those that say Succeeded")
	}
	change := l.Apply(updated(task(1, tasks.Succeeded, "a")))
	if l.Len() != 1 || len(change.Edits) != 1 {
		t.Errorf("%d shown after it has succeeded, by %v", l.Len(), change.Edits)
	}
}

// works are what tasks work on: two connections, and none.
var works = []any{
	nil,
	bus.ConnectSpec{Endpoint: bus.Endpoint{Address: bus.SessionAddress()}},
	bus.ListNamesSpec{Endpoint: bus.Endpoint{Address: bus.SystemAddress()}},
}

// The listing against one that is built anew, and against a slow model: whatever
// happens, it shows what it should, in order, and its edits lead there.
func TestListingAgainstModel(t *testing.T) {
	titles := []string{"Water", "Mow", "Cook", "water the plants"}
	rapid.Check(t, func(t *rapid.T) {
		l, v, m := present.NewListing(), view{}, model{now: map[tasks.ID]tasks.Snapshot{}, open: map[tasks.ID]bool{}}
		removed := map[tasks.ID]tasks.Snapshot{}
		next := tasks.ID(1)
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			var change present.Change
			switch rapid.IntRange(0, 7).Draw(t, "step") {
			case 0:
				m.view = present.View{
					Filter:  rapid.SampledFrom(present.Filters()).Draw(t, "filter"),
					Query:   rapid.SampledFrom([]string{"", "water", "o", "2.0 s"}).Draw(t, "query"),
					Order:   rapid.SampledFrom(present.Orders()).Draw(t, "order"),
					Flat:    rapid.Bool().Draw(t, "flat"),
					Grouped: rapid.Bool().Draw(t, "grouped"),
				}
				change = l.Show(m.view)
				clear(v.rows) // every row may show another task then
			case 1:
				if len(m.now) == 0 {
					continue
				}
				id := rapid.SampledFrom(sorted(m.now)).Draw(t, "opened")
				m.open[id] = !m.open[id]
				change = l.SetOpen(id, m.open[id])
			default:
				var changes tasks.Changes
				for range rapid.IntRange(0, 6).Draw(t, "new") {
					s := task(next, tasks.Queued, rapid.SampledFrom(titles).Draw(t, "title"))
					s.Spec.Data = rapid.SampledFrom(works).Draw(t, "data")
					s.Parent = tasks.ID(rapid.IntRange(0, int(next)-1).Draw(t, "parent"))
					m.now[next] = s
					changes.Updated = append(changes.Updated, s)
					next++
				}
				for _, id := range sorted(m.now) {
					switch old := m.now[id]; rapid.IntRange(0, 9).Draw(t, "fate") {
					case 0:
						delete(m.now, id)
						delete(m.open, id)
						removed[id] = old
						changes.Updated = slices.DeleteFunc(changes.Updated, func(s tasks.Snapshot) bool { return s.ID == id })
						changes.Removed = append(changes.Removed, id)
					case 1, 2:
						state := rapid.SampledFrom([]tasks.State{tasks.Running, tasks.Succeeded, tasks.Failed, tasks.Canceled}).Draw(t, "state")
						if old.State.Final() {
							continue
						}
						s := task(id, state, old.Spec.Title)
						s.Spec, s.Parent = old.Spec, old.Parent
						s.Started = time.Unix(int64(rapid.IntRange(1, 5).Draw(t, "started")), 0)
						if state == tasks.Canceled && rapid.Bool().Draw(t, "never started") {
							s.Started, s.Finished = time.Time{}, s.Started
						} else if state.Final() {
							s.Finished = s.Started.Add(time.Duration(rapid.IntRange(0, 3).Draw(t, "took")) * time.Second)
						}
						m.now[id] = s
						changes.Updated = slices.DeleteFunc(changes.Updated, func(s tasks.Snapshot) bool { return s.ID == id })
						changes.Updated = append(changes.Updated, s)
					}
				}
				for _, id := range sorted(removed) {
					if rapid.IntRange(0, 3).Draw(t, "restore") == 0 {
						m.now[id] = removed[id]
						changes.Updated = append(changes.Updated, m.now[id])
						delete(removed, id)
					}
				}
				slices.SortFunc(changes.Updated, func(a, b tasks.Snapshot) int { return int(a.ID) - int(b.ID) })
				change = l.Apply(changes)
			}
			v.follow(t, l, change)
			m.check(t, l)
		}
	})
}

// A view that is made a few tasks at a time, while tasks come, change and go, is in
// the end what it would have been at once.
func TestListingContinuesWhileTasksChange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l, m := present.NewListing(), model{now: map[tasks.ID]tasks.Snapshot{}, open: map[tasks.ID]bool{}}
		const many = 2_500 // more than are looked at at once
		next := tasks.ID(1)
		add := func(n int) (all []tasks.Snapshot) {
			for range n {
				s := task(next, tasks.Running, fmt.Sprint("Water ", int(next)*7919%1000))
				if next%10 != 1 {
					s.Parent = next - (next-1)%10
				}
				m.now[next] = s
				all = append(all, s)
				next++
			}
			return all
		}
		l.Apply(updated(add(many)...))
		v := view{shownIDs(l)}
		m.open[11] = true
		v.follow(t, l, l.SetOpen(11, true))
		m.view = present.View{Query: "water 1", Order: rapid.SampledFrom(present.Orders()).Draw(t, "order"), Flat: rapid.Bool().Draw(t, "flat"), Grouped: rapid.Bool().Draw(t, "grouped")}
		before := shownIDs(l)
		l.Show(m.view)
		if !l.Busy() || !slices.Equal(shownIDs(l), before) {
			t.Fatal("the rows change before all tasks have been looked at")
		}
		for l.Busy() {
			var changes tasks.Changes
			for range 20 {
				id := tasks.ID(rapid.IntRange(1, int(next)-1).Draw(t, "id"))
				s, ok := m.now[id]
				if !ok || slices.ContainsFunc(changes.Updated, func(s tasks.Snapshot) bool { return s.ID == id }) {
					continue
				}
				if rapid.Bool().Draw(t, "gone") {
					delete(m.now, id)
					delete(m.open, id)
					changes.Removed = append(changes.Removed, id)
					continue
				}
				parent := s.Parent
				s = task(id, tasks.Succeeded, s.Spec.Title)
				s.Parent = parent
				m.now[id] = s
				changes.Updated = append(changes.Updated, s)
			}
			slices.SortFunc(changes.Updated, func(a, b tasks.Snapshot) int { return int(a.ID) - int(b.ID) })
			changes.Updated = append(changes.Updated, add(3)...)
			v.follow(t, l, l.Apply(changes))
			change := l.Continue(rapid.IntRange(1, 200).Draw(t, "tasks"))
			if !l.Busy() {
				clear(v.rows)
			}
			v.follow(t, l, change)
		}
		m.check(t, l)
	})
}

// model is what a listing should show.
type model struct {
	now  map[tasks.ID]tasks.Snapshot
	open map[tasks.ID]bool
	view present.View
}

func (m *model) check(t *rapid.T, l *present.Listing) {
	anew := present.NewListing()
	for _, id := range sorted(m.now) {
		anew.Apply(updated(m.now[id]))
	}
	for id, open := range m.open {
		anew.SetOpen(id, open)
	}
	for anew.Show(m.view); anew.Busy(); {
		anew.Continue(1_000)
	}
	got := shownIDs(l)
	if want := shownIDs(anew); !slices.Equal(got, want) {
		t.Fatalf("%+v shows %v; built anew it shows %v", m.view, got, want)
	}
	shown := slices.DeleteFunc(slices.Clone(got), func(id tasks.ID) bool { return id >= firstHeading })
	if want := m.set(); !slices.Equal(slices.Sorted(slices.Values(shown)), want) {
		t.Fatalf("%+v shows %v, want %v in some order", m.view, got, want)
	}
	m.checkGroups(t, l)
	if !m.view.Grouped && m.view.Flat && m.view.Order == present.Newest && !slices.IsSortedFunc(got, m.newer) {
		t.Fatalf("the newest do not come first: %v", got)
	}
	for position, id := range got {
		if id >= firstHeading {
			continue
		}
		if at, ok := l.Position(id); !ok || at != position {
			t.Fatalf("task %d is said to be at %d, %v; it is at %d", id, at, ok, position)
		}
		if depth := l.FamilyAt(position).Depth; depth > 0 && (position == 0 || l.FamilyAt(position-1).Depth < depth-1) {
			t.Fatalf("row %d is below nothing: %v", position, got)
		}
	}
	for _, f := range present.Filters() {
		count := 0
		for _, s := range m.now {
			if f.Match(&s) {
				count++
			}
		}
		if got := l.Count(f); got != count {
			t.Fatalf("%s counts %d, want %d", f.Title(), got, count)
		}
	}
}

// newer orders tasks by their start, the latest first, after those that have yet to.
func (m *model) newer(a, b tasks.ID) int {
	began := func(id tasks.ID) time.Time {
		switch s := m.now[id]; {
		case !s.Started.IsZero():
			return s.Started
		case !s.Finished.IsZero():
			return s.Finished
		}
		return time.Unix(1<<40, 0)
	}
	return cmp.Or(began(b).Compare(began(a)), cmp.Compare(b, a))
}

// checkGroups holds that each task that stands by itself is below the heading of its
// connection, and that no heading is there twice or over nothing.
func (m *model) checkGroups(t *rapid.T, l *present.Listing) {
	heading, headings := "", map[string]bool{}
	for position := range l.Len() {
		title, ok := l.Heading(position)
		switch s := l.At(position); {
		case ok != (s == nil) || ok && !m.view.Grouped:
			t.Fatalf("row %d is a heading, %v; a task, %v", position, ok, s != nil)
		case ok && (headings[title] || position == l.Len()-1 || l.At(position+1) == nil):
			t.Fatalf("the heading %q is there again, or over nothing", title)
		case ok:
			heading, headings[title] = title, true
		case m.view.Grouped && l.FamilyAt(position).Depth == 0 && heading != groupTitle(s):
			t.Fatalf("task %d is below %q", s.ID, heading)
		}
	}
}

func groupTitle(s *tasks.Snapshot) string {
	if endpoint, ok := bus.EndpointOf(s.Spec.Data); ok {
		return present.EndpointText(endpoint)
	}
	return "Without a Connection"
}

// set gives the tasks that should be shown, in the order of their ids.
func (m *model) set() []tasks.ID {
	matches := func(s tasks.Snapshot) bool {
		return m.view.Filter.Match(&s) && strings.Contains(strings.ToLower(rowWords(&s)), m.view.Query)
	}
	shown := map[tasks.ID]bool{}
	var ids []tasks.ID
	for _, id := range sorted(m.now) { // parents come before their children
		s := m.now[id]
		parent, ok := m.now[s.Parent]
		hidden := ok && !m.view.Flat && matches(parent) && (!shown[s.Parent] || !m.open[s.Parent])
		if matches(s) && !hidden {
			shown[id] = true
			ids = append(ids, id)
		}
	}
	return ids
}

func rowWords(s *tasks.Snapshot) string {
	row := present.TaskRow(s, s.Finished)
	if !s.State.Final() {
		row.Elapsed = ""
	}
	return row.Title + " " + row.Detail + " " + row.State + " " + row.Elapsed
}

func sorted(m map[tasks.ID]tasks.Snapshot) []tasks.ID {
	ids := make([]tasks.ID, 0, len(m))
	for id := range m {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

func BenchmarkListingApply(b *testing.B) {
	l := present.NewListing()
	var all []tasks.Snapshot
	for id := range tasks.ID(100_000) {
		all = append(all, task(id+1, tasks.Succeeded, "org.example.Garden.Water"))
	}
	l.Apply(updated(all...))
	next := tasks.ID(len(all) + 1)
	for b.Loop() {
		// A frame's worth, with the oldest let go.
		var changes tasks.Changes
		for range 80 {
			changes.Updated = append(changes.Updated, task(next, tasks.Succeeded, "org.example.Garden.Water"))
			changes.Removed = append(changes.Removed, next-100_000)
			next++
		}
		l.Apply(changes)
	}
}
