package headless

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// object checks the two operands that say where an object is.
func (c *command) object(name, path string) (bus.Object, error) {
	object := bus.Object{Endpoint: c.endpoint, Name: bus.Name(name), Path: bus.ObjectPath(path)}
	if name != "" {
		if _, err := bus.ParseName(name); err != nil {
			return object, err
		}
	}
	_, err := bus.ParseObjectPath(path)
	return object, err
}

// below is object for verbs that begin at the root unless told otherwise.
func (c *command) below(operands []string) (bus.Object, error) {
	path := "/"
	if len(operands) > 1 {
		path = operands[1]
	}
	return c.object(operands[0], path)
}

func status(*flag.FlagSet) work {
	return func(ctx context.Context, c *command, operands []string) error {
		future, refused := c.Connections.SubmitCredentials(bus.CredentialsSpec{Endpoint: c.endpoint, Name: bus.Name(operands[0])})
		credentials, err := await(ctx, future, refused)
		if err != nil {
			return err
		}
		if c.json {
			return c.document(newProcess(credentials))
		}
		return c.words(credentials)
	}
}

func activate(flags *flag.FlagSet) work {
	timeout := durationOption(flags, "timeout", 0, "give up after `TIME`, such as 5s or 100ms, or none")
	return func(ctx context.Context, c *command, operands []string) error {
		future, refused := c.Connections.SubmitActivate(bus.ActivateSpec{Endpoint: c.endpoint, Name: bus.Name(operands[0]), Timeout: *timeout})
		outcome, err := await(ctx, future, refused)
		if err != nil {
			return err
		}
		if c.json {
			return c.document(map[string]bool{"started": outcome == bus.ActivationStarted})
		}
		return c.words(outcome)
	}
}

func introspect(flags *flag.FlagSet) work {
	xml := flags.Bool("xml", false, "write the description as it came")
	return func(ctx context.Context, c *command, operands []string) error {
		object, err := c.object(operands[0], operands[1])
		if err != nil {
			return err
		}
		future, refused := c.Connections.SubmitIntrospect(bus.IntrospectSpec{Object: object})
		node, err := await(ctx, future, refused)
		if err != nil {
			return err
		}
		if *xml {
			return c.line(strings.TrimSuffix(node.XML, "\n"))
		}
		if len(operands) > 2 {
			in := node.Interface(bus.Interface(operands[2]))
			if in == nil {
				return fmt.Errorf("the object has no interface %q", operands[2])
			}
			node.Interfaces, node.Children = []bus.InterfaceInfo{*in}, nil
		}
		if c.json {
			return c.document(newNode(node))
		}
		return c.line(nodeText(node))
	}
}

func tree(flags *flag.FlagSet) work {
	var limits bus.ExpandLimits
	flags.IntVar(&limits.Depth, "depth", 0, "go down `N` levels")
	flags.IntVar(&limits.Nodes, "objects", 0, "stop at `N` objects")
	within := durationOption(flags, "within", time.Minute, "stop after `TIME`")
	return func(ctx context.Context, c *command, operands []string) error {
		object, err := c.below(operands)
		if err != nil {
			return err
		}
		limits.Time = cmp.Or(*within, math.MaxInt64)
		future, refused := c.Connections.SubmitExpand(bus.ExpandSpec{Object: object, Limits: limits})
		found, err := await(ctx, future, refused)
		if err != nil {
			return err
		}
		if found.Summary.StoppedBy != bus.BoundNone {
			fmt.Fprintf(c.Stderr, "bellhop tree: there may be more, a bound was reached: %s\n", found.Summary.StoppedBy)
		}
		if c.json {
			return c.document(newTree(found))
		}
		return c.line(treeText(found))
	}
}

func objects(*flag.FlagSet) work {
	return func(ctx context.Context, c *command, operands []string) error {
		object, err := c.below(operands)
		if err != nil {
			return err
		}
		future, refused := c.Connections.SubmitManagedObjects(bus.ManagedObjectsSpec{Object: object})
		managed, err := await(ctx, future, refused)
		if err != nil {
			return err
		}
		if c.json {
			v, _ := present.ValueOf(managed)
			return c.document(typedValue(v))
		}
		return c.block(objectsText(managed))
	}
}

// words writes a result as the window words it.
func (c *command) words(result any) error {
	var text strings.Builder
	if err := present.WriteResult(&text, result, present.AsText); err != nil {
		return err
	}
	return c.line(strings.TrimSuffix(text.String(), "\n"))
}
