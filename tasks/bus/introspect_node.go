package bus

// Node is what an object says of itself: its interfaces, in its own order, and
// the objects below it.
type Node struct {
	Path       ObjectPath
	Interfaces []InterfaceInfo
	// Children are objects below this one, none of them twice. Most are only
	// named, and have to be asked themselves; see Complete. They need not be
	// on the very next level.
	Children    []Node
	Annotations []Annotation
	Doc         string // for people; as long as the service likes
	// Complete tells of a child that its description came with its parent's,
	// and is all there is to it.
	Complete bool

	// Only the node that was asked has these, for itself and all its Children.
	Rejects []Reject
	XML     string // the description as it came
}

// Interface gives n's interface of that name, or nil.
func (n *Node) Interface(name Interface) *InterfaceInfo {
	for i := range n.Interfaces {
		if n.Interfaces[i].Name == name {
			return &n.Interfaces[i]
		}
	}
	return nil
}

// InterfaceInfo is an interface as an object describes it. Methods may share a
// name, as Qt's overloads do.
type InterfaceInfo struct {
	Name        Interface
	Methods     []Method
	Signals     []Signal
	Properties  []Property
	Annotations []Annotation
	Deprecated  bool
	Doc         string
}

// Method is a method as an object describes it.
type Method struct {
	Name        Member
	In, Out     []Arg
	Annotations []Annotation
	Deprecated  bool
	NoReply     bool // it is never answered: call it with [NoReply]
	Doc         string
}

// Signal is a signal as an object describes it.
type Signal struct {
	Name        Member
	Args        []Arg
	Annotations []Annotation
	Deprecated  bool
	Doc         string
}

// Property is a property as an object describes it. To the protocol its name is
// any text.
type Property struct {
	Name        string
	Type        Signature
	Access      Access
	Emits       EmitsChanged
	Annotations []Annotation
	Deprecated  bool
	Doc         string
}

// Arg is an argument of a method or signal. Many have no name.
type Arg struct {
	Name        string
	Type        Signature
	Annotations []Annotation
	Doc         string
}

// Annotation is a note on what it stands in: some are the specification's, most
// are a tool's own.
type Annotation struct{ Name, Value string }

// Reject is a part of a description that was left out since it is wrong.
type Reject struct {
	Element string // "node", "interface", "method", "signal", "property", "annotation", or another
	Name    string // as it came, but for its length; may be empty
	In      string // the path or interface that it stands in
	Reason  string // in words for people
}

// Access is what may be done with a property.
type Access uint8

// The kinds of access.
const (
	AccessRead Access = 1 << iota
	AccessWrite
	AccessReadWrite = AccessRead | AccessWrite
)

// Readable reports whether the property can be read.
func (a Access) Readable() bool { return a&AccessRead != 0 }

// Writable reports whether the property can be set.
func (a Access) Writable() bool { return a&AccessWrite != 0 }

// String gives the word that descriptions use.
func (a Access) String() string {
	switch a {
	case AccessRead:
		return "read"
	case AccessWrite:
		return "write"
	case AccessReadWrite:
		return "readwrite"
	}
	return ""
}

// EmitsChanged is how a property announces that it has changed. The zero value
// is what holds where nothing is said.
type EmitsChanged uint8

// The ways of announcing.
const (
	EmitsValue      EmitsChanged = iota // the signal carries the new value
	EmitsInvalidate                     // the signal says only that the value is old
	EmitsConst                          // it never changes
	EmitsNothing                        // it changes in silence
)

// String gives the word that descriptions use.
func (e EmitsChanged) String() string {
	switch e {
	case EmitsInvalidate:
		return "invalidates"
	case EmitsConst:
		return "const"
	case EmitsNothing:
		return "false"
	}
	return "true"
}
