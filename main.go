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
	service := flags.Bool("gapplication-service", false, "start without a window, to be activated over the session bus")
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
	return runWindow(args[0], *service)
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

// runWindow runs the window until it is closed.
func runWindow(name string, service bool) int {
	args := []string{name}
	if service {
		args = append(args, "--gapplication-service")
	}
	p := parts.New()
	status := ui.Run(ui.Options{
		Engine:      p.Engine,
		Connections: p.Connections,
		Loop:        p.Loop,
		Practice:    p.Practice.Ensure,
	}, args)
	return p.Finish(func() int { return status })
}
