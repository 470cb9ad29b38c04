package sshbridge

// What the tests of the parts need.
type Tail struct{ tail }

func (t *Tail) Text() string { return t.text() }

var Arguments = arguments
