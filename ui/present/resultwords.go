package present

import (
	"fmt"
	"strings"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
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
	text := "Connected to " + info.Endpoint.Address.Label()
	if info.UniqueName != "" {
		text += " as " + string(info.UniqueName)
	}
	return text + "."
}

func activationText(a bus.Activation) string {
	if a == bus.ActivationStarted {
		return "The service was started."
	}
	return "The service was running already."
}

func watchResultText(r bus.WatchResult) string {
	text := count(int(r.Messages), "message", "messages") + " came."
	if r.Missed > 0 {
		text += fmt.Sprintf("\nWhile it was paused, %s more were not kept.", grouped(r.Missed))
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
	b.WriteString(count(len(names), "name", "names"))
	if idle > 0 {
		fmt.Fprintf(&b, ", %d of them of services that do not run", idle)
	}
	b.WriteByte('\n')
	for _, name := range names {
		b.WriteString("\n" + string(name.Name))
		switch {
		case name.Err != nil:
			b.WriteString("\n  owner not known: " + shortReason(name.Err))
		case name.Owner == "":
			b.WriteString("\n  can be started")
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
		text = "The object says nothing of itself."
	}
	if n := len(node.Rejects); n > 0 {
		text += fmt.Sprintf("\n\n%s left out, for being wrong.", count(n, "part was", "parts were"))
	}
	return text
}

func treeText(tree bus.Tree) string {
	var b strings.Builder
	sum := tree.Summary
	b.WriteString(count(sum.Found, "object", "objects"))
	if sum.Failed > 0 {
		fmt.Fprintf(&b, ", of which %d did not say what they are", sum.Failed)
	}
	if sum.StoppedBy != bus.BoundNone {
		fmt.Fprintf(&b, "\nThere may be more: a bound was reached (%s)", sum.StoppedBy)
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
	add("Owner", string(c.Owner))
	if c.PID >= 0 {
		add("Process", fmt.Sprint(c.PID))
	}
	if c.UID >= 0 {
		add("User", joined(c.User, fmt.Sprintf("UID %d", c.UID)))
	}
	if len(c.Groups) > 0 {
		add("Groups", strings.Trim(fmt.Sprint(c.Groups), "[]"))
	}
	add("Unit", c.Unit)
	add("User unit", c.UserUnit)
	add("Security label", c.SecurityLabel)
	add("Command", strings.Join(c.Command, " "))
	for _, missing := range c.Missing {
		add("Not known: "+missing.What, shortReason(missing.Err))
	}
	return strings.Join(lines, "\n")
}

func propertiesText(properties []bus.PropertyValue) string {
	if len(properties) == 0 {
		return "There are no properties."
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
