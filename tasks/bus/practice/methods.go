package practice

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// Bounds of what one call may ask for.
const (
	maxSignals = 1_000_000
	maxSteps   = 10_000
	maxBytes   = 64 << 20 // as long as an array may be
)

// stepTime is how long a step of Progress takes.
const stepTime = 50 * time.Millisecond

// interfaces are the methods of all interfaces. For which objects have which see
// interfacesOf. The data of introspection says the same for others to read.
var interfaces = map[bus.Interface]map[bus.Member]method{
	Interface: {
		"Sleep":       {"u", sleep},
		"Echo":        {"v", echo},
		"Add":         {"ii", add},
		"Fail":        {"ss", fail},
		"NeverAnswer": {},
		"Flood":       {"u", flood},
		"Progress":    {"u", progress},
		"Big":         {"u", big},
		"Tick":        {"", tick},
		"Note":        {"s", note},
		"Plus":        {"ii", add},
		"Describe":    {"h", describe},
		"Pipe":        {"", pipe},
	},
	ItemInterface:  {"Read": {"", readItem}},
	propertiesName: {"Get": {"ss", getProperty}, "Set": {"ssv", setProperty}, "GetAll": {"s", getAllProperties}},
	objectManager:  {"GetManagedObjects": {"", managedObjects}},
	introspectable: {"Introspect": {"", introspect}},
	peer:           {"Ping": {"", ping}, "GetMachineId": {"", machineID}},
}

func sleep(ctx context.Context, r *request) ([]bus.Value, error) {
	return nil, pause(ctx, time.Duration(number(r.args[0]))*time.Millisecond)
}

func echo(_ context.Context, r *request) ([]bus.Value, error) {
	return r.args, nil
}

func add(_ context.Context, r *request) ([]bus.Value, error) {
	a, _ := r.args[0].AsInt()
	b, _ := r.args[1].AsInt()
	sum := a + b
	if int64(int32(sum)) != sum {
		return nil, bus.NewRemoteError(errorInvalidArgs, fmt.Sprintf("The sum %d does not fit in 32 bits.", sum))
	}
	return []bus.Value{bus.Int32(int32(sum))}, nil
}

func fail(_ context.Context, r *request) ([]bus.Value, error) {
	name, _ := r.args[0].AsString()
	message, _ := r.args[1].AsString()
	// What holds for the name of an interface holds for that of an error.
	if _, err := bus.ParseInterface(name); err != nil {
		return nil, bus.NewRemoteError(errorInvalidArgs, fmt.Sprintf("%q is not the name of an error.", name))
	}
	return nil, bus.NewRemoteError(name, message)
}

// flood sends signals as fast as the bus takes them.
func flood(ctx context.Context, r *request) ([]bus.Value, error) {
	const batch = 256 // signals in the queue at most
	count := number(r.args[0])
	if count > maxSignals {
		return nil, tooMuch(maxSignals, "signals")
	}
	for i := range count {
		if err := r.conn.Emit(Path, Interface, "Flooded", bus.Uint32(i), bus.Uint32(count)); err != nil {
			return nil, err
		}
		if i%batch == batch-1 {
			if err := r.conn.Flush(ctx); err != nil {
				return nil, err
			}
		}
	}
	return nil, nil
}

// progress takes its time, and tells how far it is.
func progress(ctx context.Context, r *request) ([]bus.Value, error) {
	steps := number(r.args[0])
	if steps > maxSteps {
		return nil, tooMuch(maxSteps, "steps")
	}
	for done := range steps {
		if err := pause(ctx, stepTime); err != nil {
			return nil, err
		}
		if err := r.conn.Emit(Path, Interface, "Progress", bus.Uint32(done+1), bus.Uint32(steps)); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

func big(_ context.Context, r *request) ([]bus.Value, error) {
	size := number(r.args[0])
	if size > maxBytes {
		return nil, tooMuch(maxBytes, "bytes")
	}
	b := make([]byte, size)
	for i := range b {
		b[i] = byte(i)
	}
	return []bus.Value{bus.Bytes(b)}, nil
}

func ping(context.Context, *request) ([]bus.Value, error) { return nil, nil }

func machineID(context.Context, *request) ([]bus.Value, error) {
	for _, path := range []string{"/etc/machine-id", "/var/lib/dbus/machine-id"} {
		if id, err := os.ReadFile(path); err == nil {
			return []bus.Value{bus.String(strings.TrimSpace(string(id)))}, nil
		}
	}
	return nil, bus.NewRemoteError(errorFailed, "This machine has no ID.")
}

func tooMuch(most int, of string) error {
	return bus.NewRemoteError(errorLimitsExceeded, fmt.Sprintf("At most %d %s.", most, of))
}

func number(v bus.Value) uint32 {
	n, _ := v.AsUint()
	return uint32(n)
}

// pause waits, unless the context ends.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
