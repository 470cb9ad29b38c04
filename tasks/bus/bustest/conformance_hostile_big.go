package bustest

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/wire"
)

// testHostileSize has a bus answer with as much as it may. The bounds count the
// bytes of the message more than once, since GDBus takes it apart and puts it
// together again before its backend sees it.
func (s suite) testHostileSize(t *testing.T) {
	const most = 64 << 20 // bytes in an array
	for _, c := range []struct {
		name    string
		element string
		sig     bus.Signature
		length  int
		bound   uint64 // bytes
		want    bus.Kind
	}{
		{"Bytes", "\x07", "ay", most, 512 << 20, bus.KindOther},
		{"Numbers", "\x07\x00", "aq", most, 512 << 20, bus.KindOther},
		{"OneString", "", "s", most, 512 << 20, bus.KindOther},
		{"Variants", "\x01y\x00\x07", "av", 8 << 20, 512 << 20, bus.KindLimit},
		{"Strings", "\x00\x00\x00\x00\x00\x00\x00\x00", "as", 10<<20 - 3, 512 << 20, bus.KindLimit},
	} {
		t.Run(c.name, func(t *testing.T) {
			var body string
			switch c.sig {
			case "s":
				body = u32(uint32(c.length)) + strings.Repeat("x", c.length) + "\x00"
			default:
				body = u32(uint32(c.length)) + strings.Repeat(c.element, c.length/len(c.element)+1)[:c.length]
			}
			answer := func(s *scripted, call *wire.Frame) { s.write(forged(call, c.sig, body)) }
			conn := s.dial(t, playCalls(t, answer))
			bounded(t, c.bound+uint64(len(body)), func() { // the bus that is played takes its share
				reply, err := conn.Call(t.Context(), hostileCallee)
				if c.want != bus.KindOther {
					failure(t, err, c.want)
				} else if err != nil {
					t.Error(err)
				} else if c.sig != "s" && reply.Body[0].Len() != c.length/len(c.element) {
					t.Errorf("the answer has %d items", reply.Body[0].Len())
				}
			})
			good := hostileCallee
			good.Member = "Good"
			call(t, conn, good)
		})
	}
}

// testHostileFlood has a bus send what nobody asked for, without an end in sight,
// before it answers: a tap counts it, and little memory is taken.
func (s suite) testHostileFlood(t *testing.T) {
	const count, bound = 100_000, 96 << 20
	signal := wire.Message{Type: wire.Signal, Serial: 5, Path: "/", Interface: "com.example.Peer", Member: "Flooded", Body: []bus.Value{bus.String("unasked")}}
	stranger := wire.Message{Type: wire.MethodReturn, Serial: 5, ReplySerial: 77, Destination: ":1.7"}
	gained := wire.Message{
		Type: wire.Signal, Serial: 5, Path: "/org/freedesktop/DBus", Interface: "org.freedesktop.DBus", Member: "NameAcquired",
		Sender: "org.freedesktop.DBus", Destination: ":1.7",
	}
	for name, flood := range map[string]func(i int) string{
		"Signals":         func(int) string { return text(signal) },
		"AnswersToNobody": func(int) string { return text(stranger) },
		"NamesThatWeGain": func(i int) string { msg := gained; msg.Body = []bus.Value{longName(i)}; return text(msg) },
		"UnknownTypes":    func(int) string { raw := text(signal); return raw[:1] + "\x09" + raw[2:] },
	} {
		t.Run(name, func(t *testing.T) {
			conn := s.dial(t, playCalls(t, func(s *scripted, call *wire.Frame) {
				var batch strings.Builder
				for i := range count {
					batch.WriteString(flood(i))
					if i%256 == 255 {
						s.write(batch.String())
						batch.Reset()
					}
				}
				s.write(batch.String())
				s.reply(call, bus.String("done"))
			}))
			var tapped atomic.Int64
			defer conn.Tap(func(bus.Message) { tapped.Add(1) })()
			bounded(t, bound, func() {
				ctx, cancel := context.WithTimeout(t.Context(), 3*patience)
				defer cancel()
				if reply, err := conn.Call(ctx, hostileCallee); err != nil || reply.Text() != "('done',)" {
					t.Errorf("the call gave %s, %v", reply.Text(), err)
				}
			})
			if n := tapped.Load(); n < count && name != "UnknownTypes" {
				t.Errorf("%d messages were tapped; want %d", n, count)
			}
		})
	}
}

// longName is one of many names that are as long as they may be.
func longName(i int) bus.Value {
	number := strings.Repeat("x", i%200) + string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676%26)) + string(rune('a'+i/17576%26))
	return bus.String("com.example." + number)
}

// testHostileHandshake has a server say what no server should before the first
// message. To dial fails, or is given up, in bounded memory.
func (s suite) testHostileHandshake(t *testing.T) {
	const bound = 128 << 20 // GDBus keeps a line of whatever length
	endless := func(what string) func(*scripted) {
		return func(s *scripted) {
			for {
				if _, err := s.conn.Write([]byte(what)); err != nil {
					return
				}
			}
		}
	}
	answer := func(what string) func(*scripted) {
		return func(s *scripted) {
			for {
				if _, err := s.in.ReadString('\n'); err != nil {
					return
				}
				s.write(what)
			}
		}
	}
	hello := func(reply func(*scripted, *wire.Frame)) func(*scripted) {
		return func(s *scripted) {
			if s.authenticate() {
				reply(s, s.read())
				s.read() // until the other side hangs up
			}
		}
	}
	longLine := func(s *scripted) {
		chunk := []byte(strings.Repeat("x", 64<<10))
		for range 128 {
			if _, err := s.conn.Write(chunk); err != nil {
				return
			}
		}
		s.read() // until the other side hangs up
	}
	for _, c := range []struct {
		name  string
		play  func(*scripted)
		kinds []bus.Kind
	}{
		{"LongLine", longLine, []bus.Kind{bus.KindNoServer, bus.KindAuthentication, bus.KindTimeout}},
		{"EndlessLines", endless("REJECTED EXTERNAL\r\n"), []bus.Kind{bus.KindNoServer, bus.KindAuthentication, bus.KindTimeout}},
		{"Website", answer("HTTP/1.1 400 Bad Request\r\n\r\n"), []bus.Kind{bus.KindNoServer, bus.KindAuthentication}},
		{"AlwaysData", answer("DATA\r\n"), []bus.Kind{bus.KindNoServer, bus.KindAuthentication, bus.KindTimeout}},
		{"AlwaysOK", answer("OK\r\n"), []bus.Kind{bus.KindNoServer, bus.KindAuthentication, bus.KindTimeout}},
		{"AlwaysError", answer("ERROR\r\n"), []bus.Kind{bus.KindNoServer, bus.KindAuthentication, bus.KindTimeout}},
		{"EmptyLines", answer("\r\n"), []bus.Kind{bus.KindNoServer, bus.KindAuthentication, bus.KindTimeout}},
		{"HelloIsRefused", hello(func(s *scripted, call *wire.Frame) {
			s.send(errorTo(call, "org.freedesktop.DBus.Error.LimitsExceeded", bus.String("full")))
		}), []bus.Kind{bus.KindLimit}},
		{"HelloIsANumber", hello(func(s *scripted, call *wire.Frame) { s.reply(call, bus.Uint32(7)) }), []bus.Kind{bus.KindProtocol, bus.KindAuthentication}},
		{"HelloIsNoName", hello(func(s *scripted, call *wire.Frame) { s.reply(call, bus.String("me and you")) }), []bus.Kind{bus.KindProtocol}},
		{"HelloIsEmpty", hello(func(s *scripted, call *wire.Frame) { s.reply(call) }), []bus.Kind{bus.KindProtocol, bus.KindAuthentication}},
		{"HelloIsCut", hello(func(s *scripted, call *wire.Frame) { s.write(text(answerTo(call))[:20]); s.conn.Close() }), []bus.Kind{bus.KindNoServer}},
		{"HelloIsNonsense", hello(func(s *scripted, call *wire.Frame) { s.write(strings.Repeat("nonsense", 100)) }), []bus.Kind{bus.KindNoServer, bus.KindProtocol}},
	} {
		t.Run(c.name, func(t *testing.T) {
			address := playBus(t, c.play)
			bounded(t, bound, func() {
				leavesNothing(t, func() {
					ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
					defer cancel()
					begin := time.Now()
					conn, err := s.newDialer(t, noEnv).Dial(ctx, address)
					if err == nil {
						conn.Close()
						t.Fatal("Dial succeeded")
					}
					if took := time.Since(begin); took > patience/4 {
						t.Errorf("it took %v", took)
					}
					for _, kind := range c.kinds {
						if e, ok := errors.AsType[*bus.Error](err); ok && e.Kind == kind {
							return
						}
					}
					t.Errorf("Dial: %v of the kind %q; want one of %q", err, bus.KindOf(err), c.kinds)
				})
			})
		})
	}
}
