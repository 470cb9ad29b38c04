package headless

import (
	"strconv"
	"strings"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// namesText is a line to a name: who has it, and of which process that is.
func namesText(rows []nameRow, processes bool) string {
	lines := [][]string{{"NAME", "OWNER"}}
	if processes {
		lines[0] = append(lines[0], "PID", "USER", "UNIT", "COMMAND")
	}
	for _, row := range rows {
		owner := string(row.Owner)
		switch {
		case row.Err != nil:
			owner = "?"
		case owner == "":
			owner = "-"
		}
		line := []string{string(row.Name), owner}
		if who := row.who; who != nil {
			line = append(line, number(int64(who.PID)), orDash(who.User, number(who.UID)), orDash(who.UserUnit, orDash(who.Unit, "-")),
				present.Line(strings.Join(who.Command, " ")))
		}
		lines = append(lines, line)
	}
	return table(lines)
}

// number writes a number that is below 0 if it is not known.
func number(n int64) string {
	if n < 0 {
		return "-"
	}
	return strconv.FormatInt(n, 10)
}

func orDash(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return present.Line(text)
}

// nodeText tells an object's interfaces and the paths below it.
func nodeText(node bus.Node) string {
	var lines []string
	for i := range node.Interfaces {
		in := &node.Interfaces[i]
		lines = append(lines, "interface "+string(in.Name))
		for j := range in.Methods {
			lines = append(lines, "  method "+string(in.Methods[j].Name)+" "+present.MethodLine(&in.Methods[j]))
		}
		for j := range in.Signals {
			lines = append(lines, "  signal "+string(in.Signals[j].Name)+" "+present.SignalLine(&in.Signals[j]))
		}
		for j := range in.Properties {
			lines = append(lines, "  property "+present.Line(in.Properties[j].Name)+" "+present.PropertyLine(&in.Properties[j]))
		}
	}
	for i := range node.Children {
		lines = append(lines, "object "+string(node.Children[i].Path))
	}
	for _, reject := range node.Rejects {
		lines = append(lines, "left out: "+present.Line(reject.Element+" “"+reject.Name+"”: "+reject.Reason))
	}
	return strings.Join(lines, "\n")
}

// treeText is a line to an object, further in than the one that it is below.
func treeText(tree bus.Tree) string {
	depths := make([]int, len(tree.Nodes))
	lines := make([]string, len(tree.Nodes))
	for i := range tree.Nodes {
		node := &tree.Nodes[i]
		if node.Parent >= 0 {
			depths[i] = depths[node.Parent] + 1
		}
		lines[i] = strings.Repeat("  ", depths[i]) + string(node.Path)
		if node.Err != nil {
			lines[i] += "  " + present.ErrorLine(node.Err)
		}
	}
	return strings.Join(lines, "\n")
}

// propertiesText is a line to a property that has a value.
func propertiesText(properties []bus.PropertyValue) string {
	var out strings.Builder
	for _, property := range properties {
		if property.Value.IsValid() {
			out.WriteString(present.Line(property.Name) + " = " + property.Value.Text() + "\n")
		}
	}
	return out.String()
}

// objectsText is managed objects, below each its interfaces, and their properties.
func objectsText(managed []bus.ManagedObject) string {
	var out strings.Builder
	for _, object := range managed {
		out.WriteString(string(object.Path) + "\n")
		for _, in := range object.Interfaces {
			out.WriteString("  " + string(in.Name) + "\n")
			for line := range strings.Lines(propertiesText(in.Properties)) {
				out.WriteString("    " + line)
			}
		}
	}
	return out.String()
}
