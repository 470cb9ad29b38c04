// Bellhop runs D-Bus work as tasks, in a window that never stops answering, or for
// a command line.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"

	"github.com/bellhop-gtk/bellhop/internal/appinfo"
	"github.com/bellhop-gtk/bellhop/internal/headless"
	"github.com/bellhop-gtk/bellhop/internal/parts"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/practice"
	"github.com/bellhop-gtk/bellhop/ui"
)

func main() {
	os.Exit(run(os.Args))
}

func run(args []string) int {
	flags := flag.NewFlagSet("bellhop", flag.ContinueOnError)
	flags.Usage = func() {} // the error says enough
	alone := flags.Bool("practice", false, "run the practice service alone, on the session bus, without a window")
	printVersion := flags.Bool("version", false, "print the version")
	action, toolkit := "", args[:1]
	begin := func(name string) func(string) error { return func(string) error { action = name; return nil } }
	flags.BoolFunc("new-call", "open New Call", begin("new-call"))
	flags.BoolFunc("new-window", "open a window beside those that there are", begin("new-window"))
	flags.BoolFunc("gapplication-service", "start without a window, to be activated over the session bus",
		func(string) error { toolkit = []string{args[0], "--gapplication-service"}; return nil })
	switch err := flags.Parse(args[1:]); {
	case errors.Is(err, flag.ErrHelp):
		return headless.Help(os.Stdout, flags)
	case err != nil:
		return 2
	case *printVersion:
		fmt.Println("bellhop", appinfo.Version())
		return 0
	case *alone:
		return runPractice()
	case flags.NArg() > 0:
		return runVerb(flags.Args())
	}
	return runWindow(toolkit, action)
}

// runPractice serves the practice service until it is told to stop.
func runPractice() int {
	ctx, stop := headless.Interruptible(context.Background())
	defer stop()
	if err := practice.Run(ctx, bus.SessionAddress()); err != nil {
		slog.Error("the practice service", "err", err)
		return 1
	}
	return 0
}

// runVerb does one thing without a window.
func runVerb(args []string) int {
	ctx, stop := headless.Interruptible(context.Background())
	defer stop()
	p := parts.New()
	return p.Finish(func() int {
		return headless.Program{
			Engine: p.Engine, Connections: p.Connections, Stdout: os.Stdout, Stderr: os.Stderr,
		}.Run(ctx, args)
	})
}

// runWindow runs the windows until the last is closed. An action that is not empty
// is what it begins with.
func runWindow(args []string, action string) int {
	p := parts.New()
	status := ui.Run(ui.Options{
		Engine:      p.Engine,
		Connections: p.Connections,
		Loop:        p.Loop,
		Practice:    p.Practice.Ensure,
		Action:      action,
	}, args)
	return p.Finish(func() int { return status })
}
