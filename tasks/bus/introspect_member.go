package bus

import (
	"cmp"
	"encoding/xml"
)

// body is what may stand in the element of a method, a signal or a property.
type body struct {
	args        []Arg
	directions  []string // of each of args, as it came
	annotations []Annotation
	doc         string
	fault       string // why the member has to be left out
}

// body reads what stands in a member's element. Name is the member's.
func (d *describer) body(in Interface, element xml.StartElement) body {
	var b body
	where := string(in) + "." + attribute(element, "name")
	for inner := range d.children() {
		switch {
		case isDoc(inner):
			d.doc(&b.doc)
		case inner.Name.Space != "":
		case inner.Name.Local == "annotation":
			d.annotation(&b.annotations, &b.doc, where, inner)
		case inner.Name.Local == "arg" && element.Name.Local != "property":
			d.arg(&b, where, inner)
		default:
			d.unknown(inner, where)
		}
	}
	return b
}

// arg reads an argument. A member whose arguments are not all known cannot be
// used, so a bad one is the fault of the whole.
func (d *describer) arg(b *body, where string, element xml.StartElement) {
	a := Arg{Name: attribute(element, "name")}
	typ, err := ParseType(attribute(element, "type"))
	if err != nil {
		b.fault = cmp.Or(b.fault, "the type of an argument is wrong: "+reasonOf(err).String())
	}
	a.Type = typ
	for inner := range d.children() {
		switch {
		case isDoc(inner):
			d.doc(&a.Doc)
		case inner.Name.Space != "":
		case inner.Name.Local == "annotation":
			d.annotation(&a.Annotations, &a.Doc, where, inner)
		default:
			d.unknown(inner, where)
		}
	}
	if d.keep(a.Name) {
		b.args = append(b.args, a)
		b.directions = append(b.directions, attribute(element, "direction"))
	}
}

// member checks what all members have in common: with a fault, a member is left
// out, and so is one that was cut off.
func (d *describer) member(in Interface, element xml.StartElement, fault string) (kept bool) {
	name := attribute(element, "name")
	if fault != "" {
		d.reject(element.Name.Local, name, string(in), fault)
		return false
	}
	return d.keep(name)
}

func (d *describer) method(in *InterfaceInfo, element xml.StartElement) {
	name, err := ParseMember(attribute(element, "name"))
	b := d.body(in.Name, element)
	m := Method{Name: name, Annotations: b.annotations, Doc: b.doc}
	for i, a := range b.args {
		switch b.directions[i] {
		case "", "in":
			m.In = append(m.In, a)
		case "out":
			m.Out = append(m.Out, a)
		default:
			b.fault = cmp.Or(b.fault, "an argument’s direction is neither “in” nor “out”")
		}
	}
	if d.member(in.Name, element, cmp.Or(fault(err), b.fault)) {
		m.Deprecated = isTrue(m.Annotations, annotationDeprecated)
		m.NoReply = isTrue(m.Annotations, annotationNoReply)
		in.Methods = append(in.Methods, m)
	}
}

func (d *describer) signal(in *InterfaceInfo, element xml.StartElement) {
	name, err := ParseMember(attribute(element, "name"))
	b := d.body(in.Name, element)
	for _, direction := range b.directions {
		if direction != "" && direction != "out" {
			b.fault = cmp.Or(b.fault, "an argument of a signal cannot go in")
		}
	}
	if d.member(in.Name, element, cmp.Or(fault(err), b.fault)) {
		in.Signals = append(in.Signals, Signal{
			Name: name, Args: b.args, Annotations: b.annotations, Doc: b.doc,
			Deprecated: isTrue(b.annotations, annotationDeprecated),
		})
	}
}

func (d *describer) property(in *InterfaceInfo, element xml.StartElement) {
	name := attribute(element, "name")
	typ, err := ParseType(attribute(element, "type"))
	b := d.body(in.Name, element)
	p := Property{
		Name: name, Type: typ, Access: accesses[attribute(element, "access")], Annotations: b.annotations, Doc: b.doc,
		Deprecated: isTrue(b.annotations, annotationDeprecated),
	}
	switch {
	case name == "":
		b.fault = "a name is needed"
	case len(name) > maxName:
		b.fault = "the name is longer than 255 characters"
	case err != nil:
		b.fault = "its type is wrong: " + reasonOf(err).String()
	case p.Access == 0:
		b.fault = "its access is none of “read”, “write” and “readwrite”"
	}
	if d.member(in.Name, element, b.fault) {
		in.Properties = append(in.Properties, p)
	}
}

var accesses = map[string]Access{"read": AccessRead, "write": AccessWrite, "readwrite": AccessReadWrite}

// fault says what is wrong with a name, or "".
func fault(err error) string {
	if err == nil {
		return ""
	}
	return reasonOf(err).String()
}
