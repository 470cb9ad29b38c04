package wire

import (
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// Limits of the D-Bus specification.
const (
	MaxMessage = 1 << 27 // bytes in a message
	maxArray   = 1 << 26 // bytes in an array
	maxDepth   = 64      // containers inside one another
)

// FormatError says where a message or a body breaks the wire format.
type FormatError struct {
	Offset int        // in bytes, from the start of what was read
	Reason bus.Reason // what is wrong there
}

func (e *FormatError) Error() string {
	return fmt.Sprintf("malformed message: %s at byte %d", e.Reason, e.Offset)
}

// Why gives the reason and the place.
func (e *FormatError) Why() bus.Reason { return bus.Because("%s, at byte %d", e.Reason, e.Offset) }

// scanner reads the basic types. After the first fault it stands still, gives
// zero values and keeps the fault in err, so that a caller need look only once
// for each container.
type scanner struct {
	data  []byte
	pos   int
	order binary.ByteOrder
	err   error
}

func (s *scanner) fail(reason bus.Reason) {
	if s.err == nil {
		s.err = &FormatError{Offset: s.pos, Reason: reason}
	}
}

// next returns the next n bytes, nil if there are not so many.
func (s *scanner) next(n int) []byte {
	if s.err != nil {
		return nil
	}
	if n > len(s.data)-s.pos {
		s.fail(bus.Because("it ends too soon"))
		return nil
	}
	b := s.data[s.pos : s.pos+n]
	s.pos += n
	return b
}

// align skips the padding before a value that starts at a multiple of n.
func (s *scanner) align(n int) {
	for _, b := range s.next(-s.pos & (n - 1)) {
		if b != 0 {
			s.fail(bus.Because("padding that is not zero"))
		}
	}
}

func (s *scanner) byte() byte {
	if b := s.next(1); b != nil {
		return b[0]
	}
	return 0
}

func (s *scanner) uint16() uint16 {
	s.align(2)
	if b := s.next(2); b != nil {
		return s.order.Uint16(b)
	}
	return 0
}

func (s *scanner) uint32() uint32 {
	s.align(4)
	if b := s.next(4); b != nil {
		return s.order.Uint32(b)
	}
	return 0
}

func (s *scanner) uint64() uint64 {
	s.align(8)
	if b := s.next(8); b != nil {
		return s.order.Uint64(b)
	}
	return 0
}

func (s *scanner) bool() bool {
	n := s.uint32()
	if n > 1 {
		s.fail(bus.Because("a boolean that is neither 0 nor 1"))
	}
	return n == 1
}

func (s *scanner) string() string {
	n := s.uint32()
	if n > MaxMessage {
		s.fail(bus.Because("a string longer than a message"))
		return ""
	}
	return s.text(int(n))
}

// signature reads a signature's bytes, which the caller has to parse.
func (s *scanner) signature() string { return s.text(int(s.byte())) }

// text reads n bytes of UTF-8 and the NUL after them.
func (s *scanner) text(n int) string {
	b := s.next(n + 1)
	if b == nil {
		return ""
	}
	if b[n] != 0 {
		s.fail(bus.Because("a string that does not end in NUL"))
		return ""
	}
	text := string(b[:n])
	switch {
	case strings.IndexByte(text, 0) >= 0:
		s.fail(bus.Because("a NUL inside a string"))
	case !utf8.ValidString(text):
		s.fail(bus.Because("a string that is not UTF-8"))
	default:
		return text
	}
	return ""
}

// array reads an array's length and the padding before its first element, and
// returns where the array ends.
func (s *scanner) array(alignment int) (end int) {
	n := s.uint32()
	s.align(alignment)
	switch {
	case s.err != nil:
	case n > maxArray:
		s.fail(bus.Because("an array longer than 64 MiB"))
	case int(n) > len(s.data)-s.pos:
		s.fail(bus.Because("an array longer than what holds it"))
	default:
		return s.pos + int(n)
	}
	return s.pos
}
