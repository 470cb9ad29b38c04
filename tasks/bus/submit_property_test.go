package bus_test

import (
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
)

// oneProperty answers as an object with one property, "P", which is 5.
func oneProperty(p *bustest.Pending) {
	switch p.Call.Member {
	case "GetNameOwner":
		p.Reply(bus.String(":1.5"))
	case "Get":
		p.Reply(bus.Variant(bus.Int32(5)))
	case "GetAll":
		all, _ := bus.ParseValue("{'P': <5>}", "a{sv}")
		p.Reply(all)
	default:
		p.Reply()
	}
}

func TestPropertiesAreTasks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := lookDesk(t, oneProperty)
		object := sampleObject("/a")
		get, err := d.SubmitGetProperty(bus.GetPropertySpec{Object: object, Interface: "com.example.A", Property: "P"})
		value, s := finished(t, get, err)
		if !value.Equal(bus.Int32(5)) {
			t.Errorf("the value is %v", value.Text())
		}
		wantRetry(t, d, s, "Get com.example.A.P", "Session · com.example.A")
		all, err := d.SubmitGetProperties(bus.GetPropertiesSpec{Object: object, Interface: "com.example.A"})
		told, s := finished(t, all, err)
		if len(told) != 1 || told[0].Name != "P" || !told[0].Value.Equal(bus.Int32(5)) {
			t.Errorf("the values are %+v", told)
		}
		wantRetry(t, d, s, "Get properties of com.example.A", "Session · com.example.A")
		set, err := d.SubmitSetProperty(bus.SetPropertySpec{Object: object, Interface: "com.example.A", Property: "P", Value: bus.Int32(6)})
		value, s = finished(t, set, err)
		if !value.Equal(bus.Int32(6)) {
			t.Errorf("the value is %v", value.Text())
		}
		wantRetry(t, d, s, "Set com.example.A.P", "Session · com.example.A")
	})
}

func TestSetPropertyTimesOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := lookDesk(t, nil)
		f, err := d.SubmitSetProperty(bus.SetPropertySpec{
			Object: sampleObject("/"), Interface: "a.b", Property: "P", Value: bus.Byte(1), Timeout: time.Minute,
		})
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		if _, err := f.Wait(t.Context()); bus.KindOf(err) != bus.KindTimeout || time.Since(start) != time.Minute {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
	})
}

func TestWatchOfPropertiesOutlivesItsConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := lookDesk(t, oneProperty)
		f, err := d.SubmitWatchProperty(bus.WatchPropertySpec{
			Object: sampleObject("/a"), Interface: "com.example.A", Properties: []bus.Property{property("P", bus.EmitsValue)},
		})
		if err != nil {
			t.Fatal(err)
		}
		want := func(want ...string) (gaps []bus.Gap) {
			t.Helper()
			synctest.Wait()
			var got []string
			items, _ := f.Task().Items()
			for _, item := range items {
				switch item := item.(type) {
				case bus.PropertyChange:
					got = append(got, item.Name+" "+item.How.String())
				case bus.Gap:
					got, gaps = append(got, "gap"), append(gaps, item)
				}
			}
			if !slices.Equal(got, want) {
				t.Fatalf("the items are %q, want %q", got, want)
			}
			return gaps
		}
		want("P at first")
		why := errors.New("gone")
		d.dialed[0].Disconnect(why)
		synctest.Wait()
		if s := f.Task().Snapshot(); s.State != tasks.Running || s.Progress.Text == "" {
			t.Fatalf("without a connection the watch is %v, %+v", s.State, s.Progress)
		}
		time.Sleep(time.Minute)
		if _, err := d.Open(session); err != nil {
			t.Fatal(err)
		}
		gaps := want("P at first", "gap", "P at first")
		if gap := gaps[0]; !errors.Is(gap.Why, why) || gap.Until.Sub(gap.From) != time.Minute {
			t.Errorf("the gap is %+v", gap)
		}
		if s := f.Task().Snapshot(); s.Progress.Text != "" || s.Spec.Title != "Watch com.example.A.P" {
			t.Errorf("the watch is %q, %+v", s.Spec.Title, s.Progress)
		}
		d.Close(session)
		if _, err := f.Wait(t.Context()); f.Task().Snapshot().State != tasks.Canceled {
			t.Errorf("the watch ended with %v", err)
		}
	})
}
