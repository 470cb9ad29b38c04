package bus

import "encoding/xml"

// ParseIntrospection reads the description of the object at path: the XML that
// it answers Introspect with. What is wrong in it is left out, alone, and told
// among the node's Rejects; what is not known is passed over. Elements of other
// namespaces count for nothing but what documentation they hold.
//
// The error is a [*DescriptionError]; with it comes what could be read before.
// There are bounds for the length of the text, 8 MiB, for how deep its elements
// stand in each other, 128, and for the memory that a node takes, 32 MiB or so.
// Document types are ignored, and entities are not expanded.
func ParseIntrospection(path ObjectPath, text string) (Node, error) {
	n := Node{Path: path}
	if len(text) > maxDescription {
		return n, &DescriptionError{0, Because("the description is longer than 8 MiB"), nil}
	}
	d := newDescriber(text)
	if root, ok := d.root(); !ok {
		d.fail(Because("the description is empty"), nil)
	} else if root.Name != nodeElement {
		d.fail(Because("this is no description of an object"), nil)
	}
	if d.err == nil {
		n = d.node(path)
	}
	n.Rejects = d.rejects
	if d.err != nil {
		return n, d.err
	}
	return n, nil
}

var nodeElement = xml.Name{Local: "node"}

// root gives the element that holds all others.
func (d *describer) root() (element xml.StartElement, ok bool) {
	for d.err == nil {
		if element, ok = d.token().(xml.StartElement); ok {
			return element, true
		}
	}
	return element, false
}

// node reads what stands in a node's element.
func (d *describer) node(path ObjectPath) Node {
	n := Node{Path: path}
	interfaces := map[Interface]int{}
	children := map[ObjectPath]int{}
	for element := range d.children() {
		switch {
		case isDoc(element):
			d.doc(&n.Doc)
		case element.Name.Space != "":
		case element.Name.Local == "interface":
			d.interfaceIn(&n, interfaces, element)
		case element.Name.Local == "node":
			d.child(&n, children, element)
		case element.Name.Local == "annotation":
			d.annotation(&n.Annotations, &n.Doc, string(path), element)
		default:
			d.unknown(element, string(path))
		}
	}
	return n
}

// child reads a node in n. The same child may be named more than once; then what
// is told of it is put together.
func (d *describer) child(n *Node, known map[ObjectPath]int, element xml.StartElement) {
	name := attribute(element, "name")
	path, reason := childPath(n.Path, name)
	if reason != "" {
		d.reject("node", name, string(n.Path), reason)
		return
	}
	i, again := known[path]
	if again {
		d.reject("node", name, string(n.Path), "it is named twice")
	} else if d.keep(string(path)) {
		i = len(n.Children)
		known[path] = i
		n.Children = append(n.Children, Node{Path: path})
	}
	if d.err != nil || n.Children[i].Complete {
		return
	}
	read := d.node(path)
	read.Complete = len(read.Interfaces)+len(read.Children)+len(read.Annotations) > 0 && d.err == nil
	n.Children[i] = read
}

// maxPath is how long the path of an object may be that another one names: as
// long as any that was met, several times over.
const maxPath = 4096

// childPath joins the path of an object and the name of one below it.
func childPath(parent ObjectPath, name string) (path ObjectPath, reason string) {
	switch {
	case name == "":
		return "", "it has no name"
	case name[0] == '/':
		return "", "the name must be relative"
	case len(parent)+1+len(name) > maxPath:
		return "", "the path is too long"
	case parent == "/":
		parent = ""
	}
	path, err := ParseObjectPath(string(parent) + "/" + name)
	if err != nil {
		return "", reasonOf(err).String()
	}
	return path, ""
}

// interfaceIn reads an interface in n. An interface that comes again is put
// together with what came before.
func (d *describer) interfaceIn(n *Node, known map[Interface]int, element xml.StartElement) {
	name, err := ParseInterface(attribute(element, "name"))
	if err != nil {
		d.reject("interface", attribute(element, "name"), string(n.Path), reasonOf(err).String())
		return
	}
	i, again := known[name]
	if !again {
		if !d.keep(string(name)) {
			return
		}
		i = len(n.Interfaces)
		known[name] = i
		n.Interfaces = append(n.Interfaces, InterfaceInfo{Name: name})
	}
	d.members(&n.Interfaces[i])
}

// members reads what stands in an interface's element.
func (d *describer) members(in *InterfaceInfo) {
	first := len(in.Properties)
	for element := range d.children() {
		switch {
		case isDoc(element):
			d.doc(&in.Doc)
		case element.Name.Space != "":
		case element.Name.Local == "method":
			d.method(in, element)
		case element.Name.Local == "signal":
			d.signal(in, element)
		case element.Name.Local == "property":
			d.property(in, element)
		case element.Name.Local == "annotation":
			d.annotation(&in.Annotations, &in.Doc, string(in.Name), element)
		default:
			d.unknown(element, string(in.Name))
		}
	}
	in.Deprecated = isTrue(in.Annotations, annotationDeprecated)
	d.announce(in, first)
}

// unknown tells of an element that has no business where it stands.
func (d *describer) unknown(element xml.StartElement, in string) {
	d.reject(element.Name.Local, attribute(element, "name"), in, "this element is not known here")
}
