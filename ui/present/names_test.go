package present

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

func titles(l *NameList) []string {
	var all []string
	for _, row := range l.Rows() {
		all = append(all, row.Title)
	}
	return all
}

func TestNameListOrder(t *testing.T) {
	var l NameList
	l.Set([]bus.NameInfo{
		{Name: ":1.10", Owner: ":1.10"},
		{Name: "org.b", Owner: ":1.9"},
		{Name: ":1.9", Owner: ":1.9"},
		{Name: "org.A", Activatable: true},
		{Name: "com.z", Owner: ":1.2"},
	})
	if got, want := titles(&l), []string{"com.z", "org.A", "org.b", ":1.9", ":1.10"}; !slices.Equal(got, want) {
		t.Errorf("the names are %q, want %q", got, want)
	}
	l.Search(" ORG 1.9")
	if got, want := titles(&l), []string{"org.b"}; !slices.Equal(got, want) || !l.Searching() {
		t.Errorf("found %q, want %q", got, want)
	}
	if position, ok := l.Position("org.b"); position != 0 || !ok {
		t.Errorf("org.b is at %d, %v", position, ok)
	}
	l.Search("")
	if len(l.Rows()) != l.Len() || l.Searching() {
		t.Error("an empty search hides names")
	}
}

func TestNameRow(t *testing.T) {
	for _, tt := range []struct {
		info     bus.NameInfo
		subtitle string
		running  bool
	}{
		{bus.NameInfo{Name: "a.b", Owner: ":1.3"}, ":1.3", true},
		{bus.NameInfo{Name: "a.b", Owner: ":1.3", Activatable: true}, ":1.3 · can be started", true},
		{bus.NameInfo{Name: "a.b", Activatable: true}, "Not running · can be started", false},
		{bus.NameInfo{Name: ":1.3", Owner: ":1.3"}, "Connection", true},
		{bus.NameInfo{Name: "a.b", Err: errors.New("no")}, "Owner unknown: no", false},
		{bus.NameInfo{Name: "a.b", Owner: ":1.3", Activatable: true, Process: bus.Process{PID: 123456}}, ":1.3 · PID 123456 · can be started", true},
		{bus.NameInfo{Name: "a.b", Owner: ":1.3", Process: bus.Process{PID: 12, Name: "b\x1b"}}, ":1.3 · b␛ · PID 12", true},
		{bus.NameInfo{Name: ":1.3", Owner: ":1.3", Process: bus.Process{PID: 12, Name: "b"}}, "b · PID 12", true},
		{bus.NameInfo{Name: "a.b", Owner: "a.b", Process: bus.Process{PID: 12, Name: "b"}}, "b · PID 12", true},
		{bus.NameInfo{Name: "a.b", Owner: "a.b"}, "a.b", true},
	} {
		if got := nameRow(tt.info, nil); got.Subtitle != tt.subtitle || got.Running != tt.running {
			t.Errorf("%v: %+v", tt.info, got)
		}
	}
}

// A connection says what names it has, also once it has others.
func TestConnectionRow(t *testing.T) {
	var l NameList
	here := bus.NameInfo{Name: ":1.3", Owner: ":1.3"}
	for _, tt := range []struct {
		others []bus.NameInfo
		want   string
	}{
		{[]bus.NameInfo{{Name: "org.b", Owner: ":1.3"}, {Name: "org.a", Owner: ":1.3"}, {Name: "org.c", Owner: ":1.4"}, {Name: "org.d"}}, "org.a, org.b"},
		{[]bus.NameInfo{{Name: "org.a", Owner: ":1.4"}}, "Connection"},
	} {
		l.Set(append(tt.others, here))
		if position, ok := l.Position(":1.3"); !ok || l.Rows()[position].Subtitle != tt.want {
			t.Errorf("of %v the rows are %+v, want %q", tt.others, l.Rows(), tt.want)
		}
	}
}

// What a connection has follows what it is, for that may be long.
func TestConnectionRowWithAProcess(t *testing.T) {
	info := bus.NameInfo{Name: ":1.3", Owner: ":1.3", Process: bus.Process{PID: 12, Name: "b"}}
	if got, want := nameRow(info, []string{"org.a", "org.b"}).Subtitle, "b · PID 12 · org.a, org.b"; got != want {
		t.Errorf("the row says %q, want %q", got, want)
	}
}

func TestNamesAreFoundByTheirProcess(t *testing.T) {
	var l NameList
	l.Set([]bus.NameInfo{
		{Name: "org.a", Owner: ":1.1", Process: bus.Process{PID: 1234, Name: "Gardener"}},
		{Name: "org.b", Owner: ":1.2", Process: bus.Process{PID: 4321}},
		{Name: "org.c", Owner: ":1.3"},
		{Name: "org.d", Activatable: true},
	})
	for query, want := range map[string][]string{
		"pid 1234": {"org.a"}, "1234": {"org.a"}, "PID": {"org.a", "org.b"}, "garden": {"org.a"}, "pid 0": nil,
	} {
		if l.Search(query); !slices.Equal(titles(&l), want) {
			t.Errorf("%q finds %q, want %q", query, titles(&l), want)
		}
	}
}

func TestOwnerFacts(t *testing.T) {
	got := OwnerFacts(bus.Credentials{
		Owner: ":1.3", PID: 12, UID: 1000, User: "ada", Unit: "x.service", Command: []string{"/bin/x", "<b>\x1b"},
	})
	if want := ":1.3 · PID 12 · ada · x.service\n/bin/x <b>"; !strings.HasPrefix(got, want) || strings.Contains(got, "\x1b") {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := OwnerFacts(bus.Credentials{PID: -1, UID: -1}); got != "" {
		t.Errorf("of nothing known it says %q", got)
	}
}
