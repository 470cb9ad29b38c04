package bus_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
)

// TestNumbersAreLikeItems makes arrays of numbers out of their items, and looks at
// them in every way in which it looks at others.
func TestNumbersAreLikeItems(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		elem := rapid.SampledFrom([]bus.Signature{"n", "q", "i", "u", "x", "t", "d"}).Draw(t, "elem")
		items := rapid.SliceOfN(bustest.ValuesOf(elem, 0), 0, 9).Draw(t, "items")
		array, err := bus.Array(elem, append([]bus.Value(nil), items...)...)
		if err != nil {
			t.Fatal(err)
		}
		if array.Signature() != "a"+elem || array.Type() != bus.TypeArray || array.Len() != len(items) || array.Basic() != nil {
			t.Fatalf("an array of %d: %s with %d items", len(items), array.Signature(), array.Len())
		}
		next := 0
		for i, item := range array.Items() {
			if i != next || !item.Equal(items[i]) {
				t.Fatalf("the item %d is %s; want the %dth, %s", i, item.Text(), next, items[i].Text())
			}
			next++
		}
		if next != len(items) {
			t.Fatalf("there are %d items; want %d", next, len(items))
		}
		raw, ok := array.AsNumbers()
		again, err := bus.Numbers(elem, raw)
		if !ok || err != nil || !again.Equal(array) || !array.Equal(again) {
			t.Fatalf("%s became %s, %v", array.Text(), again.Text(), err)
		}
		more, err := bus.Array(elem, append(items, items[:min(1, len(items))]...)...)
		if err != nil || more.Equal(array) != (len(items) == 0) {
			t.Fatalf("%s equals %s, %v", more.Text(), array.Text(), err)
		}
	})
}

func TestNumbersRefuse(t *testing.T) {
	for _, test := range []struct {
		elem bus.Signature
		len  int
	}{{"q", 1}, {"i", 6}, {"d", 4}, {"y", 1}, {"b", 4}, {"h", 4}, {"s", 8}, {"", 0}, {"qq", 4}, {"z", 2}} {
		if v, err := bus.Numbers(test.elem, make([]byte, test.len)); err == nil || v.IsValid() {
			t.Errorf("%d bytes are an array of “%s”: %v", test.len, test.elem, v)
		}
	}
}

// TestNumbersStopEarly leaves a loop over the items in the middle.
func TestNumbersStopEarly(t *testing.T) {
	array, err := bus.Array("u", bus.Uint32(1), bus.Uint32(2), bus.Uint32(3))
	if err != nil {
		t.Fatal(err)
	}
	for i, item := range array.Items() {
		if item.Equal(bus.Uint32(2)) {
			break
		}
		if i > 0 {
			t.Fatalf("the loop went on to the item %d", i)
		}
	}
}
