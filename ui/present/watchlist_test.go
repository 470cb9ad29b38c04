package present

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"pgregory.net/rapid"
)

func numbered(from, until int) []any {
	items := make([]any, 0, until-from)
	for i := from; i < until; i++ {
		items = append(items, i)
	}
	return items
}

// Whatever a ring does, the slides lead from what was shown to what is shown.
func TestWatchListSlides(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var list WatchList
		var rows []any
		total, keep := 0, rapid.IntRange(1, 10).Draw(t, "keep")
		cleared := 0
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			if rapid.IntRange(0, 5).Draw(t, "clear") == 0 {
				rows = rows[list.Clear():]
				cleared = total
			}
			total += rapid.IntRange(0, 15).Draw(t, "new")
			first := max(0, total-keep)
			slide := list.Set(numbered(first, total), tasks.Items{Total: uint64(total), Dropped: uint64(first)})
			rows = append([]any{}, rows[slide.Gone:]...)
			rows = append(rows, list.Items()[list.Len()-slide.Come:]...)
			want := numbered(max(first, cleared), total)
			if len(rows) != len(want) || list.Len() != len(want) {
				t.Fatalf("after %d of %d: %v, want %v", total, keep, rows, want)
			}
			for i := range want {
				if rows[i] != want[i] {
					t.Fatalf("after %d of %d: %v, want %v", total, keep, rows, want)
				}
			}
		}
	})
}

func TestWatchRows(t *testing.T) {
	message := bus.Message{
		Type: bus.MessageSignal, Sender: ":1.5", Path: "/a", Interface: "org.example.Thing", Member: "Changed",
		Body: []bus.Value{bus.Uint32(1), bus.String("a\nb")}, Received: noon,
	}
	long, reply, torn := message, message, message
	long.Body = []bus.Value{bus.String(strings.Repeat("x", 10_000))}
	reply.Type, reply.Interface, reply.Member, reply.Body = bus.MessageReturn, "", "", nil
	torn.Malformed = bus.ErrNotKept
	clock := noon.Format("15:04:05.000")
	for _, tt := range []struct {
		item any
		want WatchRow
	}{
		{message, WatchRow{Time: clock, Title: "Thing.Changed", Text: `(uint32 1, 'a\nb')`, Sender: ":1.5"}},
		{reply, WatchRow{Time: clock, Title: "Reply", Text: "()", Sender: ":1.5"}},
		{torn, WatchRow{Time: clock, Title: "Thing.Changed", Text: "The body was too long to be kept.", Sender: ":1.5"}},
		{
			bus.Gap{From: noon, Until: noon.Add(time.Second), Why: bus.ErrPaused, Missed: 1200},
			WatchRow{Time: clock, Title: "Paused", Text: "1,200 came until " + noon.Add(time.Second).Format("15:04:05.000"), Gap: true},
		},
		{
			bus.Gap{From: noon, Until: noon, Why: errors.New("x")},
			WatchRow{Time: clock, Title: "Not connected", Text: "Nobody knows what came until " + clock, Gap: true},
		},
		{
			bus.PropertyChange{PropertyValue: bus.PropertyValue{Name: "P", Value: bus.Uint32(7)}, How: bus.ChangedPolled, Time: noon},
			WatchRow{Time: clock, Title: "P", Text: "uint32 7", Sender: "polled"},
		},
	} {
		if got := watchRow(tt.item, lineLimit); got != tt.want {
			t.Errorf("got  %+v\nwant %+v", got, tt.want)
		}
	}
	if row := watchRow(long, 100); len(row.Text) > 120 {
		t.Errorf("a row has %d bytes", len(row.Text))
	}
	list := WatchList{items: []any{message, long}}
	if text := list.ItemText(0); !strings.Contains(text, "Path: /a") || !strings.Contains(text, `(uint32 1, 'a\nb')`) {
		t.Errorf("the whole is %q", text)
	}
	var saved strings.Builder
	if err := WriteItems(&saved, list.Items()); err != nil || strings.Count(saved.String(), "\n") != 2 || len(saved.String()) < 10_000 {
		t.Errorf("saved %d bytes, %v", len(saved.String()), err)
	}
}

func TestWatchText(t *testing.T) {
	watching := at(tasks.Running, withData(bus.WatchSpec{}))
	watching.Items = tasks.Items{Total: 1500, Dropped: 500}
	monitor := at(tasks.Running, withData(bus.MonitorSpec{}))
	for _, tt := range []struct {
		s             *tasks.Snapshot
		info          *bus.WatchInfo
		state, counts string
	}{
		{watching, nil, "", "1,500 received · 500 dropped"},
		{watching, &bus.WatchInfo{State: bus.WatchPaused, WatchResult: bus.WatchResult{Messages: 1499, Missed: 3}}, "Paused: what comes is counted, and not kept.", "1,499 received · 500 dropped · 3 not kept while paused"},
		{monitor, &bus.WatchInfo{State: bus.WatchArmed}, bus.MonitorFull.Sentence(), "0 received"},
		{monitor, &bus.WatchInfo{}, "Starting.", "0 received"},
	} {
		if state, counts := WatchText(tt.s, tt.info); state != tt.state || counts != tt.counts {
			t.Errorf("it says %q, %q", state, counts)
		}
	}
	for data, want := range map[any][2]bool{bus.ConnectSpec{}: {}, "x": {}} {
		if is, pause := IsWatch(at(tasks.Running, withData(data))); [2]bool{is, pause} != want {
			t.Errorf("%T: %v, %v", data, is, pause)
		}
	}
	if is, pause := IsWatch(watching); !is || !pause {
		t.Error("a watch is none, or cannot be paused")
	}
	if is, pause := IsWatch(at(tasks.Canceled, withData(bus.WatchSpec{}))); !is || pause {
		t.Error("a watch that has ended can be paused")
	}
}
