package bustest

import (
	"bufio"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/wire"
)

// scripted is one connection to a bus that the test plays byte by byte.
type scripted struct {
	conn *net.UnixConn
	in   *bufio.Reader
}

// playBus listens for connections and plays each by script, which is run in a
// goroutine of its own and ended by closing its connection.
func playBus(t *testing.T, script func(*scripted)) bus.Address {
	t.Helper()
	dir, err := os.MkdirTemp("", "bustest")
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: filepath.Join(dir, "bus"), Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	var mu sync.Mutex
	var conns []*net.UnixConn
	wg.Go(func() {
		for {
			conn, err := listener.AcceptUnix()
			if err != nil {
				return
			}
			mu.Lock()
			conns = append(conns, conn)
			mu.Unlock()
			wg.Go(func() {
				defer conn.Close()
				script(&scripted{conn, bufio.NewReader(conn)})
			})
		}
	})
	t.Cleanup(func() {
		listener.Close()
		mu.Lock()
		for _, conn := range conns {
			conn.Close()
		}
		mu.Unlock()
		wg.Wait()
		os.RemoveAll(dir)
	})
	address, err := bus.ParseAddress("unix:path=" + filepath.Join(dir, "bus"))
	if err != nil {
		t.Fatal(err)
	}
	return address
}

// playCalls is playBus for a bus that lets everybody in, answers Hello, and answers
// Good as it should. Any other call is the script's.
func playCalls(t *testing.T, script func(*scripted, *wire.Frame)) bus.Address {
	t.Helper()
	return playBus(t, func(s *scripted) {
		if !s.authenticate() {
			return
		}
		for {
			call := s.read()
			switch {
			case call == nil:
				return
			case call.Type != wire.MethodCall:
			case call.Member == "Hello":
				s.reply(call, bus.String(":1.7"))
			case call.Member == "Good":
				s.reply(call, bus.String("good"))
			default:
				script(s, call)
			}
		}
	})
}

// authenticate plays a bus's side of the handshake, and reports whether it was
// finished.
func (s *scripted) authenticate() bool {
	for {
		line, err := s.in.ReadString('\n')
		switch {
		case err != nil:
			return false
		case strings.HasPrefix(line, "BEGIN"):
			return true
		case strings.HasPrefix(line, "NEGOTIATE"):
			s.write("AGREE_UNIX_FD\r\n")
		case strings.Contains(line, "AUTH EXTERNAL"):
			s.write("OK 0123456789abcdef0123456789abcdef\r\n")
		default:
			s.write("REJECTED EXTERNAL\r\n")
		}
	}
}

// read reads a message, nil at the end.
func (s *scripted) read() *wire.Frame {
	start, err := s.in.Peek(wire.HeaderSize)
	if err != nil {
		return nil
	}
	size, err := wire.Size(start)
	if err != nil {
		return nil
	}
	raw := make([]byte, size)
	if _, err := io.ReadFull(s.in, raw); err != nil {
		return nil
	}
	frame, err := wire.Parse(raw)
	if err != nil {
		return nil
	}
	return frame
}

// write writes bytes. That the other side has gone is for it to notice.
func (s *scripted) write(text string) { s.conn.Write([]byte(text)) }

// give writes bytes with descriptors.
func (s *scripted) give(text string, fds ...int) {
	s.conn.WriteMsgUnix([]byte(text), syscall.UnixRights(fds...), nil)
}

func (s *scripted) send(msg wire.Message) { s.write(text(msg)) }

func (s *scripted) reply(call *wire.Frame, values ...bus.Value) { s.send(answerTo(call, values...)) }

// answerTo is the answer to a call.
func answerTo(call *wire.Frame, values ...bus.Value) wire.Message {
	return wire.Message{
		Type: wire.MethodReturn, Serial: 1000 + call.Serial&0xffff, ReplySerial: call.Serial,
		Destination: ":1.7", Body: values,
	}
}

// text is a message as it is on the wire.
func text(msg wire.Message) string {
	header, body, err := msg.Encode()
	if err != nil {
		panic(err)
	}
	return string(header) + string(body)
}
