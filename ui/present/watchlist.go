package present

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// WatchRow is what a watch or a monitor saw, as its row shows it.
type WatchRow struct {
	Time   string
	Title  string // the member, or the property
	Text   string // the arguments, cut, or the value
	Sender string
	Gap    bool // it stands for what was not seen
}

// WatchList is the items of a task that watches, as far as they are kept and have
// not been cleared. Positions count from the oldest one. It is not safe for
// concurrent use.
type WatchList struct {
	items []any
	next  uint64 // the number of the item after the last, of all there were
	from  uint64 // the number of the first that may be shown
}

// Slide tells how a list of rows follows: so many go at the top, and so many come
// at the bottom.
type Slide struct{ Gone, Come int }

// Set takes over the items that are kept, oldest first, and how many there were. It
// keeps items, which must not be changed.
func (l *WatchList) Set(items []any, counts tasks.Items) Slide {
	first := counts.Total - uint64(len(items))
	if l.from > first {
		items = items[min(l.from-first, uint64(len(items))):]
		first = counts.Total - uint64(len(items))
	}
	wasFirst, had := l.next-uint64(len(l.items)), len(l.items)
	gone := had
	if first < l.next {
		gone = int(first - wasFirst)
	}
	l.items, l.next = items, counts.Total
	return Slide{Gone: gone, Come: len(items) - (had - gone)}
}

// Clear leaves out what there is; what comes later is shown. It gives how many rows
// go.
func (l *WatchList) Clear() (gone int) {
	gone = len(l.items)
	l.items, l.from = nil, l.next
	return gone
}

// Len is the number of rows.
func (l *WatchList) Len() int { return len(l.items) }

// Row gives the row at a position.
func (l *WatchList) Row(position int) WatchRow { return watchRow(l.items[position], lineLimit/2) }

// Items gives what is shown. It must not be changed.
func (l *WatchList) Items() []any { return l.items }

// ItemText is all there is to say of the item at a position, in several lines. Long
// bodies are cut.
func (l *WatchList) ItemText(position int) string {
	switch item := l.items[position].(type) {
	case bus.Message:
		return messageText(item)
	case bus.PropertyChange:
		if !item.Value.IsValid() {
			text, _ := PropertyText(item.PropertyValue)
			return text
		}
		return ResultAs(item.Value, AsText, false).Text
	}
	row := l.Row(position)
	return row.Title + "\n" + row.Text
}

func messageText(m bus.Message) string {
	var b strings.Builder
	add := func(what, text string) {
		if text != "" {
			b.WriteString(what + ": " + Line(text) + "\n")
		}
	}
	add(tr.T("Type"), messageType(m.Type))
	add(tr.T("Sender"), string(m.Sender))
	add(tr.T("Destination"), string(m.Destination))
	add(tr.T("Path"), string(m.Path))
	add(tr.T("Interface"), string(m.Interface))
	add(tr.T("Member"), string(m.Member))
	add(tr.T("Error"), m.ErrorName)
	add(tr.T("Signature"), string(m.Signature))
	add(tr.T("Size"), sizeText(int64(m.Size)))
	add(tr.T("Serial"), fmt.Sprint(m.Serial))
	if m.ReplySerial != 0 {
		add(tr.T("In reply to"), fmt.Sprint(m.ReplySerial))
	}
	for i, file := range m.Files {
		b.WriteString(tr.F("File %d: %s", i, fileText(file)) + "\n")
	}
	if m.Malformed != nil {
		b.WriteString("\n" + malformedText(m.Malformed))
	} else if len(m.Body) > 0 {
		b.WriteString("\n" + ResultAs(bus.Reply{Body: m.Body}, AsText, false).Text)
	}
	return strings.TrimSpace(b.String())
}

func malformedText(err error) string {
	if errors.Is(err, bus.ErrNotKept) {
		return tr.T("The body was too long to be kept.")
	}
	return tr.F("The body could not be read: %s", Line(said(err)))
}

func watchRow(item any, limit int) WatchRow {
	switch item := item.(type) {
	case bus.Message:
		return messageRow(item, limit)
	case bus.PropertyChange:
		text, _ := PropertyText(item.PropertyValue)
		return WatchRow{Time: clockTime(item.Time), Title: Line(item.Name), Text: text, Sender: tr.T(changeWords[item.How])}
	case bus.Gap:
		return gapRow(item)
	}
	return WatchRow{Title: Line(fmt.Sprint(item))}
}

var changeWords = map[bus.HowChanged]string{
	bus.ChangedAtFirst:  tr.Mark("at first"),
	bus.ChangedBySignal: tr.Mark("by signal"),
	bus.ChangedReread:   tr.Mark("read again"),
	bus.ChangedPolled:   tr.Mark("polled"),
}

func messageRow(m bus.Message, limit int) WatchRow {
	row := WatchRow{Time: clockTime(m.Received), Sender: Line(string(m.Sender))}
	name := string(m.Member)
	if m.Interface != "" {
		name = string(m.Interface[strings.LastIndexByte(string(m.Interface), '.')+1:]) + "." + name
	}
	if m.Type == bus.MessageError {
		name = m.ErrorName
	}
	row.Title = Line(name)
	if m.Type != bus.MessageSignal {
		row.Title = Line(joined(messageType(m.Type), name))
	}
	switch {
	case m.Malformed != nil:
		row.Text = malformedText(m.Malformed)
	case len(m.Body) > 0:
		text, whole := bus.Reply{Body: m.Body}.TextUpTo(limit)
		if !whole {
			text += cutMark
		}
		row.Text = Line(text)
	default:
		row.Text = "()"
	}
	return row
}

func messageType(t bus.MessageType) string {
	switch t {
	case bus.MessageCall:
		return tr.T("Call")
	case bus.MessageReturn:
		return tr.T("Reply")
	case bus.MessageError:
		return tr.T("Error")
	case bus.MessageSignal:
		return tr.T("Signal")
	}
	return tr.F("Message of type %d", t)
}

func gapRow(gap bus.Gap) WatchRow {
	row := WatchRow{Time: clockTime(gap.From), Gap: true, Title: tr.T("Not connected"), Text: tr.F("Nobody knows what came until %s", clockTime(gap.Until))}
	if errors.Is(gap.Why, bus.ErrPaused) {
		row.Title = tr.T("Paused")
		row.Text = tr.N(int(gap.Missed), "%d came until %s", "%d came until %s", gap.Missed, clockTime(gap.Until))
	}
	return row
}

// WriteItems writes what a watch saw, a line to an item, with arguments and values
// whole. It may take long, so it is for the work of a task.
func WriteItems(w io.Writer, items []any) error {
	for _, item := range items {
		row := watchRow(item, copyLimit)
		switch item := item.(type) {
		case bus.Message:
			if item.Malformed == nil {
				row.Text = bus.Reply{Body: item.Body}.Text()
				row.Title = joined(string(item.Path), row.Title)
			}
		case bus.PropertyChange:
			if item.Value.IsValid() {
				row.Text = item.Value.Text()
			}
		}
		if _, err := fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", row.Time, row.Sender, row.Title, row.Text); err != nil {
			return err
		}
	}
	return nil
}

// IsWatch reports whether a task is one whose items are shown as they come, and
// whether it can be paused.
func IsWatch(s *tasks.Snapshot) (is, canPause bool) {
	switch s.Spec.Data.(type) {
	case bus.WatchSpec, bus.MonitorSpec:
		return true, !s.State.Final()
	case bus.WatchPropertySpec:
		return true, false
	}
	return false, false
}

// WatchText says in words how a watch is, and counts. info is that of a watch of
// messages that runs, or nil.
func WatchText(s *tasks.Snapshot, info *bus.WatchInfo) (state, counts string) {
	received := s.Items.Total
	if info != nil {
		state = watchState(info)
		if _, is := s.Spec.Data.(bus.MonitorSpec); is && info.State != bus.WatchStarting {
			state = strings.TrimSpace(state + " " + tr.T(info.Mode.Sentence()))
		}
		received = info.Messages
	}
	parts := []string{tr.N(int(received), "%d received", "%d received", received)}
	if s.Items.Dropped > 0 {
		parts = append(parts, tr.N(int(s.Items.Dropped), "%d dropped", "%d dropped", s.Items.Dropped))
	}
	if info != nil && info.Missed > 0 {
		parts = append(parts, tr.N(int(info.Missed), "%d not kept while paused", "%d not kept while paused", info.Missed))
	}
	return state, joined(parts...)
}

func watchState(info *bus.WatchInfo) string {
	switch info.State {
	case bus.WatchStarting:
		return tr.T("Starting.")
	case bus.WatchPaused:
		return tr.T("Paused: what comes is counted, and not kept.")
	case bus.WatchWaiting:
		return tr.T("The connection is lost; it goes on when it is made anew.")
	}
	return ""
}
