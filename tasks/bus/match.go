package bus

// MatchRule says which messages are wanted: those that agree with every field
// that is set. The zero MatchRule is every message.
type MatchRule struct {
	Type          MessageType // 0 is any
	Sender        Name
	Destination   Name
	Interface     Interface
	Member        Member
	Path          ObjectPath
	PathNamespace ObjectPath // the object and all below it; not with Path
	Args          []ArgMatch
	Arg0Namespace string // the first argument is this name, or begins with it and a dot
	Eavesdrop     bool   // messages to others too
}

// ArgMatch is a condition on one argument of a message.
type ArgMatch struct {
	Index int // 0 to 63
	// Path has the argument, a string or an object path, match as paths do:
	// equal, or one ends with "/" and is the start of the other.
	Path  bool
	Value string
}
