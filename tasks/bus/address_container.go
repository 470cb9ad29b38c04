package bus

import "cmp"

// ContainerTarget is a bus in a container of this machine, one that systemd-machined
// knows. Entering one is a privilege: the system has to allow it to whoever asks. It
// is written as a D-Bus address is, with the escapes of one:
//
//	container:name=web
//	container:name=web,user=me,bus=session
type ContainerTarget struct {
	Name string // as "machinectl list" tells it
	User string // who to be in there; empty is root
	Bus  string // "session" or "system"; empty is "system"
}

const containerPrefix = "container:"

// ContainerAddress is the address of a bus in a container. It fails as
// [ContainerTarget.Validate] does.
func ContainerAddress(target ContainerTarget) (Address, error) {
	if err := target.Validate(); err != nil {
		return Address{}, err
	}
	text := containerPrefix + "name=" + escapeAddress(target.Name)
	if target.User != "" {
		text += ",user=" + escapeAddress(target.User)
	}
	if target.Bus == "session" {
		text += ",bus=session"
	}
	return Address{AddressContainer, text}, nil
}

// Container gives the target of an AddressContainer, its Bus never empty. It reports
// false for an address of any other kind.
func (a Address) Container() (ContainerTarget, bool) {
	if a.kind != AddressContainer {
		return ContainerTarget{}, false
	}
	target, err := readContainer(a.text)
	return target, err == nil
}

// Validate refuses what could be taken for something else than a container and a
// user. The error is a [*SyntaxError], whose Text is the field.
func (t ContainerTarget) Validate() error {
	if t.Name == "" {
		return &SyntaxError{What: "container", Reason: Because("the name of a container is needed")}
	}
	if err := checkSSHWord("container", t.Name, "@/'`\"$\\;&<>|(){}"); err != nil {
		return err
	}
	if err := checkSSHWord("user", t.User, "@/'`\"$\\;&<>|(){}"); err != nil {
		return err
	}
	switch t.Bus {
	case "", "session", "system":
		return nil
	}
	return &SyntaxError{What: "bus", Text: t.Bus, Reason: Because("a container has a “session” and a “system” bus")}
}

// parseContainer reads an address that starts with "container:".
func parseContainer(s string) (Address, error) {
	target, err := readContainer(s)
	if err != nil {
		return Address{}, err
	}
	return ContainerAddress(target)
}

func readContainer(s string) (ContainerTarget, error) {
	t, err := parseAlone(s)
	if err != nil {
		return ContainerTarget{}, err
	}
	fail := func(offset int, reason Reason) (ContainerTarget, error) {
		return ContainerTarget{}, &SyntaxError{What: "address", Text: s, Offset: offset, Reason: reason}
	}
	target := ContainerTarget{Bus: "system"}
	for _, p := range t.params {
		switch p.name {
		case "name":
			target.Name = p.value
		case "user":
			target.User = p.value
		case "bus":
			target.Bus = cmp.Or(p.value, target.Bus)
		default:
			return fail(p.offset, Because("“container” has the settings name, user and bus"))
		}
	}
	if err := target.Validate(); err != nil {
		fault := err.(*SyntaxError)
		return fail(t.offsetOf(fault), fault.Reason)
	}
	return target, nil
}

// containerLabel names the bus and the container: "System on me@web".
func (a Address) containerLabel() string {
	target, _ := a.Container()
	where := target.Name
	if target.User != "" {
		where = target.User + "@" + where
	}
	if target.Bus == "session" {
		return "Session on " + where
	}
	return "System on " + where
}
