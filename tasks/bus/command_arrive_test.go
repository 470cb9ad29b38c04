package bus_test

import (
	"flag"
	"slices"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"pgregory.net/rapid"
)

// fewChecks makes rapid try 50 values until the test ends, each of which starts
// programs.
func fewChecks(t *testing.T) {
	t.Helper()
	f := flag.Lookup("rapid.checks")
	before := f.Value.String()
	if err := f.Value.Set("50"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Value.Set(before) })
}

func TestCommandsArrive(t *testing.T) {
	daemon := bustest.StartDaemon(t)
	recorder := startRecorder(t, daemon)
	var texts []bus.Value
	for _, text := range awkward {
		texts = append(texts, bus.String(text))
	}
	for _, tool := range tools {
		t.Run(tool.String(), func(t *testing.T) {
			send := func(call bus.Call) {
				t.Helper()
				recorder.arrives(t, daemon, tool, bus.SessionAddress(), call)
			}
			send(recorded())
			send(recorded(texts...))
			for _, text := range texts {
				send(recorded(text))
				send(recorded(bus.Variant(text), bus.Double(5e-324)))
			}
			send(recorded(bus.Byte(0), bus.Bool(true), bus.Int16(-32768), bus.Uint16(65535), bus.Int32(-1<<31), bus.Uint32(1<<32-1),
				bus.Int64(-1<<63), bus.Uint64(1<<64-1), bus.Double(-0.1), bus.PathValue("/"), bus.PathValue("/a/b")))
			interactive := recorded(bus.Int32(-5))
			interactive.Flags = bus.InteractiveAuthorization
			send(interactive)
			if tool == bus.ToolDBusSend {
				return
			}
			var samples []bus.Value
			for _, v := range bustest.Samples() {
				if tool == bus.ToolGDBus || !holdsNoncharacter(v) {
					samples = append(samples, bus.Variant(v))
				}
			}
			for batch := range slices.Chunk(samples, 20) {
				send(recorded(batch...))
			}
		})
	}
}

func TestCommandsWithFlagsArrive(t *testing.T) {
	daemon := bustest.StartDaemon(t)
	recorder := startRecorder(t, daemon)
	for tool, flags := range map[bus.Tool][]bus.Flags{
		bus.ToolBusctl: {
			bus.NoReply, bus.NoAutoStart, bus.NoReply | bus.NoAutoStart,
			bus.NoReply | bus.NoAutoStart | bus.InteractiveAuthorization,
		},
		bus.ToolDBusSend: {bus.NoReply, bus.NoReply | bus.InteractiveAuthorization},
	} {
		for _, flags := range flags {
			call := recorded(bus.String("x"))
			call.Flags = flags
			recorder.arrives(t, daemon, tool, bus.SessionAddress(), call)
		}
	}
}

func TestCommandsReachEveryBus(t *testing.T) {
	daemon := bustest.StartDaemon(t)
	recorder := startRecorder(t, daemon)
	for _, tool := range tools {
		for _, address := range []bus.Address{bus.SessionAddress(), bus.SystemAddress(), daemon.BusAddress(t)} {
			recorder.arrives(t, daemon, tool, address, recorded(bus.String("x")))
		}
	}
}

func TestCommandsOfAnyValuesArrive(t *testing.T) {
	fewChecks(t)
	daemon := bustest.StartDaemon(t)
	recorder := startRecorder(t, daemon)
	for _, tool := range tools {
		t.Run(tool.String(), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				args := rapid.SliceOfN(valuesFor(tool), 0, 4).Draw(t, "arguments")
				recorder.arrives(t, daemon, tool, bus.SessionAddress(), recorded(args...))
			})
		})
	}
}
