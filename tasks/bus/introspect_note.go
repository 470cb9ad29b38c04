package bus

import "encoding/xml"

// The annotations that mean something here.
const (
	annotationDeprecated = "org.freedesktop.DBus.Deprecated"
	annotationNoReply    = "org.freedesktop.DBus.Method.NoReply"
	annotationEmits      = "org.freedesktop.DBus.Property.EmitsChangedSignal"
	annotationDoc        = "org.gtk.GDBus.DocString"
	annotationShortDoc   = "org.gtk.GDBus.DocString.Short"
)

// annotation reads an annotation into notes, and documentation into doc too.
func (d *describer) annotation(notes *[]Annotation, doc *string, in string, element xml.StartElement) {
	note := Annotation{attribute(element, "name"), attribute(element, "value")}
	if note.Name == "" {
		d.reject("annotation", "", in, "it has no name")
		return
	}
	if !d.keep(note.Name, note.Value) {
		return
	}
	*notes = append(*notes, note)
	if note.Name == annotationDoc || note.Name == annotationShortDoc && *doc == "" {
		*doc = note.Value
	}
}

// isDoc reports whether an element of another namespace is documentation, as in
// <tp:docstring> and <doc:doc>.
func isDoc(element xml.StartElement) bool {
	return element.Name.Space != "" && (element.Name.Local == "docstring" || element.Name.Local == "doc")
}

func (d *describer) doc(doc *string) {
	if text := d.text(); d.keep(text) {
		*doc = text
	}
}

// isTrue reports whether notes say yes to what name asks.
func isTrue(notes []Annotation, name string) bool {
	value, _ := lookUp(notes, name)
	return value == "true"
}

// lookUp gives the last of the notes that have a name.
func lookUp(notes []Annotation, name string) (value string, ok bool) {
	for _, note := range notes {
		if note.Name == name {
			value, ok = note.Value, true
		}
	}
	return value, ok
}

// announce says of an interface's properties, from the first on, how they
// announce themselves: as they say, or else as the interface does.
func (d *describer) announce(in *InterfaceInfo, first int) {
	usual := d.emits(in.Annotations, string(in.Name), EmitsValue)
	for i := first; i < len(in.Properties); i++ {
		p := &in.Properties[i]
		p.Emits = d.emits(p.Annotations, string(in.Name)+"."+p.Name, usual)
	}
}

func (d *describer) emits(notes []Annotation, in string, usual EmitsChanged) EmitsChanged {
	switch value, ok := lookUp(notes, annotationEmits); {
	case !ok:
		return usual
	case value == "true":
		return EmitsValue
	case value == "invalidates":
		return EmitsInvalidate
	case value == "const":
		return EmitsConst
	case value == "false":
		return EmitsNothing
	default:
		d.reject("annotation", annotationEmits, in, "its value is none of “true”, “invalidates”, “const” and “false”")
		return usual
	}
}
