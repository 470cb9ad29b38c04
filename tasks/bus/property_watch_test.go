package bus_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
)

// watched is an object with properties that a test changes, and a watch of them.
type watched struct {
	*bustest.Conn
	cancel context.CancelFunc
	result chan error

	mu      sync.Mutex
	values  map[string]string // "silent" is never told
	asked   map[string]int
	answers chan func() // if not nil, what is told has to be taken from it
	told    []string
}

// watch watches properties of a new object, one of which polls every second. It
// has to be called in a synctest bubble.
func watch(t *testing.T, values map[string]string, properties ...bus.Property) *watched {
	w := &watched{values: values, asked: map[string]int{}, result: make(chan error, 1)}
	w.Conn = bustest.NewConn(w.answer)
	ctx, cancel := context.WithCancel(t.Context())
	w.cancel = cancel
	matches := bus.NewMatches(w.Conn)
	t.Cleanup(matches.Close)
	go func() {
		w.result <- bus.WatchProperties(ctx, w.Conn, matches, bus.PropertyWatch{
			Name: ":1.5", Path: "/a", Interface: "com.example.A", Properties: properties, Poll: time.Second,
		}, func(change bus.PropertyChange) {
			w.mu.Lock()
			defer w.mu.Unlock()
			text := change.Name + " " + change.How.String() + " "
			if change.Err != nil {
				text += bus.KindOf(change.Err).String()
			} else {
				text += change.Value.Text()
			}
			w.told = append(w.told, text)
		})
	}()
	synctest.Wait()
	return w
}

func (w *watched) answer(p *bustest.Pending) {
	if p.Call.Member != "Get" {
		p.Reply()
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	name, _ := p.Call.Args[1].AsString()
	w.asked[name]++
	value, ok := w.values[name]
	reply := func() { p.Reply(bus.Variant(bus.String(value))) }
	switch {
	case !ok:
		p.Fail("org.freedesktop.DBus.Error.UnknownProperty", name)
	case value == "silent":
	case w.answers != nil:
		w.answers <- reply
	default:
		reply()
	}
}

func (w *watched) set(name, value string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.values[name] = value
}

// announce has the object send PropertiesChanged.
func (w *watched) announce(t *testing.T, values string, invalidated ...string) {
	t.Helper()
	dict, err := bus.ParseValue(values, "a{sv}")
	if err != nil {
		t.Fatal(err)
	}
	var names []bus.Value
	for _, name := range invalidated {
		names = append(names, bus.String(name))
	}
	old, err := bus.Array("s", names...)
	if err != nil {
		t.Fatal(err)
	}
	w.Deliver(bus.Message{
		Type: bus.MessageSignal, Sender: ":1.5", Path: "/a", Interface: "org.freedesktop.DBus.Properties",
		Member: "PropertiesChanged", Signature: "sa{sv}as", Body: []bus.Value{bus.String("com.example.A"), dict, old},
	})
}

// news gives what was told since it was last asked for.
func (w *watched) news() []string {
	synctest.Wait()
	w.mu.Lock()
	defer w.mu.Unlock()
	told := w.told
	w.told = nil
	return told
}

func (w *watched) wantNews(t *testing.T, want ...string) {
	t.Helper()
	if got := w.news(); !slices.Equal(got, want) {
		t.Errorf("told %q, want %q", got, want)
	}
}

func property(name string, emits bus.EmitsChanged) bus.Property {
	return bus.Property{Name: name, Type: "s", Access: bus.AccessRead, Emits: emits}
}

func TestWatchProperties(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := watch(t, map[string]string{"V": "v", "I": "i", "C": "c", "N": "n"},
			property("V", bus.EmitsValue), property("I", bus.EmitsInvalidate), property("C", bus.EmitsConst), property("N", bus.EmitsNothing),
			property("Broken", bus.EmitsValue), bus.Property{Name: "W", Type: "s", Access: bus.AccessWrite})
		w.wantNews(t, "W at first other", "V at first 'v'", "I at first 'i'", "C at first 'c'", "N at first 'n'", "Broken at first no such member")

		w.announce(t, "{'V': <'v2'>, 'Other': <1>}")
		w.wantNews(t, "V signal 'v2'")
		w.announce(t, "{'V': <'v2'>}")
		w.wantNews(t, "V signal 'v2'")

		w.set("I", "i2")
		w.announce(t, "{}", "I", "Other", "W")
		w.wantNews(t, "I reread 'i2'")

		w.set("N", "n2")
		w.set("C", "c2")
		w.wantNews(t)
		time.Sleep(time.Second)
		w.wantNews(t, "N polled 'n2'")
		time.Sleep(10 * time.Second)
		w.wantNews(t)
		if w.asked["C"] != 1 || w.asked["V"] != 1 || w.asked["I"] != 2 || w.asked["N"] != 12 {
			t.Errorf("asked for %v", w.asked)
		}
		w.cancel()
		if err := <-w.result; !errors.Is(err, context.Canceled) {
			t.Errorf("the watch ended with %v", err)
		}
		w.announce(t, "{'V': <'v3'>}")
		w.wantNews(t)
	})
}

func TestWatchedValueThatIsOvertaken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := watch(t, map[string]string{"V": "old"}, property("V", bus.EmitsValue))
		w.news()
		w.mu.Lock()
		w.answers = make(chan func(), 10)
		w.mu.Unlock()
		w.announce(t, "{}", "V")
		synctest.Wait()
		reply := <-w.answers
		w.announce(t, "{'V': <'new'>}")
		reply()
		w.wantNews(t, "V signal 'new'")
		w.cancel()
		<-w.result
	})
}

func TestWatchNoticesAnotherOwner(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := watch(t, map[string]string{"V": "v", "C": "c"}, property("V", bus.EmitsValue), property("C", bus.EmitsConst))
		w.news()
		w.set("V", "v2")
		w.Deliver(ownerChanged(":1.5", ":1.5", ""))
		w.wantNews(t, "V owner 'v2'", "C owner 'c'")
		w.cancel()
		<-w.result
	})
}

func TestWatchStopsReadingWhatGivesNoAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := watch(t, map[string]string{"N": "silent"}, property("N", bus.EmitsNothing))
		time.Sleep(time.Hour)
		w.wantNews(t, "N at first timeout", "N polled other")
		if orphans := w.Stats().Orphans; orphans != 3 {
			t.Errorf("%d slots at the bus are lost", orphans)
		}
		w.set("N", "well")
		w.Deliver(ownerChanged(":1.5", "", ":1.5"))
		w.wantNews(t, "N owner 'well'")
		w.cancel()
		<-w.result
	})
}

func TestWatchEndsWithTheConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := watch(t, map[string]string{"V": "v"}, property("V", bus.EmitsValue))
		w.Disconnect(errors.New("gone"))
		if err := <-w.result; bus.KindOf(err) != bus.KindDisconnected {
			t.Errorf("the watch ended with %v", err)
		}
	})
}

func TestWatchOfBadAnnouncements(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := watch(t, map[string]string{"V": "v"}, property("V", bus.EmitsValue))
		w.news()
		for _, msg := range []bus.Message{
			{Signature: "s", Body: []bus.Value{bus.String("com.example.A")}},
			{Signature: "sa{sv}as", Malformed: errors.New("cut off")},
			{Signature: "sss", Body: []bus.Value{bus.String("com.example.A"), bus.String(""), bus.String("")}},
		} {
			msg.Type, msg.Sender, msg.Path = bus.MessageSignal, ":1.5", "/a"
			msg.Interface, msg.Member = "org.freedesktop.DBus.Properties", "PropertiesChanged"
			w.Deliver(msg)
		}
		w.wantNews(t)
		for i := range 10_000 {
			w.announce(t, fmt.Sprintf("{'V': <'%d'>}", i), "V")
		}
		if news := w.news(); len(news) < 10_000 || w.asked["V"] > 10_001 {
			t.Errorf("%d were told", len(news))
		}
		w.cancel()
		<-w.result
	})
}

func TestWatchOfNothing(t *testing.T) {
	conn := bustest.NewConn(nil)
	matches := bus.NewMatches(conn)
	defer matches.Close()
	err := bus.WatchProperties(t.Context(), conn, matches, bus.PropertyWatch{Name: ":1.5", Path: "/", Interface: "a.b"}, nil)
	if bus.KindOf(err) != bus.KindBadArguments {
		t.Errorf("WatchProperties = %v", err)
	}
}
