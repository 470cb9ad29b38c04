package present

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// wordsOf tells in words of a result that is not made of values, or gives false
// if there is nothing to tell.
func wordsOf(result any) (string, bool) {
	switch r := result.(type) {
	case string:
		return r, true
	case []bus.NameInfo:
		return namesText(r), true
	case bus.Node:
		return nodeText(r), true
	case bus.Tree:
		return treeText(r), true
	case bus.Credentials:
		return credentialsText(r), true
	case bus.Activation:
		return activationText(r), true
	case bus.RepeatResult:
		return RepeatText(r), true
	case bus.WatchResult:
		return watchResultText(r), true
	case bus.ConnectionInfo:
		return connectedText(r), true
	}
	return "", false
}

func connectedText(info bus.ConnectionInfo) string {
	place := AddressLabel(info.Endpoint.Address)
	if info.UniqueName != "" {
		return tr.F("Connected to %s as %s.", place, info.UniqueName)
	}
	return tr.F("Connected to %s.", place)
}

func activationText(a bus.Activation) string {
	if a == bus.ActivationStarted {
		return tr.T("The service was started.")
	}
	return tr.T("The service was running already.")
}

func watchResultText(r bus.WatchResult) string {
	text := tr.N(int(r.Messages), "%d message came.", "%d messages came.", r.Messages)
	if r.Missed > 0 {
		text += "\n" + tr.N(int(r.Missed), "While it was paused, %d more was not kept.", "While it was paused, %d more were not kept.", r.Missed)
	}
	return text
}

// namesText is the number of names, and then each with who has it.
func namesText(names []bus.NameInfo) string {
	var b strings.Builder
	idle := 0
	for _, name := range names {
		if name.Owner == "" && name.Err == nil {
			idle++
		}
	}
	if idle > 0 {
		b.WriteString(tr.N(len(names), "%d name, %d of a service that does not run", "%d names, %d of them of services that do not run", len(names), idle))
	} else {
		b.WriteString(tr.N(len(names), "%d name", "%d names", len(names)))
	}
	b.WriteByte('\n')
	for _, name := range names {
		b.WriteString("\n" + string(name.Name))
		switch {
		case name.Err != nil:
			b.WriteString("\n  " + tr.F("owner not known: %s", shortReason(name.Err)))
		case name.Owner == "":
			b.WriteString("\n  " + tr.T("can be started"))
		case name.Owner != name.Name:
			b.WriteString("\n  " + string(name.Owner))
		}
	}
	return b.String()
}

// nodeText is the description as it came.
func nodeText(node bus.Node) string {
	text := strings.TrimSpace(node.XML)
	if text == "" {
		text = tr.T("The object says nothing of itself.")
	}
	if n := len(node.Rejects); n > 0 {
		text += "\n\n" + tr.N(n, "%d part was left out, for being wrong.", "%d parts were left out, for being wrong.", n)
	}
	return text
}

// boundWords name what a look at many objects may stop for.
var boundWords = map[bus.Bound]string{
	bus.BoundDepth:  tr.Mark("depth"),
	bus.BoundNodes:  tr.Mark("number of objects"),
	bus.BoundBytes:  tr.Mark("size of the answers"),
	bus.BoundSilent: tr.Mark("objects that do not answer"),
	bus.BoundTime:   tr.Mark("time"),
}

func treeText(tree bus.Tree) string {
	var b strings.Builder
	sum := tree.Summary
	if sum.Failed > 0 {
		b.WriteString(tr.N(sum.Found, "%d object, of which %d did not say what it is", "%d objects, of which %d did not say what they are", sum.Found, sum.Failed))
	} else {
		b.WriteString(tr.N(sum.Found, "%d object", "%d objects", sum.Found))
	}
	if sum.StoppedBy != bus.BoundNone {
		b.WriteString("\n" + tr.F("There may be more: a bound was reached (%s)", tr.T(boundWords[sum.StoppedBy])))
	}
	b.WriteByte('\n')
	for i := range tree.Nodes {
		node := &tree.Nodes[i]
		b.WriteString("\n" + string(node.Path))
		if node.Err != nil {
			b.WriteString("\n  " + shortReason(node.Err))
		}
	}
	return b.String()
}

func credentialsText(c bus.Credentials) string {
	var lines []string
	add := func(what, text string) {
		if text != "" {
			lines = append(lines, what+": "+text)
		}
	}
	add(tr.T("Owner"), string(c.Owner))
	if c.PID >= 0 {
		add(tr.T("Process"), fmt.Sprint(c.PID))
	}
	if c.UID >= 0 {
		add(tr.T("User"), joined(c.User, tr.F("UID %s", strconv.FormatInt(c.UID, 10))))
	}
	if len(c.Groups) > 0 {
		add(tr.T("Groups"), strings.Trim(fmt.Sprint(c.Groups), "[]"))
	}
	add(tr.T("Unit"), c.Unit)
	add(tr.T("User unit"), c.UserUnit)
	add(tr.T("Security label"), c.SecurityLabel)
	add(tr.T("Command"), strings.Join(c.Command, " "))
	for _, missing := range c.Missing {
		add(tr.F("Not known: %s", tr.T(missing.What)), shortReason(missing.Err))
	}
	return strings.Join(lines, "\n")
}

func propertiesText(properties []bus.PropertyValue) string {
	if len(properties) == 0 {
		return tr.T("There are no properties.")
	}
	var b strings.Builder
	for i, property := range properties {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(Line(property.Name))
		if !property.Value.IsValid() {
			text, _ := PropertyText(property)
			b.WriteString(": " + text)
			continue
		}
		text, whole := property.Value.TextUpTo(resultLimit)
		b.WriteString(" = " + layout(text))
		if !whole {
			b.WriteString(cutMark)
		}
		if b.Len() > allLimit {
			b.WriteString("\n" + cutMark)
			break
		}
	}
	return b.String()
}

// propertiesValue is a dictionary of the properties that have a value.
func propertiesValue(properties []bus.PropertyValue) bus.Value {
	entries := make([]bus.Entry, 0, len(properties))
	for _, property := range properties {
		if name := bus.String(property.Name); name.IsValid() && property.Value.IsValid() {
			entries = append(entries, bus.Entry{Key: name, Value: bus.Variant(property.Value)})
		}
	}
	dict, _ := bus.Dict("s", "v", entries...) // all entries are of these types
	return dict
}

// objectsValue is managed objects as their manager tells of them.
func objectsValue(objects []bus.ManagedObject) bus.Value {
	entries := make([]bus.Entry, 0, len(objects))
	for _, object := range objects {
		interfaces := make([]bus.Entry, 0, len(object.Interfaces))
		for _, in := range object.Interfaces {
			interfaces = append(interfaces, bus.Entry{Key: bus.String(string(in.Name)), Value: propertiesValue(in.Properties)})
		}
		dict, _ := bus.Dict("s", "a{sv}", interfaces...)
		entries = append(entries, bus.Entry{Key: bus.PathValue(object.Path), Value: dict})
	}
	dict, _ := bus.Dict("o", "a{sa{sv}}", entries...)
	return dict
}
