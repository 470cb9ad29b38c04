package headless

import (
	"context"
	"flag"
	"slices"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// ruleParts are the options for the parts of a match rule.
type ruleParts struct{ sender, in, member, path, pathNamespace, arg0 *string }

func ruleOptions(flags *flag.FlagSet) ruleParts {
	return ruleParts{
		sender:        flags.String("sender", "", "messages from `NAME`"),
		in:            flags.String("interface", "", "messages of `INTERFACE`"),
		member:        flags.String("member", "", "messages called `MEMBER`"),
		path:          flags.String("path", "", "messages of the object at `PATH`"),
		pathNamespace: flags.String("path-namespace", "", "messages of the object at `PATH` and those below it"),
		arg0:          flags.String("arg0", "", "messages whose first argument is `TEXT`"),
	}
}

// addTo sets those parts of a rule that were given.
func (p ruleParts) addTo(rule *bus.MatchRule) {
	setIf(&rule.Sender, *p.sender)
	setIf(&rule.Interface, *p.in)
	setIf(&rule.Member, *p.member)
	setIf(&rule.Path, *p.path)
	setIf(&rule.PathNamespace, *p.pathNamespace)
	if *p.arg0 != "" {
		rule.Args = append(rule.Args, bus.ArgMatch{Value: *p.arg0})
	}
}

func setIf[T ~string](field *T, text string) {
	if text != "" {
		*field = T(text)
	}
}

func watch(flags *flag.FlagSet) work {
	s, parts := streamOptions(flags), ruleOptions(flags)
	return func(ctx context.Context, c *command, operands []string) error {
		rule := bus.MatchRule{Type: bus.MessageSignal}
		if len(operands) > 0 {
			var err error
			if rule, err = bus.ParseMatchRule(operands[0]); err != nil {
				return err
			}
		}
		parts.addTo(&rule)
		future, err := c.Connections.SubmitWatch(bus.WatchSpec{Endpoint: c.endpoint, Rule: rule, Keep: bus.MaxKeep})
		if err != nil {
			return err
		}
		return s.run(ctx, c, future.Task())
	}
}

func monitor(flags *flag.FlagSet) work {
	s := streamOptions(flags)
	return func(ctx context.Context, c *command, operands []string) error {
		rules := make([]bus.MatchRule, len(operands))
		for i, operand := range operands {
			var err error
			if rules[i], err = bus.ParseMatchRule(operand); err != nil {
				return err
			}
		}
		future, err := c.Connections.SubmitMonitor(bus.MonitorSpec{Endpoint: c.endpoint, Rules: rules, Keep: bus.MaxKeep})
		if err != nil {
			return err
		}
		return s.run(ctx, c, future.Task())
	}
}

func watchProperties(flags *flag.FlagSet) work {
	s := streamOptions(flags)
	poll := flags.Duration("poll", bus.DefaultPoll, "read properties that do not announce their changes every `TIME`, or never for 0")
	return func(ctx context.Context, c *command, operands []string) error {
		object, err := c.object(operands[0], operands[1])
		if err != nil {
			return err
		}
		node, err := c.describe(ctx, object)
		if err != nil {
			return err
		}
		spec := bus.WatchPropertySpec{Object: object, Interface: bus.Interface(operands[2]), Poll: orNever(*poll), Keep: bus.MaxKeep}
		spec.Properties = chosen(node.Interface(spec.Interface), operands[3:])
		future, err := c.Connections.SubmitWatchProperty(spec)
		if err != nil {
			return err
		}
		return s.run(ctx, c, future.Task())
	}
}

// orNever is 0 as a watch has it.
func orNever(poll time.Duration) time.Duration {
	if poll == 0 {
		return -1
	}
	return poll
}

// chosen gives the properties of these names, with what is known of them; without a
// name, all that can be read.
func chosen(in *bus.InterfaceInfo, names []string) []bus.Property {
	var known []bus.Property
	if in != nil {
		known = in.Properties
	}
	if len(names) == 0 {
		return slices.DeleteFunc(slices.Clone(known), func(p bus.Property) bool { return !p.Access.Readable() })
	}
	properties := make([]bus.Property, len(names))
	for i, name := range names {
		properties[i] = bus.Property{Name: name, Access: bus.AccessRead}
		if at := slices.IndexFunc(known, func(p bus.Property) bool { return p.Name == name }); at >= 0 {
			properties[i] = known[at]
		}
	}
	return properties
}
