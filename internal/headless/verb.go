package headless

import (
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
)

// verb is one thing to do.
type verb struct {
	name        string
	operands    string // as help shows them
	least, most int    // how many there may be; most is below 0 for any number
	summary     string
	about       string // more, for its own help
	define      func(*flag.FlagSet) work
}

const helpVerb = "help"

func verbs() []verb {
	return []verb{
		{
			"call", "DESTINATION PATH INTERFACE METHOD [ARGUMENT...]", 4, -1, "call a method",
			"Unless --signature tells the types of the arguments, the object is asked for\nthem first, and whether the method answers at all. With --interactive there is no\ntimeout but one that is given.", call,
		},
		{
			"get", "DESTINATION PATH INTERFACE [PROPERTY]", 3, 4, "read a property, or all of an interface",
			"No service is started.", get,
		},
		{
			"set", "DESTINATION PATH INTERFACE PROPERTY VALUE", 5, 5, "set a property",
			"No service is started, and nobody is asked for a password: to have that done,\ncall org.freedesktop.DBus.Properties Set.", set,
		},
		{"list", "", 0, 0, "list the names on a bus", "Without an option that says which, all of them.", listNames},
		{"status", "NAME", 1, 1, "tell who has a name: process, user, command line, unit", "", status},
		{"activate", "NAME", 1, 1, "start the service that has a name", "", activate},
		{"introspect", "DESTINATION PATH [INTERFACE]", 2, 3, "describe an object", "No service is started.", introspect},
		{
			"tree", "DESTINATION [PATH]", 1, 2, "list the objects of a service",
			"No service is started. An object that fails is told with the reason, and the\nothers go on.", tree,
		},
		{"objects", "DESTINATION [PATH]", 1, 2, "list what an ObjectManager manages, with the properties", "No service is started.", objects},
		{
			"watch", "[RULE]", 0, 1, "write messages as they come, by a match rule",
			"Without a rule, every signal. The options for parts of a rule add to it.", watch,
		},
		{
			"watch-properties", "DESTINATION PATH INTERFACE [PROPERTY...]", 3, -1, "write properties, and their changes as they come",
			"Without a property, all that can be read. Those that do not announce their\nchanges are read again and again.", watchProperties,
		},
		{"monitor", "[RULE...]", 0, -1, "write all messages of a bus, or those that a match rule wants", "", monitor},
	}
}

func verbNamed(name string) (verb, bool) {
	all := verbs()
	i := slices.IndexFunc(all, func(v verb) bool { return v.name == name })
	if i < 0 {
		return verb{}, false
	}
	return all[i], true
}

// flags gives the options of a verb, what is read from those of all, and its work.
func (v verb) flags() (*flag.FlagSet, *options, work) {
	flags := flag.NewFlagSet(v.name, flag.ContinueOnError)
	flags.Usage = func() {}
	o := new(options)
	o.define(flags)
	return flags, o, v.define(flags)
}

func (v verb) operandsOrNone() string {
	if v.operands == "" {
		return "no operands"
	}
	return v.operands
}

// help is the verb "help".
func (c *command) help(operands []string) error {
	if len(operands) != 1 {
		return writeVerbs(c.to)
	}
	v, ok := verbNamed(operands[0])
	if !ok {
		return usage("what is %q? Type: bellhop --help", operands[0])
	}
	return v.writeHelp(c.to)
}

func (v verb) writeHelp(w io.Writer) error {
	flags, _, _ := v.flags()
	fmt.Fprintf(w, "usage: %s\n\n%s%s.\n", strings.TrimSpace("bellhop "+v.name+" [OPTION...] "+v.operands), strings.ToUpper(v.summary[:1]), v.summary[1:])
	if v.about != "" {
		fmt.Fprintf(w, "\n%s\n", v.about)
	}
	return writeOptions(w, flags)
}

// Help writes the options of the program itself, and all verbs. It returns the
// status to exit with.
func Help(w io.Writer, program *flag.FlagSet) int {
	fmt.Fprint(w, "usage: bellhop [OPTION]\n       bellhop VERB [OPTION...] [OPERAND...]\n\nWithout a verb it opens its window.\n")
	if writeOptions(w, program) != nil || writeVerbs(w) != nil {
		return statusFailed
	}
	return statusDone
}

func writeVerbs(w io.Writer) error {
	fmt.Fprint(w, "\nThe verbs need no display:\n")
	for _, v := range verbs() {
		fmt.Fprintf(w, "  %-17s %s\n", v.name, v.summary)
	}
	_, err := fmt.Fprint(w, "\n\"bellhop VERB --help\" tells more of one. They end with the status 0 when it was\ndone, 1 when it failed, 2 for a wrong command line, 3 without a bus, 124 when no\nanswer came in time, and 130 when interrupted.\n")
	return err
}

// writeOptions lists options as they are typed, a line to each.
func writeOptions(w io.Writer, flags *flag.FlagSet) error {
	rows := [][]string{}
	flags.VisitAll(func(f *flag.Flag) {
		value, about := flag.UnquoteUsage(f)
		name := "  --" + f.Name
		if value != "" {
			name += " " + value
		}
		if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "0" {
			about += " (" + f.DefValue + ")"
		}
		rows = append(rows, []string{name, about})
	})
	_, err := fmt.Fprint(w, "\nOptions:\n"+table(rows))
	return err
}
