package present

import (
	"fmt"
	"io"
	"strings"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/marshal"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// Form is a way to show values.
type Form uint8

// The forms. AsText is GVariant's notation, and for what is not made of values the
// only one.
const (
	AsText Form = iota
	AsJSON
	AsTree
	AsRaw // the bytes
)

// Extension is that of a file with the result in that form.
func (f Form) Extension() string {
	switch f {
	case AsJSON:
		return ".json"
	case AsRaw:
		return ".bin"
	}
	return ".txt"
}

// values are what a result is made of.
type values struct {
	list  []bus.Value
	reply bool   // list is the body of a reply
	words string // the text, if it is more than that of the values
}

// valuesOf gives what a result is made of, or false if it is something else.
func valuesOf(result any) (values, bool) {
	switch r := result.(type) {
	case bus.Reply:
		return values{list: r.Body, reply: true}, true
	case bus.Value:
		return values{list: []bus.Value{r}}, r.IsValid()
	case []bus.PropertyValue:
		return values{list: []bus.Value{propertiesValue(r)}, words: propertiesText(r)}, true
	case []bus.ManagedObject:
		return values{list: []bus.Value{objectsValue(r)}}, true
	}
	return values{}, false
}

// ValueOf gives a result as one value: properties as a dictionary of those that
// have a value, managed objects as their manager tells of them. It gives false for
// what is not one value.
func ValueOf(result any) (bus.Value, bool) {
	v, ok := valuesOf(result)
	if !ok || v.reply || len(v.list) != 1 {
		return bus.Value{}, false
	}
	return v.list[0], true
}

// text is kept, which are some of the values, in GVariant's notation.
func (v values) text(kept []bus.Value) string {
	if v.reply || len(kept) != 1 {
		return bus.Reply{Body: kept}.Text()
	}
	return kept[0].Text()
}

func (v values) json(limit int) (text string, whole bool) {
	if v.reply || len(v.list) != 1 {
		return bus.Reply{Body: v.list}.JSONUpTo(limit)
	}
	return v.list[0].JSONUpTo(limit)
}

// bytes is what [AsRaw] shows, or an error for values that are too large.
func (v values) bytes() ([]byte, error) {
	if isBytes(v.list) {
		b, _ := v.list[0].AsBytes()
		return b, nil
	}
	return marshal.Body(v.list)
}

// canDump reports whether the bytes can be had on the main loop.
func (v values) canDump() bool {
	return isBytes(v.list) || isQuick(v.list) && fits(v.list, copyLimit)
}

func (v values) asRaw(limit int, all bool) Result {
	if !v.canDump() {
		return Result{Text: "…", Note: tr.T("Too large to show as bytes. Save As writes all of them."), Save: true}
	}
	b, err := v.bytes()
	if err != nil {
		return Result{Text: "…", Note: tr.F("The values cannot be written as bytes: %s", Line(said(err)))}
	}
	r := Result{CanCopy: len(b) <= copyLimit/dumpLine*dumpWidth, Save: true}
	if isBytes(v.list) {
		r.Note = tr.T("The bytes of the array.")
	} else {
		r.Note = tr.T("The body as a message carries it, in little-endian order, written anew from the values.")
	}
	if most := limit / dumpLine * dumpWidth; len(b) > most {
		r.More = !all
		r.Note += " " + tr.F("The first %d of %d are shown.", most, len(b))
		b = b[:most]
	}
	r.Text = dump(b)
	return r
}

// How bytes are dumped: so many to a line, which takes so many bytes of text.
const (
	dumpWidth = 8
	dumpLine  = 40
)

// dump writes bytes in hexadecimal digits and as text, line by line.
func dump(b []byte) string {
	var out strings.Builder
	out.Grow(len(b)/dumpWidth*dumpLine + dumpLine)
	for at := 0; at < len(b); at += dumpWidth {
		line := b[at:min(at+dumpWidth, len(b))]
		fmt.Fprintf(&out, "%06x %-*x ", at, 3*dumpWidth-1, spaced(line))
		for _, c := range line {
			if c < 0x20 || c > 0x7e {
				c = '.'
			}
			out.WriteByte(c)
		}
		out.WriteByte('\n')
	}
	return strings.TrimSuffix(out.String(), "\n")
}

// spaced has %x write blanks between bytes.
type spaced []byte

func (s spaced) Format(f fmt.State, _ rune) {
	text := fmt.Sprintf("% x", []byte(s))
	width, _ := f.Width()
	fmt.Fprintf(f, "%-*s", width, text)
}

// ResultTextAs is [ResultText] in a form; a tree is copied as text.
func ResultTextAs(s *tasks.Snapshot, form Form) string {
	if s.State != tasks.Succeeded {
		return ""
	}
	v, ok := valuesOf(s.Result)
	if !ok || v.words != "" && form != AsJSON && form != AsRaw {
		text := v.words
		if !ok {
			text, _ = wordsOf(s.Result)
		}
		if len(text) > copyLimit {
			return ""
		}
		return text
	}
	if form == AsRaw {
		if !v.canDump() {
			return ""
		}
		if b, err := v.bytes(); err == nil && len(b) <= copyLimit/dumpLine*dumpWidth {
			return dump(b)
		}
		return ""
	}
	if !fits(v.list, copyLimit) {
		return ""
	}
	if form == AsJSON {
		text, _ := v.json(8 * copyLimit)
		return text
	}
	return v.text(v.list)
}

// WriteResult writes the whole result of a task in a form; a tree is written as
// text. It takes as long as it takes, and memory in proportion to the result, so it
// is for the work of a task. The error is that of w, or says why the values cannot
// be written.
func WriteResult(w io.Writer, result any, form Form) error {
	v, ok := valuesOf(result)
	switch {
	case !ok:
		text, _ := wordsOf(result)
		return write(w, text)
	case form == AsRaw:
		b, err := v.bytes()
		if err == nil {
			_, err = w.Write(b)
		}
		return err
	case form == AsJSON && v.reply:
		return write(w, bus.Reply{Body: v.list}.JSON())
	case form == AsJSON:
		return write(w, v.list[0].JSON())
	case v.words != "":
		return write(w, v.words)
	}
	return write(w, v.text(v.list))
}

func write(w io.Writer, text string) error {
	_, err := io.WriteString(w, text+"\n")
	return err
}
