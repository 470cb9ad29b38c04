package present

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// textOf is a basic value as it is written into an entry.
func textOf(v bus.Value) string {
	if x, ok := v.AsFloat(); ok && v.Type() == bus.TypeDouble {
		return strconv.FormatFloat(x, 'g', -1, 64)
	}
	return fmt.Sprint(v.Basic())
}

// On reads a SwitchField.
func (a *ArgField) On() bool {
	on, _ := a.value.AsBool()
	return on
}

// SetOn writes a SwitchField.
func (a *ArgField) SetOn(on bool) { a.value = bus.Bool(on) }

// Range is that of a NumberField.
func (a *ArgField) Range() (least, most float64) {
	switch a.Type.Type() {
	case bus.TypeByte:
		return 0, math.MaxUint8
	case bus.TypeInt16:
		return math.MinInt16, math.MaxInt16
	case bus.TypeUint16:
		return 0, math.MaxUint16
	case bus.TypeInt32:
		return math.MinInt32, math.MaxInt32
	}
	return 0, math.MaxUint32
}

// Number reads a NumberField.
func (a *ArgField) Number() float64 {
	switch x := a.value.Basic().(type) {
	case byte:
		return float64(x)
	case int16:
		return float64(x)
	case uint16:
		return float64(x)
	case int32:
		return float64(x)
	case uint32:
		return float64(x)
	}
	return 0
}

// Text reads a NumberField, TextField or BytesField as it was written.
func (a *ArgField) Text() string { return a.text }

// SetText writes a NumberField, TextField or BytesField.
func (a *ArgField) SetText(text string) {
	if text == a.text && a.value.IsValid() {
		return // so that nothing is lost that the text does not tell
	}
	a.text, a.Reason, a.value = text, "", bus.Value{}
	trimmed := strings.TrimSpace(text)
	var err error
	switch a.Type {
	case "y", "n", "q", "i", "u":
		a.readNumber(trimmed)
	case "x":
		if n, e := strconv.ParseInt(trimmed, 10, 64); e == nil {
			a.value = bus.Int64(n)
		} else {
			a.Reason = wholeNumber(math.MinInt64, uint64(math.MaxInt64))
		}
	case "t":
		if n, e := strconv.ParseUint(trimmed, 10, 64); e == nil {
			a.value = bus.Uint64(n)
		} else {
			a.Reason = wholeNumber(0, math.MaxUint64)
		}
	case "d":
		if x, e := strconv.ParseFloat(trimmed, 64); e == nil {
			a.value = bus.Double(x)
		} else {
			a.Reason = tr.T("A number is needed, such as 0.5 or 1e6.")
		}
	case "o":
		var path bus.ObjectPath
		if path, err = bus.ParseObjectPath(trimmed); err == nil {
			a.value = bus.PathValue(path)
		}
	case "g":
		var sig bus.Signature
		if sig, err = bus.ParseSignature(trimmed); err == nil {
			a.value = bus.SignatureValue(sig)
		}
	case "ay":
		a.readBytes()
	default:
		a.value, err = bus.NewString(text)
	}
	if err != nil {
		a.Reason = reasonOf(err)
	}
}

func (a *ArgField) readNumber(text string) {
	least, most := a.Range()
	n, reason := ReadNumber(text, int64(least), int64(most))
	if a.Reason = reason; reason != "" {
		return
	}
	switch a.Type.Type() {
	case bus.TypeByte:
		a.value = bus.Byte(byte(n))
	case bus.TypeInt16:
		a.value = bus.Int16(int16(n))
	case bus.TypeUint16:
		a.value = bus.Uint16(uint16(n))
	case bus.TypeInt32:
		a.value = bus.Int32(int32(n))
	default:
		a.value = bus.Uint32(uint32(n))
	}
}

// ReadNumber reads a whole number, or says what is wrong with it.
func ReadNumber(text string, least, most int64) (n int64, reason string) {
	n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
	if err != nil || n < least || n > most {
		return 0, wholeNumber(least, uint64(most))
	}
	return n, ""
}

func wholeNumber(least int64, most uint64) string {
	return tr.F("A whole number is needed, from %s to %s.", strconv.FormatInt(least, 10), strconv.FormatUint(most, 10))
}

// plainText is what is written in a field, if that is text or a number.
func (a *ArgField) plainText() (string, bool) {
	return a.text, a.Kind == TextField || a.Kind == NumberField
}

// tryText writes text into a field, if it can be.
func (a *ArgField) tryText(text string) {
	if a.Kind != NumberField && a.Kind != TextField {
		return
	}
	if x, err := strconv.ParseFloat(strings.TrimSpace(text), 64); err == nil && a.Kind == NumberField {
		text = strconv.FormatFloat(x, 'f', -1, 64) // without an exponent
	}
	old := a.text
	if a.SetText(text); a.Reason != "" {
		a.SetText(old)
	}
}

// Writing is how bytes are written.
type Writing int

// The ways of writing bytes.
const (
	WritingText    Writing = iota // as UTF-8
	WritingTextNUL                // as UTF-8, with a NUL at the end that is not written
	WritingHex                    // two digits for each
	WritingCount   int     = iota
)

// Title names the way.
func (w Writing) Title() string { return [...]string{tr.T("Text"), tr.T("Text + NUL"), tr.T("Hex")}[w] }

// Writing tells how a BytesField is written.
func (a *ArgField) Writing() Writing { return a.writing }

// SetWriting has a BytesField written in another way; the bytes stay the same, but
// for a NUL at the end, where they can be written so, and the text does where they
// cannot.
func (a *ArgField) SetWriting(w Writing) {
	if w == a.writing {
		return
	}
	a.writing = w
	if b, ok := a.value.AsBytes(); ok {
		if text, ok := writeBytes(b, w); ok {
			a.text = text
		}
	}
	a.Reason = ""
	a.readBytes()
}

// showBytes writes the bytes as text if they are one.
func (a *ArgField) showBytes() {
	b, _ := a.value.AsBytes()
	a.writing, a.text = WritingHex, fmt.Sprintf("% x", b)
	if len(b) == 0 {
		a.writing = WritingText
		return
	}
	if text, ok := a.value.AsByteText(); ok {
		a.writing, a.text = WritingText, text
		if len(text) < len(b) {
			a.writing = WritingTextNUL
		}
	}
}

// writeBytes writes bytes in a way, if that can be; a text without the NUL at its
// end.
func writeBytes(b []byte, w Writing) (string, bool) {
	if w == WritingHex {
		return fmt.Sprintf("% x", b), true
	}
	b = bytes.TrimSuffix(b, []byte{0})
	return string(b), utf8.Valid(b) && !bytes.Contains(b, []byte{0})
}

func (a *ArgField) readBytes() {
	b := []byte(a.text)
	switch a.writing {
	case WritingTextNUL:
		b = append(b, 0)
	case WritingHex:
		var err error
		if b, err = hex.DecodeString(strings.Join(strings.Fields(a.text), "")); err != nil {
			a.value, a.Reason = bus.Value{}, tr.T("Two hexadecimal digits are needed for each byte, such as 0a ff.")
			return
		}
	}
	a.value = bus.Bytes(b)
}

// noFile is the reason at a FileField that has none.
func noFile() string { return tr.T("Choose a file.") }

// File reads a FileField; false if it has no file.
func (a *ArgField) File() (bus.File, bool) {
	if i, ok := a.handle(); ok && i < len(a.form.Files) {
		return a.form.Files[i], true
	}
	return bus.File{}, false
}

// SetFile writes a FileField.
func (a *ArgField) SetFile(file bus.File) {
	files := append([]bus.File(nil), a.form.Files...) // they may be a spec's
	i, ok := a.handle()
	if !ok || i >= len(files) || a.isShared(i) {
		if i = len(files); i == bus.MaxFiles {
			a.Reason = tr.N(bus.MaxFiles, "No more than %d file can go with a call.", "No more than %d files can go with a call.", bus.MaxFiles)
			return
		}
		files = append(files, file)
	}
	files[i] = file
	a.form.Files = files
	a.value, a.Reason = bus.Handle(uint32(i)), ""
}

func (a *ArgField) handle() (int, bool) {
	i, ok := a.value.Basic().(uint32)
	return int(i), ok
}

// isShared tells that another field has the same file.
func (a *ArgField) isShared(handle int) bool {
	for field := range a.form.all {
		if i, ok := field.handle(); ok && field != a && field.Kind == FileField && i == handle {
			return true
		}
	}
	return false
}

// checkFile says so where a handle stands for no file.
func (a *ArgField) checkFile() {
	if _, ok := a.File(); !ok {
		a.Reason = noFile()
	}
}

// forgetFiles drops the files at the end that no field has.
func (f *ArgForm) forgetFiles() {
	used := 0
	for field := range f.all {
		if i, ok := field.handle(); ok && field.Kind == FileField {
			used = max(used, i+1)
		}
	}
	f.Files = f.Files[:min(used, len(f.Files))]
}
