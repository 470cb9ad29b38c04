package gdbusconn_test

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/wire"
)

// patience is how long a test waits for what must come.
const patience = 20 * time.Second

// peer is the other side of a connection, which does what the test says. Its
// methods are for the goroutine of its script.
type peer struct {
	t      testing.TB
	conn   *net.UnixConn
	buffer []byte
	files  []int // that came and no message was read with
	serial uint32
}

// startPeer listens for one connection, which script speaks with. The test waits
// for the end of the script, which reports what goes wrong by t.Error.
func startPeer(t testing.TB, agreement string, script func(p *peer)) bus.Address {
	t.Helper()
	dir, err := os.MkdirTemp("", "peer") // t.TempDir can be too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "socket")
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	var serving sync.WaitGroup
	serving.Go(func() {
		conn, err := listener.AcceptUnix()
		if err != nil {
			t.Errorf("nobody connects: %v", err)
			return
		}
		defer conn.Close()
		conn.SetDeadline(time.Now().Add(patience))
		p := &peer{t: t, conn: conn}
		if err := p.handshake(agreement); err != nil {
			t.Errorf("the handshake: %v", err)
			return
		}
		script(p)
		for _, fd := range p.files {
			syscall.Close(fd)
		}
	})
	t.Cleanup(func() {
		listener.Close()
		serving.Wait()
		os.RemoveAll(dir)
	})
	address, err := bus.PeerAddress("unix:path=" + path)
	if err != nil {
		t.Fatal(err)
	}
	return address
}

// What a peer may say to NEGOTIATE_UNIX_FD.
const (
	agree    = "AGREE_UNIX_FD"
	disagree = "ERROR"
)

func (p *peer) handshake(agreement string) error {
	for {
		line, err := p.line()
		if err != nil {
			return err
		}
		answer := ""
		switch command, _, _ := strings.Cut(strings.TrimPrefix(line, "\x00"), " "); {
		case command == "BEGIN":
			return nil
		case command == "NEGOTIATE_UNIX_FD":
			answer = agreement
		case strings.Contains(line, "AUTH EXTERNAL"):
			answer = "OK 0123456789abcdef0123456789abcdef"
		case command == "AUTH":
			answer = "REJECTED EXTERNAL"
		default:
			return errors.New(line)
		}
		if _, err := io.WriteString(p.conn, answer+"\r\n"); err != nil {
			return err
		}
	}
}

func (p *peer) line() (string, error) {
	// What follows a line waits for an answer to it, or for BEGIN to be read.
	var line []byte
	for one := make([]byte, 1); ; line = append(line, one[0]) {
		if _, err := p.conn.Read(one); err != nil || one[0] == '\n' {
			return strings.TrimSuffix(string(line), "\r"), err
		}
	}
}

// read reads the next message, and the files that came with it, which the caller
// has to close. It gives nil at the end of the connection.
func (p *peer) read() (*wire.Frame, []int) {
	for {
		if frame, size := p.parse(); frame != nil {
			files := p.files[:frame.FileCount]
			p.files = p.files[frame.FileCount:]
			p.buffer = p.buffer[size:]
			return frame, files
		}
		data, control := make([]byte, 64<<10), make([]byte, 4<<10)
		n, controls, _, _, err := p.conn.ReadMsgUnix(data, control)
		if n == 0 || err != nil {
			return nil, nil
		}
		p.buffer = append(p.buffer, data[:n]...)
		messages, err := syscall.ParseSocketControlMessage(control[:controls])
		if err != nil {
			p.t.Error(err)
		}
		for i := range messages {
			if fds, err := syscall.ParseUnixRights(&messages[i]); err == nil {
				p.files = append(p.files, fds...)
			}
		}
	}
}

func (p *peer) parse() (*wire.Frame, int) {
	if len(p.buffer) < 16 {
		return nil, 0
	}
	body, fields := binary.LittleEndian.Uint32(p.buffer[4:]), binary.LittleEndian.Uint32(p.buffer[12:])
	size := 16 + int(fields+7)&^7 + int(body)
	if len(p.buffer) < size {
		return nil, 0
	}
	frame, err := wire.Parse(p.buffer[:size:size])
	if err != nil {
		p.t.Errorf("%v in % x", err, p.buffer[:size])
	}
	return frame, size
}

// send sends a message with files, which stay the caller's.
func (p *peer) send(msg wire.Message, files ...int) {
	p.serial++
	msg.Serial, msg.Files = p.serial, len(files)
	header, body, err := msg.Encode()
	if err != nil {
		p.t.Error(err)
		return
	}
	p.raw(append(header, body...), files...)
}

func (p *peer) raw(data []byte, files ...int) {
	var control []byte
	if len(files) > 0 {
		control = syscall.UnixRights(files...)
	}
	n, _, err := p.conn.WriteMsgUnix(data, control, nil)
	if err == nil && n < len(data) {
		_, err = p.conn.Write(data[n:])
	}
	if err != nil {
		p.t.Error(err)
	}
}

func (p *peer) reply(call *wire.Frame, files []int, body ...bus.Value) {
	p.send(wire.Message{Type: wire.MethodReturn, ReplySerial: call.Serial, Body: body}, files...)
}

// serve answers every call with what it came with, until the connection ends.
func (p *peer) serve() {
	for {
		frame, _ := p.read()
		if frame == nil {
			return
		}
		body, err := frame.Body()
		if err != nil {
			p.t.Error(err)
		}
		p.reply(frame, nil, body...)
	}
}

func peerCall(member bus.Member, args ...bus.Value) bus.Call {
	return bus.Call{Path: "/peer", Interface: "com.example.Peer", Member: member, Args: args}
}

func signal(member bus.Member, body ...bus.Value) wire.Message {
	return wire.Message{Type: wire.Signal, Path: "/peer", Interface: "com.example.Peer", Member: member, Body: body}
}

func TestPeer(t *testing.T) {
	conn := dial(t, startPeer(t, agree, (*peer).serve))
	if name := conn.UniqueName(); name != "" {
		t.Errorf("the unique name is %s; a peer gives none", name)
	}
	for i := range int32(100) {
		reply := call(t, conn, peerCall("Echo", bus.Int32(i)))
		if len(reply.Body) != 1 || !reply.Body[0].Equal(bus.Int32(i)) || reply.Sender != "" {
			t.Fatalf("%+v; want %d", reply, i)
		}
	}
	if _, err := conn.Call(t.Context(), bus.Call{Path: "no path", Member: "Echo"}); bus.KindOf(err) != bus.KindBadArguments {
		t.Errorf("a call that is none: %v; want KindBadArguments", err)
	}
}

// TestPeerIsAnsweredUntilMute has a peer call a method at once, and later.
func TestPeerIsAnsweredUntilMute(t *testing.T) {
	ping := wire.Message{Type: wire.MethodCall, Path: "/", Interface: "org.freedesktop.DBus.Peer", Member: "Ping"}
	muted := make(chan struct{})
	conn := dial(t, startPeer(t, agree, func(p *peer) {
		p.send(ping)
		for range 2 { // the answer, and a call that may overtake it
			switch frame, _ := p.read(); {
			case frame != nil && frame.Type == wire.MethodCall:
				p.reply(frame, nil)
			case frame == nil || frame.Type != wire.MethodReturn || frame.ReplySerial != 1:
				t.Errorf("the answer to Ping is %+v", frame)
			}
		}
		<-muted
		p.send(ping)
		p.send(signal("Muted"))
		p.serve() // which fails the test if Ping is answered
	}))
	seen := make(chan bus.Message, 10)
	defer conn.Tap(func(msg bus.Message) { seen <- msg })()
	call(t, conn, peerCall("Start"))
	for len(seen) > 0 {
		<-seen // the first Ping may have come before the tap, or not
	}
	conn.Mute()
	close(muted)
	for _, want := range []bus.Member{"Ping", "Muted"} {
		if msg := <-seen; msg.Member != want {
			t.Errorf("%s came in; want %s", msg.Member, want)
		}
	}
	call(t, conn, peerCall("Echo"))
}

func parse(t *testing.T, text string) bus.Value {
	t.Helper()
	v, err := bus.ParseValue(text, "")
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestArgumentsThatGDBusLoses sends what would not come out as it is.
func TestArgumentsThatGDBusLoses(t *testing.T) {
	conn := dial(t, startPeer(t, agree, (*peer).serve))
	for _, text := range []string{
		"@a(ay) [([1, 2, 3, 4],), ([],)]", "<@a(ay) [([1, 2, 3, 4],), ([],)]>", "@aa{yg} [{}, {1: signature 'a{yy}', 0: signature ''}]",
	} {
		if reply, err := conn.Call(t.Context(), peerCall("Echo", parse(t, text))); bus.KindOf(err) != bus.KindUnsupported {
			t.Errorf("%s came back as %s, %v; want KindUnsupported", text, reply.Text(), err)
		}
	}
	for _, text := range []string{"@a(ay) [([1],), ([1, 2],)]", "{'a': <1>, 'b': <@a(yy) [(1, 2)]>}"} {
		if reply := call(t, conn, peerCall("Echo", parse(t, text))); !reply.Body[0].Equal(parse(t, text)) {
			t.Errorf("%s came back as %s", text, reply.Text())
		}
	}
}

// TestMalformedFromPeer has peers send what no bus lets through. That connection
// ends, with its calls, and no other.
func TestMalformedFromPeer(t *testing.T) {
	good := dial(t, startPeer(t, agree, (*peer).serve))
	encode := func(msg wire.Message, change func(raw []byte) []byte) []byte {
		msg.Serial = 1
		header, body, err := msg.Encode()
		if err != nil {
			t.Fatal(err)
		}
		return change(append(header, body...))
	}
	swap := func(from, to string) func(raw []byte) []byte {
		return func(raw []byte) []byte { return []byte(strings.Replace(string(raw), from, to, 1)) }
	}
	local := signal("Disconnected")
	local.Path, local.Interface = "/org/freedesktop/DBus/Local", "org.freedesktop.DBus.Local"
	lost := parse(t, "@a(ay) [([1, 2, 3, 4],), ([],)]")
	unread := parse(t, "@aa{yg} [{}, {1: signature 'a{yy}', 0: signature ''}]")
	for what, raw := range map[string][]byte{
		"text":                     []byte("HTTP/1.1 400 Bad Request\r\n\r\n"),
		"a huge length":            {'l', 4, 0, 1, 0xff, 0xff, 0xff, 0xff, 1, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f},
		"no serial":                encode(signal("A"), func(raw []byte) []byte { raw[8] = 0; return raw }),
		"a path that is none":      encode(signal("A"), swap("/peer", "peer/")),
		"a member that is none":    encode(signal("Member"), swap("Member", "Mem.er")),
		"an interface of one word": encode(signal("A"), swap("com.example.Peer", "com_example_Peer")),
		"a name not to be sent":    encode(local, func(raw []byte) []byte { return raw }),
		"16 MiB of a bad member":   encode(signal("Member", bus.Bytes(make([]byte, 16<<20))), swap("Member", "Mem.er")),
		"what GDBus cannot read":   encode(signal("A", unread), func(raw []byte) []byte { return raw }),
		"what GDBus would lose":    encode(signal("A", lost), func(raw []byte) []byte { return raw }),
		"a string that is no text": encode(signal("A", bus.String("text")), swap("text", "te\xfft")),
	} {
		t.Run(what, func(t *testing.T) {
			conn := dial(t, startPeer(t, agree, func(p *peer) {
				p.read() // the call
				p.raw(raw)
				io.Copy(io.Discard, bufio.NewReader(p.conn)) // until the connection ends
			}))
			_, err := conn.Call(t.Context(), peerCall("Wait"))
			// Had GDBus seen it, it would have said so.
			if _, ok := errors.AsType[*wire.FormatError](err); !ok || bus.KindOf(err) != bus.KindDisconnected {
				t.Errorf("the call: %v; want a FormatError and KindDisconnected", err)
			}
			<-conn.Done()
			if err := conn.Err(); bus.KindOf(err) != bus.KindDisconnected {
				t.Errorf("Err: %v; want KindDisconnected", err)
			}
		})
	}
	call(t, good, peerCall("Echo"))
}

// TestCutFromPeer has a peer hang up in the middle of a message.
func TestCutFromPeer(t *testing.T) {
	conn := dial(t, startPeer(t, agree, func(p *peer) {
		p.read()
		p.raw([]byte{'l', 4, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0, 1, 1})
	}))
	_, err := conn.Call(t.Context(), peerCall("Wait"))
	if bus.KindOf(err) != bus.KindDisconnected {
		t.Errorf("%v; want KindDisconnected", err)
	}
	select {
	case <-conn.Done():
	case <-time.After(patience):
		t.Error("the connection lives")
	}
}
