package bus

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
)

// Bounds of a description. Few are longer than 100 KiB.
const (
	maxDescription  = 8 << 20   // bytes
	maxElement      = 256 << 10 // bytes in a tag, a comment, or a text between tags
	maxElementDepth = 128       // elements in each other
	maxDescribed    = 32 << 20  // bytes that what was read may take, roughly
	describedCost   = 256       // bytes that a part takes, without its texts
)

// DescriptionError says why the description of an object could not be read, or
// not to its end.
type DescriptionError struct {
	Offset int64  // how far it was read, in bytes
	Reason Reason // in words for people
	Err    error  // what the XML's reader says; may be nil
}

// Error gives the whole story for a log.
func (e *DescriptionError) Error() string {
	if e.Err == nil {
		return fmt.Sprintf("%s (at %d)", e.Reason, e.Offset)
	}
	return fmt.Sprintf("%s (at %d): %v", e.Reason, e.Offset, e.Err)
}

// Why gives the reason, with what the XML's reader says.
func (e *DescriptionError) Why() Reason {
	if e.Err == nil {
		return e.Reason
	}
	return Because("%s: %s", e.Reason, e.Err.Error())
}

// Unwrap gives what the XML's reader said.
func (e *DescriptionError) Unwrap() error { return e.Err }

// describer reads a description. The first error ends it; what was read before
// it stays. No entity but XML's own five is known, and none is ever defined.
type describer struct {
	xml     *xml.Decoder
	source  *meter
	open    []xml.Name // the elements that are open
	left    int        // of maxDescribed
	rejects []Reject
	err     *DescriptionError
}

func newDescriber(text string) *describer {
	source := &meter{text: text}
	decoder := xml.NewDecoder(source)
	// The text came as UTF-8, whatever it says.
	decoder.CharsetReader = func(_ string, input io.Reader) (io.Reader, error) { return input, nil }
	return &describer{xml: decoder, source: source, left: maxDescribed}
}

func (d *describer) fail(reason Reason, err error) {
	if d.err == nil {
		d.err = &DescriptionError{d.xml.InputOffset(), reason, err}
	}
}

// keep accounts for a part that is kept, and reports whether it may be.
func (d *describer) keep(texts ...string) bool {
	d.left -= describedCost
	for _, text := range texts {
		d.left -= len(text)
	}
	if d.left < 0 {
		d.fail(Because("the description says too much"), nil)
	}
	return d.err == nil
}

func (d *describer) reject(element, name, in, reason string) {
	if d.keep() {
		d.rejects = append(d.rejects, Reject{element, strings.ToValidUTF8(clip(name), ""), in, reason})
	}
}

// token gives the next token, or nil once there is an error.
func (d *describer) token() xml.Token {
	if d.err != nil {
		return nil
	}
	d.source.left = maxElement
	token, err := d.xml.RawToken()
	switch {
	case errors.Is(err, errElementTooLong):
		d.fail(Because("a part of the description is too long"), nil)
	case err == io.EOF && len(d.open) == 0:
		d.fail(Because("the description is empty"), nil)
	case err != nil && d.source.atEnd():
		d.fail(Because("the description is cut off"), err)
	case err != nil:
		d.fail(Because("the description is not well-formed XML"), err)
	}
	if d.err != nil {
		return nil
	}
	switch token := token.(type) {
	case xml.StartElement:
		if d.open = append(d.open, token.Name); len(d.open) > maxElementDepth {
			d.fail(Because("the description has too many elements in each other"), nil)
		}
	case xml.EndElement:
		last := len(d.open) - 1
		if last < 0 || d.open[last] != token.Name {
			d.fail(Because("an element of the description is closed that is not open"), nil)
			return nil
		}
		d.open = d.open[:last]
	}
	return token
}

// children gives the elements that stand in the innermost open one, until that
// is closed. The loop's body may read what stands in each; what it does not read
// is passed over. The loop must not be left early.
func (d *describer) children() iter.Seq[xml.StartElement] {
	return func(yield func(xml.StartElement) bool) {
		level := len(d.open)
		for d.err == nil && len(d.open) >= level {
			element, ok := d.token().(xml.StartElement)
			if ok && len(d.open) == level+1 && d.err == nil && !yield(element) {
				return
			}
		}
	}
}

// text gives the text in the innermost open element and the elements in it, with
// single spaces, and reads until that is closed.
func (d *describer) text() string {
	var text strings.Builder
	for level := len(d.open); d.err == nil && len(d.open) >= level; {
		if data, ok := d.token().(xml.CharData); ok {
			text.Write(data)
		}
	}
	return strings.Join(strings.Fields(text.String()), " ")
}

// attribute gives an element's attribute, or "" without it.
func attribute(element xml.StartElement, name string) string {
	for _, a := range element.Attr {
		if a.Name.Space == "" && a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

var errElementTooLong = errors.New("bus: too long")

// meter reads a text and fails when too much is read at once, since the XML's
// reader keeps a whole element at a time.
type meter struct {
	text string
	at   int
	left int
}

func (m *meter) atEnd() bool { return m.at == len(m.text) }

// ReadByte implements io.ByteReader, which is all that is used.
func (m *meter) ReadByte() (byte, error) {
	if m.atEnd() {
		return 0, io.EOF
	}
	if m.left--; m.left < 0 {
		return 0, errElementTooLong
	}
	m.at++
	return m.text[m.at-1], nil
}

// Read implements io.Reader.
func (m *meter) Read(p []byte) (int, error) {
	for i := range p {
		b, err := m.ReadByte()
		if err != nil {
			return i, err
		}
		p[i] = b
	}
	return len(p), nil
}
