package wire_test

import (
	"errors"
	"runtime/debug"
	"runtime/metrics"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/wire"
)

// filled is a body with one array of the length, whose elements are all the same.
func filled(element string, length int) []byte {
	body := wire.Order.AppendUint32(make([]byte, 0, length+8), uint32(length))
	body = append(body, 0, 0, 0, 0) // where the elements need it
	return append(body, strings.Repeat(element, length/len(element))...)
}

// TestMemoryIsBounded reads bodies of 64 MiB of the smallest elements there are of
// each type. None may take more than the bound of the package's documentation while
// it is read: as much as its length, and 256 MiB.
func TestMemoryIsBounded(t *testing.T) {
	const length = 64 << 20
	const bound = length + 256<<20
	for _, test := range []struct {
		sig     bus.Signature
		element string
		pad     bool // after the length
		want    error
	}{
		{"ay", "\x00", false, nil},
		{"aq", "\x01\x02", false, nil},
		{"at", "\x01\x02\x03\x04\x05\x06\x07\x08", true, nil},
		{"ab", "\x01\x00\x00\x00", false, wire.ErrTooMany},
		{"as", "\x00\x00\x00\x00\x00\x00\x00\x00", false, wire.ErrTooMany},
		{"ag", "\x00\x00", false, wire.ErrTooMany},
		{"av", "\x01y\x00\x07", false, wire.ErrTooMany},
		{"aay", "\x00\x00\x00\x00", false, wire.ErrTooMany},
		{"a(y)", "\x01\x00\x00\x00\x00\x00\x00\x00", true, wire.ErrTooMany},
		{"a((((((((y))))))))", "\x01\x00\x00\x00\x00\x00\x00\x00", true, wire.ErrTooMany},
		{"a{yy}", "\x01\x02\x00\x00\x00\x00\x00\x00", true, wire.ErrTooMany},
		{"a{yv}", "\x01\x01y\x00\x09\x00\x00\x00", true, wire.ErrTooMany},
	} {
		body := filled(test.element, length)
		if !test.pad {
			copy(body[4:], body[8:])
			body = body[:len(body)-4]
		}
		var err error
		took := peak(func() { _, err = wire.Decode(body, wire.Order, test.sig) })
		if !errors.Is(err, test.want) {
			t.Errorf("64 MiB of “%s”: %v; want %v", test.sig, err, test.want)
		}
		t.Logf("64 MiB of “%s” took %d MiB", test.sig, took>>20)
		if took > bound {
			t.Errorf("64 MiB of “%s” took %d MiB; want at most %d", test.sig, took>>20, bound>>20)
		}
	}
}

// peak is how much more memory the process has from the system while f runs.
func peak(f func()) uint64 {
	debug.FreeOSMemory()
	before := fromSystem()
	highest := before
	stop := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			select {
			case <-stop:
				return
			case <-time.After(time.Millisecond):
				highest = max(highest, fromSystem())
			}
		}
	})
	f()
	atEnd := fromSystem()
	close(stop)
	wg.Wait()
	return max(highest, atEnd) - before
}

func fromSystem() uint64 {
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(samples)
	return samples[0].Value.Uint64() - samples[1].Value.Uint64()
}

func TestMostValues(t *testing.T) {
	for _, test := range []struct {
		count int // of booleans, beside the array itself
		want  error
	}{{wire.MaxValues - 1, nil}, {wire.MaxValues, wire.ErrTooMany}} {
		items := make([]bus.Value, test.count)
		for i := range items {
			items[i] = bus.Bool(true)
		}
		body, sig, err := wire.Encode([]bus.Value{array(t, "b", items...)})
		if err != nil {
			t.Fatal(err)
		}
		values, err := wire.Decode(body, wire.Order, sig)
		if !errors.Is(err, test.want) || err == nil && values[0].Len() != test.count {
			t.Errorf("%d booleans: %v; want %v", test.count, err, test.want)
		}
	}
}
