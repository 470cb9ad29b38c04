package present

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// NameRow is a name on a bus, as its row shows it.
type NameRow struct {
	Name     bus.Name
	Title    string
	Subtitle string // who has it, with the process, or that nobody does; what a connection has
	Running  bool   // somebody has it
}

// NameList is the names of a bus: the well-known ones in the order of the
// alphabet, then the unique ones in that of their numbers. The zero value is
// ready. It is not safe for concurrent use.
type NameList struct {
	all   []bus.NameInfo        // in their order
	owned map[bus.Name][]string // what well-known names a unique one has, in their order
	query string
	rows  []NameRow
}

// Set takes over what is on the bus now.
func (l *NameList) Set(names []bus.NameInfo) {
	l.all = slices.Clone(names)
	slices.SortFunc(l.all, func(a, b bus.NameInfo) int { return compareNames(a.Name, b.Name) })
	l.owned = make(map[bus.Name][]string)
	for _, info := range l.all {
		if !info.Name.IsUnique() && info.Owner != "" {
			l.owned[info.Owner] = append(l.owned[info.Owner], string(info.Name))
		}
	}
	l.refill()
}

// Search shows the names that have every word of the query in them, in their
// owners', or in what is known of the process; an empty one shows all.
func (l *NameList) Search(query string) {
	l.query = query
	l.refill()
}

// Searching tells that not all names may be shown.
func (l *NameList) Searching() bool { return strings.TrimSpace(l.query) != "" }

// Rows gives what is shown. It must not be changed.
func (l *NameList) Rows() []NameRow { return l.rows }

// Len is how many names there are, shown or not.
func (l *NameList) Len() int { return len(l.all) }

// Position finds the row of a name.
func (l *NameList) Position(name bus.Name) (position int, ok bool) {
	position = slices.IndexFunc(l.rows, func(row NameRow) bool { return row.Name == name })
	return position, position >= 0
}

func (l *NameList) refill() {
	words := strings.Fields(strings.ToLower(l.query))
	l.rows = l.rows[:0]
	for _, info := range l.all {
		if hasAll(strings.ToLower(string(info.Name)+" "+string(info.Owner)+" "+processText(info.Process)), words) {
			l.rows = append(l.rows, nameRow(info, l.owned[info.Name]))
		}
	}
}

func hasAll(text string, words []string) bool {
	for _, word := range words {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

func nameRow(info bus.NameInfo, owned []string) NameRow {
	row := NameRow{Name: info.Name, Title: Line(string(info.Name)), Running: info.Owner != "" || info.Name.IsUnique()}
	process := processText(info.Process)
	switch {
	case info.Err != nil:
		row.Subtitle = tr.F("Owner unknown: %s", shortReason(info.Err))
	case info.Name.IsUnique() && len(owned)+len(process) > 0:
		// The process comes first: of many names, some may be out of sight.
		row.Subtitle = joined(process, Line(strings.Join(owned, ", ")))
	case info.Name.IsUnique():
		row.Subtitle = tr.T("Connection")
	case info.Owner == info.Name && process != "": // the bus itself
		row.Subtitle = process
	case info.Owner != "":
		row.Subtitle = joined(Line(string(info.Owner)), process)
	default:
		row.Subtitle = tr.T("Not running")
	}
	if info.Activatable {
		row.Subtitle = joined(row.Subtitle, tr.T("can be started"))
	}
	return row
}

// processText tells of a process what is known; nothing where that is nothing. The
// number is one to type elsewhere, so it has no separators.
func processText(process bus.Process) string {
	if process.PID == 0 {
		return ""
	}
	return joined(Line(process.Name), pidText(process.PID))
}

func pidText(pid int) string { return tr.F("PID %s", strconv.Itoa(pid)) }

// compareNames puts well-known names before unique ones, and :1.9 before :1.10.
func compareNames(a, b bus.Name) int {
	if a.IsUnique() != b.IsUnique() {
		if a.IsUnique() {
			return 1
		}
		return -1
	}
	if !a.IsUnique() {
		return cmp.Compare(strings.ToLower(string(a)), strings.ToLower(string(b)))
	}
	as, bs := strings.Split(string(a)[1:], "."), strings.Split(string(b)[1:], ".")
	return slices.CompareFunc(as, bs, func(a, b string) int {
		x, errX := strconv.ParseUint(a, 10, 64)
		y, errY := strconv.ParseUint(b, 10, 64)
		if errX == nil && errY == nil {
			return cmp.Compare(x, y)
		}
		return cmp.Compare(a, b)
	})
}

// OwnerFacts says in a few lines who has a name: process, user, unit, command.
func OwnerFacts(c bus.Credentials) string {
	var facts []string
	if c.Owner != "" {
		facts = append(facts, string(c.Owner))
	}
	if c.PID >= 0 {
		facts = append(facts, pidText(c.PID))
	}
	switch {
	case c.User != "":
		facts = append(facts, c.User)
	case c.UID >= 0:
		facts = append(facts, tr.F("UID %s", strconv.FormatInt(c.UID, 10)))
	}
	for _, unit := range []string{c.UserUnit, c.Unit} {
		if unit != "" {
			facts = append(facts, unit)
			break
		}
	}
	text := strings.Join(facts, " · ")
	if len(c.Command) > 0 {
		text += "\n" + strings.Join(c.Command, " ")
	}
	for _, missing := range c.Missing {
		if _, ok := errors.AsType[*bus.SandboxError](missing.Err); ok && missing.What == "Command" {
			text += "\n" + tr.F("Command: %s", shortReason(missing.Err))
		}
	}
	return Block(text)
}
