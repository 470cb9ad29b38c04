package present

import (
	"cmp"
	"slices"
	"strings"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// What is kept at most; what was found out first goes first.
const (
	knownBusesLimit   = 16
	knownObjectsLimit = 512
)

// suggestionLimit is how many suggestions there are for one field.
const suggestionLimit = 50

// Suggestion is what a field might be completed to.
type Suggestion struct {
	Text string // for the field
	Note string // says more of it; may be empty
}

// Label names it for screen readers.
func (s Suggestion) Label() string {
	if s.Note == "" {
		return Line(s.Text)
	}
	return Line(s.Text) + ", " + s.Note
}

// Known is what was found out about buses: the names on them, and what objects
// say of themselves. It completes what a person types, and asks nobody. The zero
// value knows nothing. It is not safe for concurrent use.
type Known struct {
	names   recent[bus.Endpoint, []bus.NameInfo]
	objects recent[bus.Object, *bus.Node]
}

// SetNames takes over the names on a bus.
func (k *Known) SetNames(endpoint bus.Endpoint, names []bus.NameInfo) {
	sorted := slices.Clone(names)
	slices.SortFunc(sorted, func(a, b bus.NameInfo) int { return compareNames(a.Name, b.Name) })
	k.names.set(endpoint, sorted, knownBusesLimit)
}

// SetNode takes over what an object says of itself, and with it of those below.
func (k *Known) SetNode(object bus.Object, node bus.Node) {
	node.XML, node.Rejects = "", nil // much, and of no use here
	k.objects.set(object, &node, knownObjectsLimit)
}

// HasNames tells whether the names on a bus are known.
func (k *Known) HasNames(endpoint bus.Endpoint) bool { return k.names.get(endpoint) != nil }

// HasName tells whether somebody has a name on a bus, for all that is known. On a
// peer, whose names nobody knows, it is always so.
func (k *Known) HasName(endpoint bus.Endpoint, name bus.Name) bool {
	names := k.names.get(endpoint)
	if endpoint.Address.Kind() == bus.AddressPeer {
		return true
	}
	return names != nil && slices.ContainsFunc(*names, func(info bus.NameInfo) bool { return info.Name == name && (info.Owner != "" || name.IsUnique()) })
}

// OnlyWay follows an object that has nothing of its own but one object below it
// down to the first that is not known yet.
func (k *Known) OnlyWay(object bus.Object) (next bus.Object, ok bool) {
	for range 16 {
		node := k.objects.get(object)
		if node == nil {
			return object, ok
		}
		if len((*node).Children) != 1 || (*node).Children[0].Path == object.Path {
			return bus.Object{}, false
		}
		object.Path, ok = (*node).Children[0].Path, true
	}
	return bus.Object{}, false
}

// HasNode tells whether it is known what an object says of itself.
func (k *Known) HasNode(object bus.Object) bool { return k.objects.get(object) != nil }

// Destinations suggests names on a bus.
func (k *Known) Destinations(endpoint bus.Endpoint, typed string) []Suggestion {
	names := k.names.get(endpoint)
	if names == nil {
		return nil
	}
	s := suggesting{typed: typed}
	for _, info := range *names {
		note := ""
		if info.Owner == "" && !info.Name.IsUnique() {
			note = tr.T("Not running")
		}
		s.offer(string(info.Name), note)
	}
	return s.best()
}

// Paths suggests objects of a name: those that were looked at, and those that
// these have below them.
func (k *Known) Paths(endpoint bus.Endpoint, name bus.Name, typed string) []Suggestion {
	s := suggesting{typed: typed}
	var offer func(node *bus.Node)
	offer = func(node *bus.Node) {
		s.offer(string(node.Path), "")
		for i := range node.Children {
			offer(&node.Children[i])
		}
	}
	for _, entry := range k.objects.all {
		if entry.key.Endpoint == endpoint && entry.key.Name == name {
			offer(entry.value)
		}
	}
	slices.SortFunc(s.found, func(a, b match) int { return cmp.Compare(a.Text, b.Text) })
	return s.best()
}

// Interfaces suggests interfaces of an object.
func (k *Known) Interfaces(object bus.Object, typed string) []Suggestion {
	s := suggesting{typed: typed}
	if node := k.objects.get(object); node != nil {
		for _, in := range (*node).Interfaces {
			s.offer(string(in.Name), tr.N(len(in.Methods), "%d method", "%d methods", len(in.Methods)))
		}
	}
	return s.best()
}

// Methods suggests methods of an object; in is their interface, or empty for any.
func (k *Known) Methods(object bus.Object, in bus.Interface, typed string) []Suggestion {
	s := suggesting{typed: typed}
	for method := range k.methods(object, in) {
		s.offer(string(method.Name), MethodLine(method))
	}
	return s.best()
}

// Method gives the methods of that name, most often one; none if they are not
// known.
func (k *Known) Method(object bus.Object, in bus.Interface, name bus.Member) []*bus.Method {
	var found []*bus.Method
	for method := range k.methods(object, in) {
		if method.Name == name {
			found = append(found, method)
		}
	}
	return found
}

func (k *Known) methods(object bus.Object, in bus.Interface) func(func(*bus.Method) bool) {
	return func(yield func(*bus.Method) bool) {
		node := k.objects.get(object)
		if node == nil {
			return
		}
		for i := range (*node).Interfaces {
			found := &(*node).Interfaces[i]
			if in != "" && found.Name != in {
				continue
			}
			for j := range found.Methods {
				if !yield(&found.Methods[j]) {
					return
				}
			}
		}
	}
}

// suggesting gathers what fits to what was typed.
type suggesting struct {
	typed string
	found []match
}

type match struct {
	Suggestion
	rank int
}

// offer takes a text if what was typed is in it: at its start, at that of a part
// of it, or anywhere, in this order.
func (s *suggesting) offer(text, note string) {
	typed, lower := strings.ToLower(strings.TrimSpace(s.typed)), strings.ToLower(text)
	at := strings.Index(lower, typed)
	if at < 0 {
		return
	}
	rank := 2
	switch {
	case at == 0:
		rank = 0
	case strings.Contains(lower, "."+typed), strings.Contains(lower, "/"+typed):
		rank = 1
	}
	s.found = append(s.found, match{Suggestion{text, note}, rank})
}

// best gives the best first, each once, and nothing if all there is to complete
// has been typed.
func (s *suggesting) best() []Suggestion {
	slices.SortStableFunc(s.found, func(a, b match) int { return cmp.Compare(a.rank, b.rank) })
	var best []Suggestion
	seen := make(map[string]bool)
	for _, m := range s.found {
		if seen[m.Text] || len(best) == suggestionLimit {
			continue
		}
		seen[m.Text] = true
		best = append(best, m.Suggestion)
	}
	if len(best) == 1 && best[0].Text == s.typed {
		return nil
	}
	return best
}

// recent keeps so many things, and forgets those first that were set longest ago.
type recent[K comparable, V any] struct {
	all []recentEntry[K, V]
}

type recentEntry[K comparable, V any] struct {
	key   K
	value V
}

func (r *recent[K, V]) get(key K) *V {
	for i := range r.all {
		if r.all[i].key == key {
			return &r.all[i].value
		}
	}
	return nil
}

func (r *recent[K, V]) set(key K, value V, limit int) {
	r.all = slices.DeleteFunc(r.all, func(e recentEntry[K, V]) bool { return e.key == key })
	if len(r.all) >= limit {
		r.all = slices.Delete(r.all, 0, len(r.all)-limit+1)
	}
	r.all = append(r.all, recentEntry[K, V]{key, value})
}
