package present

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// WatchForm is which messages a person wants: a match rule, by its fields. The zero
// form is every message. What a rule can say and the form cannot is kept with it.
type WatchForm struct {
	Type      bus.MessageType // 0 is any
	Sender    string
	Interface string
	Member    string
	Path      string
	Below     bool   // the objects below Path too
	Arg0      string // empty for none

	rest bus.MatchRule // what has no field
}

// WatchField is a field of a watch that may be wrong.
type WatchField int

// The fields, in the order of Watch Signals.
const (
	WatchSender WatchField = iota
	WatchInterface
	WatchMember
	WatchPath
	WatchArg0
	WatchFieldCount int = iota
	// WatchRule is the rule as a whole.
	WatchRule WatchField = -1
)

// MessageTypes gives the types of messages to choose from, in the order of Watch
// Signals.
func MessageTypes() []bus.MessageType {
	return []bus.MessageType{bus.MessageSignal, bus.MessageCall, bus.MessageReturn, bus.MessageError, 0}
}

// MessageTypeTitle names a type of messages.
func MessageTypeTitle(t bus.MessageType) string {
	switch t {
	case bus.MessageSignal:
		return tr.T("Signals")
	case bus.MessageCall:
		return tr.T("Method Calls")
	case bus.MessageReturn:
		return tr.T("Replies")
	case bus.MessageError:
		return tr.T("Errors")
	}
	return tr.T("All Messages")
}

// FirstWatch is the form of somebody who has not watched anything.
func FirstWatch() WatchForm { return WatchForm{Type: bus.MessageSignal} }

// WatchFormOf gives the form of a rule.
func WatchFormOf(rule bus.MatchRule) WatchForm {
	f := WatchForm{
		Type:      rule.Type,
		Sender:    string(rule.Sender),
		Interface: string(rule.Interface),
		Member:    string(rule.Member),
		Path:      string(cmp.Or(rule.Path, rule.PathNamespace)),
		Below:     rule.PathNamespace != "",
		rest: bus.MatchRule{
			Destination: rule.Destination, Arg0Namespace: rule.Arg0Namespace, Eavesdrop: rule.Eavesdrop,
		},
	}
	for _, arg := range rule.Args {
		if hasField(arg) {
			f.Arg0 = arg.Value
		} else {
			f.rest.Args = append(f.rest.Args, arg)
		}
	}
	return f
}

// hasField reports whether the form has a field for the condition: an argument that
// is to be empty looks there like one that is not asked about.
func hasField(arg bus.ArgMatch) bool { return arg.Index == 0 && !arg.Path && arg.Value != "" }

// Rule gives the rule as it is written, right or not. Blanks around a name do not
// count.
func (f WatchForm) Rule() bus.MatchRule {
	rule := f.rest
	rule.Type = f.Type
	rule.Sender = bus.Name(strings.TrimSpace(f.Sender))
	rule.Interface = bus.Interface(strings.TrimSpace(f.Interface))
	rule.Member = bus.Member(strings.TrimSpace(f.Member))
	if path := bus.ObjectPath(strings.TrimSpace(f.Path)); f.Below {
		rule.PathNamespace = path
	} else {
		rule.Path = path
	}
	if f.Arg0 != "" {
		rule.Args = append([]bus.ArgMatch{{Value: f.Arg0}}, rule.Args...)
	}
	return rule
}

// Check gives the rule, or else what is wrong with it: a sentence for each field
// that is wrong by itself, or one for the rule as a whole.
func (f WatchForm) Check() (bus.MatchRule, map[WatchField]string) {
	rule, wrong := f.Rule(), make(map[WatchField]string)
	for field, alone := range map[WatchField]bus.MatchRule{
		WatchSender:    {Sender: rule.Sender},
		WatchInterface: {Interface: rule.Interface},
		WatchMember:    {Member: rule.Member},
		WatchPath:      {Path: rule.Path, PathNamespace: rule.PathNamespace},
		WatchArg0:      {Args: slices.DeleteFunc(slices.Clone(rule.Args), func(arg bus.ArgMatch) bool { return !hasField(arg) })},
	} {
		if err := alone.Validate(); err != nil {
			wrong[field] = Refusal(err)
		}
	}
	if len(wrong) > 0 {
		return bus.MatchRule{}, wrong
	}
	if err := rule.Validate(); err != nil {
		return bus.MatchRule{}, map[WatchField]string{WatchRule: Refusal(err)}
	}
	return rule, nil
}

// ReadRule reads a rule as text. A reason says what is wrong with it, and where.
func ReadRule(text string) (rule bus.MatchRule, reason string) {
	rule, err := bus.ParseMatchRule(text)
	e, ok := errors.AsType[*bus.SyntaxError](err)
	switch {
	case err == nil:
		return rule, ""
	case !ok:
		return bus.MatchRule{}, Refusal(err)
	}
	return bus.MatchRule{}, sentence(e.Reason.Say(tr.F) + place(text, &bus.TextError{Offset: e.Offset, Reason: e.Reason}))
}

// EndpointChoices gives the connections to choose from: those that there are, and
// the well-known buses by the first backend.
func EndpointChoices(all []bus.ConnectionInfo, backends []string) []bus.Endpoint {
	var choices []bus.Endpoint
	add := func(endpoint bus.Endpoint) {
		if !slices.Contains(choices, endpoint) {
			choices = append(choices, endpoint)
		}
	}
	for _, info := range all {
		add(info.Endpoint)
	}
	backend := ""
	if len(backends) > 0 {
		backend = backends[0]
	}
	for _, address := range []bus.Address{bus.SessionAddress(), bus.SystemAddress(), bus.AccessibilityBus()} {
		add(bus.Endpoint{Address: address, Backend: backend})
	}
	return choices
}
