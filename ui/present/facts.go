package present

import (
	"fmt"
	"strings"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// CallFacts says what the task does, each part for one line. A part that is
// empty does not matter to this task.
type CallFacts struct {
	Heading     string // what kind of work it is; empty if nothing is known of it
	Connection  string
	UniqueName  string // ours, of a task that connects
	Destination string
	Path        string
	Method      string // with its interface
	Interface   string
	Property    string
	Rule        string // of a watch; of a monitor one to a line
	Arguments   string
	Value       string // to be set
	Files       string // one to a line
	Flags       string
	Repeat      string // how often
	Keep        string // how much is kept
	Timeout     string
}

func factsOf(s *tasks.Snapshot) CallFacts {
	switch spec := s.Spec.Data.(type) {
	case bus.CallSpec:
		return callFacts(spec)
	case bus.RepeatSpec:
		facts := callFacts(spec.CallSpec)
		facts.Repeat = tr.N(spec.Times, "%d time, at most %d at once", "%d times, at most %d at once", spec.Times, spec.AtOnce)
		return facts
	case bus.ConnectSpec:
		facts := CallFacts{Heading: tr.T("Connection"), Connection: endpointText(spec.Endpoint)}
		if info, ok := s.Result.(bus.ConnectionInfo); ok {
			facts.UniqueName = Line(string(info.UniqueName))
		}
		return facts
	case bus.WatchSpec:
		facts := CallFacts{Heading: tr.C("noun", "Watch"), Connection: endpointText(spec.Endpoint), Rule: ruleText(spec.Rule), Keep: keptMessages(spec.Keep)}
		if spec.Limit > 0 {
			facts.Repeat = tr.N(int(spec.Limit), "Until %d message has come", "Until %d messages have come", spec.Limit)
		}
		return facts
	case bus.MonitorSpec:
		return CallFacts{Heading: tr.T("Monitor"), Connection: endpointText(spec.Endpoint), Rule: rulesText(spec.Rules), Keep: keptMessages(spec.Keep)}
	}
	return lookFacts(s.Spec.Data)
}

// lookFacts is factsOf for work that looks at names, objects and properties.
func lookFacts(data any) CallFacts {
	switch spec := data.(type) {
	case bus.ListNamesSpec:
		return CallFacts{Heading: tr.T("Names"), Connection: endpointText(spec.Endpoint)}
	case bus.FollowNamesSpec:
		return CallFacts{Heading: tr.T("Names"), Connection: endpointText(spec.Endpoint)}
	case bus.CredentialsSpec:
		return CallFacts{Heading: tr.T("Credentials"), Connection: endpointText(spec.Endpoint), Destination: Line(string(spec.Name))}
	case bus.ActivateSpec:
		return CallFacts{
			Heading: tr.T("Activation"), Connection: endpointText(spec.Endpoint),
			Destination: Line(string(spec.Name)), Timeout: Limit(spec.Timeout),
		}
	case bus.IntrospectSpec:
		return objectFacts(tr.T("Introspection"), spec.Object)
	case bus.ExpandSpec:
		return objectFacts(tr.T("Objects"), spec.Object)
	case bus.ManagedObjectsSpec:
		return objectFacts(tr.T("Managed Objects"), spec.Object)
	case bus.GetPropertySpec:
		return propertyFacts(tr.T("Property"), spec.Object, spec.Interface, spec.Property)
	case bus.GetPropertiesSpec:
		return propertyFacts(tr.T("Properties"), spec.Object, spec.Interface, "")
	case bus.SetPropertySpec:
		facts := propertyFacts(tr.T("Property"), spec.Object, spec.Interface, spec.Property)
		facts.Value = shownArguments([]bus.Value{spec.Value})
		facts.Timeout = Limit(spec.Timeout)
		return facts
	case bus.WatchPropertySpec:
		names := make([]string, len(spec.Properties))
		for i, property := range spec.Properties {
			names[i] = property.Name
		}
		facts := propertyFacts(tr.C("noun", "Watch"), spec.Object, spec.Interface, strings.Join(names, ", "))
		facts.Keep = tr.N(spec.Keep, "The latest %d change", "The latest %d changes", spec.Keep)
		return facts
	}
	return CallFacts{}
}

func callFacts(spec bus.CallSpec) CallFacts {
	files := make([]string, len(spec.Call.Files))
	for i, file := range spec.Call.Files {
		files[i] = fmt.Sprintf("%d: %s", i, Line(file.Path))
	}
	return CallFacts{
		Heading:     tr.T("Call"),
		Connection:  endpointText(spec.Endpoint),
		Destination: Line(string(spec.Call.Destination)),
		Path:        Line(string(spec.Call.Path)),
		Method:      Line(methodText(spec.Call)),
		Arguments:   shownArguments(spec.Call.Args),
		Files:       strings.Join(files, "\n"),
		Flags:       flagsText(spec.Call.Flags),
		Timeout:     Limit(spec.Timeout),
	}
}

func objectFacts(heading string, object bus.Object) CallFacts {
	return CallFacts{
		Heading:     heading,
		Connection:  endpointText(object.Endpoint),
		Destination: Line(string(object.Name)),
		Path:        Line(string(object.Path)),
	}
}

func propertyFacts(heading string, object bus.Object, in bus.Interface, property string) CallFacts {
	facts := objectFacts(heading, object)
	facts.Interface, facts.Property = Line(string(in)), Line(property)
	return facts
}

func methodText(call bus.Call) string {
	if call.Interface == "" {
		return string(call.Member)
	}
	return string(call.Interface) + "." + string(call.Member)
}

func flagsText(flags bus.Flags) string {
	var words []string
	for _, flag := range []struct {
		is   bus.Flags
		word string
	}{
		{bus.NoReply, tr.T("no reply wanted")},
		{bus.NoAutoStart, tr.T("starts no service")},
		{bus.InteractiveAuthorization, tr.T("may ask for a password")},
	} {
		if flags&flag.is != 0 {
			words = append(words, flag.word)
		}
	}
	return joined(words...)
}

func ruleText(rule bus.MatchRule) string {
	if text := rule.String(); text != "" {
		return Line(text)
	}
	return tr.T("Everything")
}

func rulesText(rules []bus.MatchRule) string {
	if len(rules) == 0 {
		return tr.T("Everything")
	}
	lines := make([]string, len(rules))
	for i, rule := range rules {
		lines[i] = ruleText(rule)
	}
	return Block(strings.Join(lines, "\n"))
}

func keptMessages(keep int) string {
	return tr.N(keep, "The latest %d message", "The latest %d messages", keep)
}

func shownArguments(args []bus.Value) string {
	if len(args) == 0 {
		return ""
	}
	kept, whole := cutAll(args, blockLimit)
	text := argumentsText(kept)
	if !whole {
		text += cutMark
	}
	return Block(text)
}

// ReplyFacts says of an answer what is not in it.
type ReplyFacts struct {
	Sender    string
	Signature string
	Size      string // empty if it cannot be told quickly
	Files     string // that came along, one to a line
}

// quickLimit is how many values may be looked at in one turn of the main loop.
const quickLimit = 100_000

func replyFacts(result any) ReplyFacts {
	reply, ok := result.(bus.Reply)
	if !ok {
		return ReplyFacts{}
	}
	facts := ReplyFacts{Sender: Line(string(reply.Sender)), Signature: Line(string(reply.Signature))}
	if isQuick(reply.Body) {
		facts.Size = sizeText(int64(reply.Size()))
	}
	files := make([]string, len(reply.Files))
	for i, file := range reply.Files {
		files[i] = fmt.Sprintf("%d: %s", i, fileText(file))
	}
	facts.Files = Block(strings.Join(files, "\n"))
	return facts
}

// isQuick reports whether all of a body can be looked at without holding up the
// main loop.
func isQuick(body []bus.Value) bool {
	left := quickLimit
	for _, v := range body {
		if left = afterLook(v, left); left < 0 {
			return false
		}
	}
	return true
}

// afterLook is how many of left values may still be looked at after those in v. An
// array of numbers, or of bytes, is as good as one.
func afterLook(v bus.Value, left int) int {
	left--
	if isFlat(v.Signature()) {
		return left
	}
	if v.Len() > left {
		return -1
	}
	if v.Type() == bus.TypeVariant {
		return afterLook(v.Inner(), left)
	}
	for _, item := range v.Items() {
		if left = afterLook(item, left); left < 0 {
			return left
		}
	}
	for entry := range v.Entries() {
		if left = afterLook(entry.Value, afterLook(entry.Key, left)); left < 0 {
			return left
		}
	}
	return left
}

func isFlat(sig bus.Signature) bool {
	return len(sig) == 2 && sig[0] == 'a' && strings.IndexByte("ynqiuxtd", sig[1]) >= 0
}

func isBytes(body []bus.Value) bool {
	return len(body) == 1 && body[0].Signature() == "ay"
}

func fileText(file bus.FileInfo) string {
	size := ""
	if file.Size >= 0 {
		size = sizeText(file.Size)
	}
	return joined(Line(file.Name), tr.T(fileKinds[file.Kind]), size)
}

// fileKinds are the kinds of [bus.FileInfo].
var fileKinds = map[string]string{
	"file":      tr.Mark("file"),
	"directory": tr.Mark("directory"),
	"pipe":      tr.Mark("pipe"),
	"socket":    tr.Mark("socket"),
	"device":    tr.Mark("device"),
	"other":     tr.Mark("other file"),
}

// sizeText words a number of bytes, exactly up to where nobody cares.
func sizeText(n int64) string {
	switch {
	case n < 10_000:
		return tr.N(int(n), "%d byte", "%d bytes", n)
	case n < 1_000_000:
		return tr.F("%.1f kB", float64(n)/1e3)
	case n < 1_000_000_000:
		return tr.F("%.1f MB", float64(n)/1e6)
	}
	return tr.F("%.1f GB", float64(n)/1e9)
}
