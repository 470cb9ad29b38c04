package headless

import (
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// safeText is a text from anywhere, written so that it cannot control a terminal.
type safeText string

// MarshalJSON has the bytes replaced that are not UTF-8.
func (s safeText) MarshalJSON() ([]byte, error) {
	v, err := bus.NewString(strings.ToValidUTF8(strings.ReplaceAll(string(s), "\x00", "␀"), "�"))
	return []byte(v.CompactJSON()), err
}

// typed is a value, or a row of values, with its type.
type typed struct {
	Type string          `json:"type"`
	Data json.RawMessage `json:"data"`
}

func typedValue(v bus.Value) typed {
	return typed{string(v.Signature()), json.RawMessage(v.CompactJSON())}
}

func typedBody(sig bus.Signature, body []bus.Value) typed {
	return typed{string(sig), json.RawMessage(bus.Reply{Body: body}.CompactJSON())}
}

type fileJSON struct {
	Name safeText `json:"name"`
	Kind safeText `json:"kind"`
	Size int64    `json:"size,omitempty"` // of a regular file
}

func newFiles(infos []bus.FileInfo) []fileJSON {
	files := make([]fileJSON, len(infos))
	for i, info := range infos {
		files[i] = fileJSON{safeText(info.Name), safeText(info.Kind), max(info.Size, 0)}
	}
	return files
}

type replyJSON struct {
	typed
	Sender bus.Name   `json:"sender,omitempty"`
	Bytes  int        `json:"bytes"`
	Files  []fileJSON `json:"files,omitempty"`
}

func newReply(r bus.Reply) replyJSON {
	return replyJSON{typedBody(r.Signature, r.Body), r.Sender, r.Size(), newFiles(r.Files)}
}

// repeatJSON has its times in seconds.
type repeatJSON struct {
	Succeeded int     `json:"succeeded"`
	Failed    int     `json:"failed"`
	Canceled  int     `json:"canceled"`
	Min       float64 `json:"min"`
	Median    float64 `json:"median"`
	P99       float64 `json:"p99"`
	Max       float64 `json:"max"`
}

func newRepeat(r bus.RepeatResult) repeatJSON {
	return repeatJSON{r.Succeeded, r.Failed, r.Canceled, r.Min.Seconds(), r.Median.Seconds(), r.P99.Seconds(), r.Max.Seconds()}
}

// messageJSON is a message that a watch or a monitor saw.
type messageJSON struct {
	Time        time.Time      `json:"time"`
	Type        string         `json:"type"`
	Sender      bus.Name       `json:"sender,omitempty"`
	Destination bus.Name       `json:"destination,omitempty"`
	Path        bus.ObjectPath `json:"path,omitempty"`
	Interface   bus.Interface  `json:"interface,omitempty"`
	Member      bus.Member     `json:"member,omitempty"`
	Error       string         `json:"error,omitempty"`
	Serial      uint32         `json:"serial"`
	ReplySerial uint32         `json:"reply_serial,omitempty"`
	Bytes       int            `json:"bytes"`
	Body        *typed         `json:"body,omitempty"`
	Malformed   safeText       `json:"malformed,omitempty"` // why there is no body
	Files       []fileJSON     `json:"files,omitempty"`
}

var messageTypes = map[bus.MessageType]string{
	bus.MessageCall: "call", bus.MessageReturn: "reply", bus.MessageError: "error", bus.MessageSignal: "signal",
}

func newMessage(m bus.Message) messageJSON {
	out := messageJSON{
		Time: m.Received, Type: messageTypes[m.Type], Sender: m.Sender, Destination: m.Destination,
		Path: m.Path, Interface: m.Interface, Member: m.Member, Error: m.ErrorName,
		Serial: m.Serial, ReplySerial: m.ReplySerial, Bytes: m.Size, Files: newFiles(m.Files),
	}
	if m.Malformed != nil {
		out.Malformed = safeText(m.Malformed.Error())
		return out
	}
	body := typedBody(m.Signature, m.Body)
	out.Body = &body
	return out
}

// changeJSON is news of a property.
type changeJSON struct {
	Time     time.Time `json:"time"`
	Property safeText  `json:"property"`
	How      string    `json:"how"`
	Value    *typed    `json:"value,omitempty"`
	Error    safeText  `json:"error,omitempty"` // why it has no value
}

func newChange(c bus.PropertyChange) changeJSON {
	out := changeJSON{Time: c.Time, Property: safeText(c.Name), How: c.How.String()}
	if c.Err != nil {
		out.Error = safeText(reason(c.Err))
		return out
	}
	value := typedValue(c.Value)
	out.Value = &value
	return out
}

// reason says in one line why something is not known, in no language but that of who
// says so: by the name that a service gave if it did.
func reason(err error) string {
	if e, ok := errors.AsType[*bus.Error](err); ok && e.Name != "" {
		return present.Line(e.Name + ": " + e.Message)
	}
	return present.Line(err.Error())
}

// newItem is an item of a stream.
func newItem(item any) any {
	switch item := item.(type) {
	case bus.Message:
		return newMessage(item)
	case bus.PropertyChange:
		return newChange(item)
	case bus.Gap:
		return map[string]time.Time{"gap_from": item.From, "gap_until": item.Until}
	}
	return nil
}
