package present

import (
	"strings"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// taskTitle names a task. The title of a call is a name, or was given by whoever
// submitted it; of other work it says what is done, and is said anew in the
// reader's language.
func taskTitle(s *tasks.Snapshot) string {
	if s.Spec.Title == "" {
		return tr.F("Task %d", s.ID)
	}
	if title := workTitle(s.Spec.Data); title != "" {
		return Line(title)
	}
	return Line(s.Spec.Title)
}

func workTitle(data any) string {
	switch spec := data.(type) {
	case bus.ConnectSpec:
		return tr.F("Connect to %s", AddressLabel(spec.Endpoint.Address))
	case bus.ListNamesSpec:
		return tr.T("List names")
	case bus.FollowNamesSpec:
		return tr.T("Follow names")
	case bus.CredentialsSpec:
		return tr.F("Get credentials of %s", spec.Name)
	case bus.ActivateSpec:
		return tr.F("Activate %s", spec.Name)
	case bus.IntrospectSpec:
		return tr.F("Introspect %s", spec.Path)
	case bus.ExpandSpec:
		return tr.F("Expand %s", spec.Path)
	case bus.ManagedObjectsSpec:
		return tr.F("List objects of %s", spec.Path)
	case bus.GetPropertySpec:
		return tr.F("Get %s", string(spec.Interface)+"."+spec.Property)
	case bus.GetPropertiesSpec:
		return tr.F("Get properties of %s", spec.Interface)
	case bus.SetPropertySpec:
		return tr.F("Set %s", string(spec.Interface)+"."+spec.Property)
	}
	return watchTitle(data)
}

func watchTitle(data any) string {
	switch spec := data.(type) {
	case bus.WatchPropertySpec:
		if len(spec.Properties) == 1 {
			return tr.F("Watch %s", string(spec.Interface)+"."+spec.Properties[0].Name)
		}
		return tr.F("Watch properties of %s", spec.Interface)
	case bus.WatchSpec:
		return ruleTitle(spec.Rule)
	case bus.MonitorSpec:
		return tr.F("Monitor %s", AddressLabel(spec.Endpoint.Address))
	}
	return ""
}

// ruleTitle names a watch by the one signal that it is of, whoever sends it; a rule
// that says more is its own name.
func ruleTitle(rule bus.MatchRule) string {
	text := rule.String()
	switch signal, ok := signalOf(rule); {
	case ok:
		return tr.F("Watch %s", signal)
	case text == "":
		return tr.T("Watch everything")
	}
	return tr.F("Watch %s", text)
}

// signalOf gives the one signal that a rule lets through, and whether its sender and
// its path are all that the rule says beside.
func signalOf(rule bus.MatchRule) (name string, ok bool) {
	one := bus.MatchRule{
		Type: bus.MessageSignal, Interface: rule.Interface, Member: rule.Member, Sender: rule.Sender, Path: rule.Path,
	}
	ok = rule.Interface != "" && rule.Member != "" && rule.String() == one.String()
	return string(rule.Interface) + "." + string(rule.Member), ok
}

// taskDetail is the task's detail, which begins with the bus.
func taskDetail(s *tasks.Snapshot) string {
	address, ok := addressOf(s.Spec.Data)
	if spec, watches := s.Spec.Data.(bus.WatchSpec); watches {
		if _, one := signalOf(spec.Rule); one {
			return joined(AddressLabel(address), string(spec.Rule.Sender), string(spec.Rule.Path))
		}
	}
	rest, found := strings.CutPrefix(s.Spec.Detail, address.Label())
	if !ok || !found {
		return s.Spec.Detail
	}
	return AddressLabel(address) + rest
}

// addressOf gives the bus that the work is done on.
func addressOf(data any) (bus.Address, bool) {
	switch spec := data.(type) {
	case bus.CallSpec:
		return spec.Endpoint.Address, true
	case bus.RepeatSpec:
		return spec.Endpoint.Address, true
	case bus.ListNamesSpec:
		return spec.Endpoint.Address, true
	case bus.FollowNamesSpec:
		return spec.Endpoint.Address, true
	case bus.CredentialsSpec:
		return spec.Endpoint.Address, true
	case bus.ActivateSpec:
		return spec.Endpoint.Address, true
	case bus.IntrospectSpec:
		return spec.Endpoint.Address, true
	case bus.ExpandSpec:
		return spec.Endpoint.Address, true
	case bus.ManagedObjectsSpec:
		return spec.Endpoint.Address, true
	case bus.GetPropertySpec:
		return spec.Endpoint.Address, true
	case bus.GetPropertiesSpec:
		return spec.Endpoint.Address, true
	case bus.SetPropertySpec:
		return spec.Endpoint.Address, true
	case bus.WatchPropertySpec:
		return spec.Endpoint.Address, true
	case bus.WatchSpec:
		return spec.Endpoint.Address, true
	}
	return bus.Address{}, false
}
