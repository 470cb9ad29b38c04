package headless

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// Program is what a command line runs on. All fields are needed.
type Program struct {
	Engine         *tasks.Engine
	Connections    *bus.Connections
	Stdout, Stderr io.Writer
}

// command is one verb as it runs.
type command struct {
	Program
	output
	endpoint bus.Endpoint
}

// work is what a verb does once its options have been read. An error says why it
// was not done; it is reported by Run.
type work func(ctx context.Context, c *command, operands []string) error

// Run runs the verb that args begin with, and returns the status for the process to
// exit with. It must not be called on the main loop's thread.
func (p Program) Run(ctx context.Context, args []string) int {
	c := &command{Program: p, output: output{to: bufio.NewWriter(p.Stdout)}}
	name, err := c.run(ctx, args)
	if flushed := c.to.Flush(); err == nil {
		err = flushed
	}
	if err == nil {
		return statusDone
	}
	words, status := report(ctx, err)
	fmt.Fprintf(p.Stderr, "bellhop%s: %s\n", name, words)
	return status
}

// run gives the name of the verb for messages, with a blank before it.
func (c *command) run(ctx context.Context, args []string) (name string, err error) {
	if len(args) == 0 {
		return "", usage("which verb? Type: bellhop --help")
	}
	if args[0] == helpVerb {
		return "", c.help(args[1:])
	}
	v, ok := verbNamed(args[0])
	if !ok {
		return "", usage("what is %q? Type: bellhop --help", args[0])
	}
	name = " " + v.name
	flags, o, work := v.flags()
	flags.SetOutput(io.Discard)
	switch err := flags.Parse(args[1:]); {
	case errors.Is(err, flag.ErrHelp):
		return name, v.writeHelp(c.to)
	case err != nil:
		return name, usage("%v. Type: bellhop %s --help", err, v.name)
	}
	operands := flags.Args()
	if len(operands) < v.least || v.most >= 0 && len(operands) > v.most {
		return name, usage("it takes %s, with options before. Type: bellhop %s --help", v.operandsOrNone(), v.name)
	}
	if c.endpoint, err = o.endpoint(c.Connections); err != nil {
		return name, err
	}
	c.json = o.json
	return name, work(ctx, c, operands)
}

// await waits for a task, which the end of ctx cancels. The error is a [*failure].
func await[T any](ctx context.Context, future tasks.Future[T], refused error) (T, error) {
	if refused != nil {
		var zero T
		return zero, refused
	}
	stop := context.AfterFunc(ctx, func() { future.Task().Cancel(tasks.CanceledByUser) })
	defer stop()
	result, err := future.Wait(context.WithoutCancel(ctx))
	if err != nil {
		return result, &failure{future.Task().Snapshot()}
	}
	return result, nil
}
