package headless

import (
	"context"
	"flag"
	"fmt"
	"strings"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// caller is the options of "call".
type caller struct {
	reader    reader
	signature *signature
	timeout   *time.Duration
	flags     *bus.Flags
	files     *[]bus.File
	times     int
	atOnce    int
	verbose   bool
	given     func(option string) bool
}

func call(flags *flag.FlagSet) work {
	o := &caller{
		signature: signatureOption(flags, "the arguments are of the types `SIGNATURE`, and the object is not asked"),
		timeout:   durationOption(flags, "timeout", present.DefaultTimeout, "give up after `TIME`, such as 5s or 100ms, or none"),
		flags:     flagOptions(flags),
		files:     fileOptions(flags),
		given:     func(option string) bool { return isGiven(flags, option) },
	}
	flags.BoolVar(&o.reader.json, "json-in", false, "the arguments are JSON")
	flags.IntVar(&o.times, "repeat", 1, "call `N` times, and tell how long that took")
	flags.IntVar(&o.atOnce, "at-once", 1, "have `N` of the repeated calls under way at once")
	flags.BoolVar(&o.verbose, "verbose", false, "say on standard error who answered, how fast, and with what files")
	return o.run
}

func (o *caller) run(ctx context.Context, c *command, operands []string) error {
	object, err := c.object(operands[0], operands[1])
	if err != nil {
		return err
	}
	spec := bus.CallSpec{Endpoint: c.endpoint, Timeout: *o.timeout, Call: bus.Call{
		Destination: object.Name, Path: object.Path,
		Interface: bus.Interface(operands[2]), Member: bus.Member(operands[3]),
		Files: *o.files, Flags: *o.flags,
	}}
	if spec.Call.Flags&bus.InteractiveAuthorization != 0 && !o.given("timeout") {
		spec.Timeout = 0 // a password may take long to find
	}
	if err := o.readArguments(ctx, c, &spec.Call, operands[4:]); err != nil {
		return err
	}
	if o.times != 1 {
		return o.repeat(ctx, c, spec)
	}
	future, refused := c.Connections.SubmitCall(spec)
	reply, err := await(ctx, future, refused)
	if err != nil {
		return err
	}
	if o.verbose {
		tellReply(c, reply, future.Task().Snapshot())
	}
	switch {
	case c.json:
		return c.document(newReply(reply))
	case spec.Call.Flags&bus.NoReply != 0:
		return nil
	}
	return c.line(reply.Text())
}

// readArguments fills in the arguments and, where the method says that it never
// answers, that no answer is awaited.
func (o *caller) readArguments(ctx context.Context, c *command, call *bus.Call, operands []string) (err error) {
	if o.signature.isSet {
		call.Args, err = o.reader.signed(operands, o.signature.sig)
		return err
	}
	node, err := c.describe(ctx, bus.Object{Endpoint: c.endpoint, Name: call.Destination, Path: call.Path})
	if err != nil {
		return err
	}
	methods := methodsOf(node, call.Interface, call.Member)
	if len(methods) == 0 {
		call.Args, err = o.reader.values(operands, nil)
		return err
	}
	args, method, err := o.reader.forMethod(operands, methods)
	if err == nil && method.NoReply {
		call.Flags |= bus.NoReply
	}
	call.Args = args
	return err
}

// describe gives what an object says of itself: nothing if it does not. There is an
// error only if asking on is of no use.
func (c *command) describe(ctx context.Context, object bus.Object) (bus.Node, error) {
	future, refused := c.Connections.SubmitIntrospect(bus.IntrospectSpec{Object: object})
	if refused != nil {
		return bus.Node{}, refused
	}
	node, err := await(ctx, future, nil)
	if err != nil && ctx.Err() == nil && !isNoBus(err) {
		err = nil
	}
	return node, err
}

func tellReply(c *command, reply bus.Reply, task tasks.Snapshot) {
	from := ""
	if reply.Sender != "" {
		from = " by " + string(reply.Sender)
	}
	fmt.Fprintf(c.Stderr, "answered%s within %v: signature %q, %d bytes\n",
		from, task.Elapsed(task.Finished).Round(time.Microsecond), reply.Signature, reply.Size())
	for i, file := range reply.Files {
		fmt.Fprintf(c.Stderr, "file %d: %s, %s\n", i, present.Line(file.Name), file.Kind)
	}
}

func (o *caller) repeat(ctx context.Context, c *command, spec bus.CallSpec) error {
	future, refused := c.Connections.SubmitRepeat(bus.RepeatSpec{CallSpec: spec, Times: o.times, AtOnce: o.atOnce})
	result, err := await(ctx, future, refused)
	if err != nil {
		return err
	}
	if c.json {
		err = c.document(newRepeat(result))
	} else {
		err = c.line(strings.TrimSpace(present.RepeatText(result)))
	}
	if err == nil && result.FirstError != nil {
		err = fmt.Errorf("%d of %d calls failed, the first with: %s", result.Failed, o.times, reason(result.FirstError))
	}
	return err
}
