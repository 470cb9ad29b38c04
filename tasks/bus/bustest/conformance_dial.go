package bustest

import (
	"bufio"
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

func (s suite) testDial(t *testing.T) {
	daemon := StartDaemon(t)
	for _, test := range []struct {
		name    string
		getenv  func(string) string
		address bus.Address
	}{
		{"Session", env("DBUS_SESSION_BUS_ADDRESS", daemon.Address()), bus.SessionAddress()},
		{"SessionFromRuntimeDir", env("XDG_RUNTIME_DIR", daemon.Dir()), bus.SessionAddress()},
		{"System", env("DBUS_SYSTEM_BUS_ADDRESS", daemon.Address()), bus.SystemAddress()},
		{"Address", noEnv, daemon.BusAddress(t)},
		{"TCP", noEnv, StartDaemon(t, WithTCP()).BusAddress(t)},
	} {
		t.Run(test.name, func(t *testing.T) {
			conn, err := s.newDialer(t, test.getenv).Dial(t.Context(), test.address)
			if err != nil {
				t.Fatalf("Dial(%s): %v", test.address, err)
			}
			defer conn.Close()
			if !conn.UniqueName().IsUnique() {
				t.Errorf("UniqueName: %q", conn.UniqueName())
			}
			reply := call(t, conn, busMethod("GetNameOwner", bus.String(string(conn.UniqueName()))))
			if name, _ := reply.Body[0].AsString(); name != string(conn.UniqueName()) {
				t.Errorf("the bus knows the connection as %q, not as %q", name, conn.UniqueName())
			}
			if err := conn.Err(); err != nil {
				t.Errorf("Err: %v; want nil while it lives", err)
			}
		})
	}
}

func (s suite) testDialList(t *testing.T) {
	daemon := StartDaemon(t)
	nowhere := "unix:path=" + filepath.Join(t.TempDir(), "no%20bus")
	address, err := bus.ParseAddress(nowhere + ";unixexec:path=/bin/false;" + daemon.Address())
	if err != nil {
		t.Fatal(err)
	}
	conn := s.dial(t, address)
	call(t, conn, busMethod("GetId"))
}

func (s suite) testDialFails(t *testing.T) {
	nowhere, err := bus.ParseAddress("unix:path=" + filepath.Join(t.TempDir(), "bus"))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name    string
		getenv  func(string) string
		address bus.Address
		want    bus.Kind
	}{
		{"NoServer", noEnv, nowhere, bus.KindNoServer},
		{"NoSession", noEnv, bus.SessionAddress(), bus.KindBadAddress},
		{"NoAddress", noEnv, bus.Address{}, bus.KindBadAddress},
		{"BadSession", env("DBUS_SESSION_BUS_ADDRESS", "nonsense"), bus.SessionAddress(), bus.KindBadAddress},
		{"BadSystem", env("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=%zz"), bus.SystemAddress(), bus.KindBadAddress},
	} {
		t.Run(test.name, func(t *testing.T) {
			conn, err := s.newDialer(t, test.getenv).Dial(t.Context(), test.address)
			if err == nil {
				conn.Close()
				t.Fatal("Dial succeeded")
			}
			if e := failure(t, err, test.want); conn != nil {
				t.Errorf("with the error %v came the connection %v", e, conn)
			}
		})
	}
}

// testDialIsGivenUp dials a server that accepts and never says a word.
func (s suite) testDialIsGivenUp(t *testing.T) {
	silent, accepted := serve(t, func(net.Conn) {})
	dialer := s.newDialer(t, noEnv)
	t.Run("Timeout", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		_, err := dialer.Dial(ctx, silent)
		if failure(t, err, bus.KindTimeout); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Dial: %v; want DeadlineExceeded in it", err)
		}
	})
	t.Run("Cancel", func(t *testing.T) {
		for len(accepted) > 0 {
			<-accepted
		}
		ctx, cancel := context.WithCancelCause(t.Context())
		cause := errors.New("changed my mind")
		go func() {
			<-accepted
			cancel(cause)
		}()
		_, err := dialer.Dial(ctx, silent)
		if failure(t, err, bus.KindCanceled); !errors.Is(err, context.Canceled) || !errors.Is(err, cause) {
			t.Errorf("Dial: %v; want Canceled and the cause in it", err)
		}
	})
	t.Run("Before", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := dialer.Dial(ctx, silent)
		failure(t, err, bus.KindCanceled)
	})
	t.Run("InHello", func(t *testing.T) {
		hungUp := make(chan struct{}, 1)
		mute, _ := serve(t, func(conn net.Conn) {
			defer func() { hungUp <- struct{}{} }()
			in := bufio.NewReader(conn)
			for {
				line, err := in.ReadString('\n')
				switch {
				case err != nil:
					return
				case strings.Contains(line, "AUTH EXTERNAL"):
					conn.Write([]byte("OK 0123456789abcdef0123456789abcdef\r\n"))
				case strings.Contains(line, "AUTH"):
					conn.Write([]byte("REJECTED EXTERNAL\r\n"))
				case strings.Contains(line, "NEGOTIATE"):
					conn.Write([]byte("AGREE_UNIX_FD\r\n"))
				}
			}
		})
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		defer cancel()
		begin := time.Now()
		_, err := dialer.Dial(ctx, mute)
		failure(t, err, bus.KindTimeout)
		<-hungUp
		if took := time.Since(begin); took > patience/4 {
			t.Errorf("it hung up after %v", took)
		}
	})
}

func (s suite) testDialIsRefused(t *testing.T) {
	for _, test := range []struct {
		name  string
		serve func(net.Conn)
		want  bus.Kind
	}{
		{"HangsUp", func(conn net.Conn) { conn.Close() }, bus.KindNoServer},
		{"Rejects", func(conn net.Conn) {
			in := bufio.NewReader(conn)
			for {
				line, err := in.ReadString('\n')
				if err != nil {
					return
				}
				if strings.Contains(line, "AUTH") {
					conn.Write([]byte("REJECTED FOO\r\n"))
				}
			}
		}, bus.KindAuthentication},
	} {
		t.Run(test.name, func(t *testing.T) {
			address, _ := serve(t, test.serve)
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			_, err := s.newDialer(t, noEnv).Dial(ctx, address)
			if err == nil {
				t.Fatal("Dial succeeded")
			}
			failure(t, err, test.want)
		})
	}
}

// serve listens for connections, handles each in a goroutine of its own, and
// closes them at the end of the test. Each accept leaves a token in accepted,
// while there is room.
func serve(t *testing.T, handle func(net.Conn)) (address bus.Address, accepted <-chan struct{}) {
	t.Helper()
	dir, err := os.MkdirTemp("", "bustest")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	listener, err := net.Listen("unix", filepath.Join(dir, "bus"))
	if err != nil {
		t.Fatal(err)
	}
	tokens := make(chan struct{}, 64)
	var wg sync.WaitGroup
	var mu sync.Mutex
	var conns []net.Conn
	wg.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			mu.Lock()
			conns = append(conns, conn)
			mu.Unlock()
			select {
			case tokens <- struct{}{}:
			default:
			}
			wg.Go(func() { handle(conn) })
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
	})
	address, err = bus.ParseAddress("unix:path=" + filepath.Join(dir, "bus"))
	if err != nil {
		t.Fatal(err)
	}
	return address, tokens
}

func (s suite) testPrivate(t *testing.T) {
	first, daemon := s.start(t)
	second := s.dial(t, daemon.BusAddress(t))
	if first.UniqueName() == second.UniqueName() {
		t.Fatalf("both connections are %s", first.UniqueName())
	}
	first.Close()
	call(t, second, method("Add", bus.Int32(1), bus.Int32(2)))
	if err := second.Err(); err != nil {
		t.Errorf("closing one connection ended the other: %v", err)
	}
}

// testCalled calls the connection itself, which anybody on the bus can do.
func (s suite) testCalled(t *testing.T) {
	first, daemon := s.start(t)
	second := s.dial(t, daemon.BusAddress(t))
	call(t, second, bus.Call{Destination: first.UniqueName(), Path: "/", Interface: "org.freedesktop.DBus.Peer", Member: "Ping"})
	fails(t, second, bus.Call{Destination: first.UniqueName(), Path: "/", Interface: "com.example.Nothing", Member: "Do"}, bus.KindNoSuchMember)
}
