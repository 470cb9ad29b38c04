package uitest

import (
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"sync"
)

// An xConn speaks as much of the X11 protocol as a test needs to be a user's
// hands and eyes: it moves the focus, presses keys (through the XTEST extension),
// asks windows to close, and reads the screen. It has no mouse: toolkits do not
// say exactly enough where on the screen a widget is.
//
// Requests are sent one at a time, and every method waits until the server has
// dealt with it. It may be used from any goroutine.
type xConn struct {
	mu     sync.Mutex
	socket net.Conn

	root, firstID uint32 // of the windows, and of what this connection may make
	width, height int
	keys          keymap
	xtest         byte // the extension's major opcode
}

// Request numbers of the X11 core protocol.
const (
	xGetWindowAttributes = 3
	xInternAtom          = 16
	xConfigureWindow     = 12
	xGetGeometry         = 14
	xGetProperty         = 20
	xQueryTree           = 15
	xSendEvent           = 25
	xGetInputFocus       = 43
	xSetInputFocus       = 42
	xGetImage            = 73
	xQueryExtension      = 98
	xGetKeyboardMapping  = 101
)

var wire = binary.LittleEndian

// An xError is the server's refusal of a request.
type xError struct {
	Code, Request byte
}

func (e *xError) Error() string {
	return fmt.Sprintf("the X server refused request %d with error %d", e.Request, e.Code)
}

// dialX connects to the X server of a local display such as ":1".
func dialX(display string) (*xConn, error) {
	socket, err := net.Dial("unix", "/tmp/.X11-unix/X"+display[1:])
	if err != nil {
		return nil, err
	}
	c := &xConn{socket: socket}
	if err := c.setUp(); err != nil {
		socket.Close()
		return nil, err
	}
	return c, nil
}

func (c *xConn) close() { c.socket.Close() }

func (c *xConn) setUp() error {
	hello := make([]byte, 12)
	hello[0] = 'l' // little endian
	wire.PutUint16(hello[2:], 11)
	if _, err := c.socket.Write(hello); err != nil {
		return err
	}
	head := make([]byte, 8)
	if _, err := io.ReadFull(c.socket, head); err != nil {
		return err
	}
	body := make([]byte, 4*int(wire.Uint16(head[6:])))
	if _, err := io.ReadFull(c.socket, body); err != nil {
		return err
	}
	if head[0] != 1 {
		return fmt.Errorf("the X server refuses us: %q", body)
	}
	vendor := int(wire.Uint16(body[16:]))
	formats := int(body[21])
	firstKey, lastKey := body[26], body[27]
	screen := body[32+(vendor+3)&^3+8*formats:]
	c.root, c.firstID = wire.Uint32(screen), wire.Uint32(body[4:])
	c.width, c.height = int(wire.Uint16(screen[20:])), int(wire.Uint16(screen[22:]))

	extension, err := c.ask(xQueryExtension, 0, []byte{5, 0, 0, 0, 'X', 'T', 'E', 'S', 'T', 0, 0, 0})
	if err != nil {
		return err
	}
	c.xtest = extension[9]
	mapping, err := c.ask(xGetKeyboardMapping, 0, []byte{firstKey, lastKey - firstKey + 1, 0, 0})
	if err != nil {
		return err
	}
	c.keys = newKeymap(firstKey, int(mapping[1]), mapping[32:])
	return nil
}

// tell sends a request that has no reply, and waits until it is done.
func (c *xConn) tell(request, detail byte, body []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.send(request, detail, body); err != nil {
		return err
	}
	// Asking for the focus is the cheapest request that has a reply; an error
	// of the one before it arrives first.
	if err := c.send(xGetInputFocus, 0, nil); err != nil {
		return err
	}
	_, err := c.receive()
	if err != nil {
		c.receive()
	}
	return err
}

// ask sends a request and returns its reply, the 32 bytes of its head included.
func (c *xConn) ask(request, detail byte, body []byte) ([]byte, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.send(request, detail, body); err != nil {
		return nil, err
	}
	return c.receive()
}

// send writes a request; body is a multiple of four bytes long.
func (c *xConn) send(request, detail byte, body []byte) error {
	packet := make([]byte, 4, 4+len(body))
	packet[0], packet[1] = request, detail
	wire.PutUint16(packet[2:], uint16(1+len(body)/4))
	_, err := c.socket.Write(append(packet, body...))
	return err
}

// receive returns the next reply or error, skipping events.
func (c *xConn) receive() ([]byte, error) {
	for {
		packet := make([]byte, 32)
		if _, err := io.ReadFull(c.socket, packet); err != nil {
			return nil, err
		}
		switch packet[0] {
		case 0:
			return nil, &xError{Code: packet[1], Request: packet[10]}
		case 1:
			rest := make([]byte, 4*int(wire.Uint32(packet[4:])))
			_, err := io.ReadFull(c.socket, rest)
			return append(packet, rest...), err
		}
	}
}

// words packs 32-bit values as X wants them.
func words(values ...uint32) []byte {
	var packed []byte
	for _, value := range values {
		packed = wire.AppendUint32(packed, value)
	}
	return packed
}
