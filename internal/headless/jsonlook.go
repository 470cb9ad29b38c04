package headless

import (
	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// nameJSON is a name on a bus.
type nameJSON struct {
	Name        bus.Name `json:"name"`
	Owner       bus.Name `json:"owner,omitempty"`
	Activatable bool     `json:"activatable"`
	Error       safeText `json:"error,omitempty"` // why the owner is not known
	*processJSON
}

// processJSON is who has a name.
type processJSON struct {
	Owner    bus.Name   `json:"owner"`
	PID      *int       `json:"pid,omitempty"`
	UID      *int64     `json:"uid,omitempty"`
	User     safeText   `json:"user,omitempty"`
	Groups   []uint32   `json:"groups,omitempty"`
	Unit     safeText   `json:"unit,omitempty"`
	UserUnit safeText   `json:"user_unit,omitempty"`
	Label    safeText   `json:"security_label,omitempty"`
	Command  []safeText `json:"command,omitempty"`
}

func newNames(rows []nameRow) []nameJSON {
	names := make([]nameJSON, len(rows))
	for i, row := range rows {
		names[i] = nameJSON{Name: row.Name, Owner: row.Owner, Activatable: row.Activatable}
		if row.Err != nil {
			names[i].Error = safeText(reason(row.Err))
		}
		if row.who != nil {
			p := newProcess(*row.who)
			names[i].processJSON = &p
		}
	}
	return names
}

func newProcess(c bus.Credentials) processJSON {
	p := processJSON{
		Owner: c.Owner, User: safeText(c.User), Groups: c.Groups, Unit: safeText(c.Unit), UserUnit: safeText(c.UserUnit), Label: safeText(c.SecurityLabel),
	}
	if c.PID >= 0 {
		p.PID = &c.PID
	}
	if c.UID >= 0 {
		p.UID = &c.UID
	}
	for _, word := range c.Command {
		p.Command = append(p.Command, safeText(word))
	}
	return p
}

// nodeJSON is an object as it describes itself.
type nodeJSON struct {
	Path       bus.ObjectPath   `json:"path"`
	Interfaces []interfaceJSON  `json:"interfaces"`
	Objects    []bus.ObjectPath `json:"objects,omitempty"` // below it
	Rejects    []safeText       `json:"left_out,omitempty"`
}

type interfaceJSON struct {
	Name        bus.Interface   `json:"name"`
	Methods     []methodJSON    `json:"methods,omitempty"`
	Signals     []methodJSON    `json:"signals,omitempty"`
	Properties  []propertyJSON  `json:"properties,omitempty"`
	Annotations annotationsJSON `json:"annotations,omitempty"`
}

// methodJSON is a signal too, which has what it carries in Out.
type methodJSON struct {
	Name        bus.Member      `json:"name"`
	In          []argJSON       `json:"in,omitempty"`
	Out         []argJSON       `json:"out,omitempty"`
	Annotations annotationsJSON `json:"annotations,omitempty"`
}

type argJSON struct {
	Name safeText      `json:"name,omitempty"`
	Type bus.Signature `json:"type"`
}

type propertyJSON struct {
	Name        safeText        `json:"name"`
	Type        bus.Signature   `json:"type"`
	Access      string          `json:"access"`
	Emits       string          `json:"emits"`
	Annotations annotationsJSON `json:"annotations,omitempty"`
}

type annotationsJSON []struct {
	Name  safeText `json:"name"`
	Value safeText `json:"value"`
}

func newNode(n bus.Node) nodeJSON {
	out := nodeJSON{Path: n.Path, Interfaces: make([]interfaceJSON, len(n.Interfaces))}
	for i := range n.Interfaces {
		out.Interfaces[i] = newInterface(&n.Interfaces[i])
	}
	for i := range n.Children {
		out.Objects = append(out.Objects, n.Children[i].Path)
	}
	for _, reject := range n.Rejects {
		out.Rejects = append(out.Rejects, safeText(reject.Element+" “"+reject.Name+"”: "+reject.Reason))
	}
	return out
}

func newInterface(in *bus.InterfaceInfo) interfaceJSON {
	out := interfaceJSON{Name: in.Name, Annotations: newAnnotations(in.Annotations)}
	for _, m := range in.Methods {
		out.Methods = append(out.Methods, methodJSON{m.Name, newArgs(m.In), newArgs(m.Out), newAnnotations(m.Annotations)})
	}
	for _, s := range in.Signals {
		out.Signals = append(out.Signals, methodJSON{Name: s.Name, Out: newArgs(s.Args), Annotations: newAnnotations(s.Annotations)})
	}
	for _, p := range in.Properties {
		out.Properties = append(out.Properties, propertyJSON{safeText(p.Name), p.Type, p.Access.String(), p.Emits.String(), newAnnotations(p.Annotations)})
	}
	return out
}

func newArgs(args []bus.Arg) []argJSON {
	out := make([]argJSON, len(args))
	for i, a := range args {
		out[i] = argJSON{safeText(a.Name), a.Type}
	}
	return out
}

func newAnnotations(notes []bus.Annotation) annotationsJSON {
	out := make(annotationsJSON, len(notes))
	for i, note := range notes {
		out[i].Name, out[i].Value = safeText(note.Name), safeText(note.Value)
	}
	return out
}

// objectJSON is an object of a tree.
type objectJSON struct {
	Path       bus.ObjectPath  `json:"path"`
	Interfaces []bus.Interface `json:"interfaces"`
	Error      safeText        `json:"error,omitempty"` // why its description is missing
}

func newTree(t bus.Tree) []objectJSON {
	leaves := make([]objectJSON, len(t.Nodes))
	for i := range t.Nodes {
		n := &t.Nodes[i]
		leaves[i] = objectJSON{Path: n.Path, Interfaces: make([]bus.Interface, len(n.Interfaces))}
		for j := range n.Interfaces {
			leaves[i].Interfaces[j] = n.Interfaces[j].Name
		}
		if n.Err != nil {
			leaves[i].Error = safeText(reason(n.Err))
		}
	}
	return leaves
}
