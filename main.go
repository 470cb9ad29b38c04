// Bellhop runs D-Bus work as tasks, in a window that never stops answering.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/bellhop-gtk/bellhop/internal/appinfo"
	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/gdbusconn"
	"github.com/bellhop-gtk/bellhop/tasks/bus/godbusconn"
	"github.com/bellhop-gtk/bellhop/tasks/bus/practice"
	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
	"github.com/bellhop-gtk/bellhop/ui"
)

// patience is how long the end of the program waits for work that does not stop.
const patience = 5 * time.Second

func main() {
	os.Exit(run(os.Args))
}

func run(args []string) int {
	flags := flag.NewFlagSet("bellhop", flag.ContinueOnError)
	alone := flags.Bool("practice", false, "run the practice service alone, on the session bus, without a window")
	printVersion := flags.Bool("version", false, "print the version")
	service := flags.Bool("gapplication-service", false, "start without a window, to be activated over the session bus")
	switch err := flags.Parse(args[1:]); {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	case flags.NArg() > 0:
		fmt.Fprintf(os.Stderr, "bellhop: what is %q? Type: bellhop --help\n", flags.Arg(0))
		return 2
	case *printVersion:
		fmt.Println("bellhop", appinfo.Version())
		return 0
	case *alone:
		return runPractice()
	}
	return runWindow(args[0], *service)
}

// runPractice serves the practice service until it is told to stop.
func runPractice() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := practice.Run(ctx, bus.SessionAddress()); err != nil {
		slog.Error("the practice service", "err", err)
		return 1
	}
	return 0
}

// runWindow wires the parts together, runs the window, and takes the parts down
// in the opposite order.
func runWindow(name string, service bool) int {
	loop := mainloop.New(nil)
	engine := tasks.New(tasks.Options{NoWait: loop.OnThread})
	connections := bus.NewConnections(engine,
		bus.Backend{Name: "godbus", Dialer: godbusconn.NewDialer()},
		bus.Backend{Name: "GDBus", Dialer: gdbusconn.NewDialer(loop), Peers: true})
	host := practice.NewHost(bus.SessionAddress())
	args := []string{name}
	if service {
		args = append(args, "--gapplication-service")
	}
	status := ui.Run(ui.Options{
		Engine:      engine,
		Connections: connections,
		Loop:        loop,
		Practice:    host.Ensure,
	}, args)
	down := make(chan struct{})
	go func() {
		defer close(down)
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := errors.Join(engine.Shutdown(ctx), connections.Shutdown(ctx), host.Close()); err != nil {
			slog.Error("shutting down", "err", err)
			status = max(status, 1)
		}
	}()
	loop.RunUntil(down)
	loop.Close()
	return status
}
