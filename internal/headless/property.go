package headless

import (
	"context"
	"errors"
	"flag"
	"fmt"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

func get(*flag.FlagSet) work {
	return func(ctx context.Context, c *command, operands []string) error {
		object, err := c.object(operands[0], operands[1])
		if err != nil {
			return err
		}
		in := bus.Interface(operands[2])
		if len(operands) == 3 {
			return c.getAll(ctx, object, in)
		}
		future, refused := c.Connections.SubmitGetProperty(bus.GetPropertySpec{Object: object, Interface: in, Property: operands[3]})
		value, err := await(ctx, future, refused)
		if err != nil {
			return err
		}
		if c.json {
			return c.document(typedValue(value))
		}
		return c.line(value.Text())
	}
}

// getAll writes the properties that have a value, and says why others have none.
func (c *command) getAll(ctx context.Context, object bus.Object, in bus.Interface) error {
	node, err := c.describe(ctx, object)
	if err != nil {
		return err
	}
	spec := bus.GetPropertiesSpec{Object: object, Interface: in}
	if described := node.Interface(in); described != nil {
		spec.Known = described.Properties
	}
	future, refused := c.Connections.SubmitGetProperties(spec)
	properties, err := await(ctx, future, refused)
	if err != nil {
		return err
	}
	for _, property := range properties {
		if property.Err != nil && !errors.Is(property.Err, bus.ErrWriteOnly) {
			fmt.Fprintf(c.Stderr, "bellhop get: %s: %s\n", present.Line(property.Name), reason(property.Err))
		}
	}
	if c.json {
		v, _ := present.ValueOf(properties)
		return c.document(typedValue(v))
	}
	return c.block(propertiesText(properties))
}

func set(flags *flag.FlagSet) work {
	var r reader
	typ := signatureOption(flags, "the value is of the type `TYPE`, and the object is not asked")
	timeout := durationOption(flags, "timeout", present.DefaultTimeout, "give up after `TIME`, such as 5s or 100ms, or none")
	flags.BoolVar(&r.json, "json-in", false, "the value is JSON")
	return func(ctx context.Context, c *command, operands []string) error {
		object, err := c.object(operands[0], operands[1])
		if err != nil {
			return err
		}
		spec := bus.SetPropertySpec{Object: object, Interface: bus.Interface(operands[2]), Property: operands[3], Timeout: *timeout}
		wanted := typ.sig
		if !typ.isSet {
			node, err := c.describe(ctx, object)
			if err != nil {
				return err
			}
			if property := propertyOf(node, spec.Interface, spec.Property); property != nil {
				wanted = property.Type
			}
		}
		if spec.Value, err = r.value(operands[4], wanted); err != nil {
			return argumentError(0, wanted, err)
		}
		future, refused := c.Connections.SubmitSetProperty(spec)
		_, err = await(ctx, future, refused)
		return err
	}
}
