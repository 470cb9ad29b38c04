package uitest

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/godbus/dbus/v5"
)

// A Reading is what the program measured of itself, and what its list showed then.
// The program tells it where its environment holds [Measure].
type Reading struct {
	P99, Max          time.Duration // how late its main loop was
	Running, Finished int           // tasks
	Rows              int           // of the list
	Busy              bool          // the list is on its way to show something else
}

// Measure has the program measure itself; it goes into [Options.Env].
const Measure = "BELLHOP_DEBUG=measure"

// Measured gives what the program measured since the action measure-start.
func (a *App) Measured() Reading {
	a.t.Helper()
	a.Activate("measure")
	var description struct {
		Enabled   bool
		Parameter dbus.Signature
		State     []dbus.Variant
	}
	ctx, cancel := context.WithTimeout(a.t.Context(), a.patience)
	defer cancel()
	application := a.session.Object(applicationID, applicationPath)
	call := application.CallWithContext(ctx, "org.gtk.Actions.Describe", 0, "measure")
	if err := call.Store(&description); err != nil || len(description.State) != 1 {
		a.fail("read what was measured: %v", err)
	}
	var r Reading
	var p99, longest string
	_, err := fmt.Sscanf(fmt.Sprint(description.State[0].Value()), "p99 %s max %s running %d finished %d rows %d busy %t",
		&p99, &longest, &r.Running, &r.Finished, &r.Rows, &r.Busy)
	for text, into := range map[string]*time.Duration{p99: &r.P99, longest: &r.Max} {
		if err == nil {
			*into, err = time.ParseDuration(text)
		}
	}
	if err != nil {
		a.fail("%v is no reading: %v", description.State[0], err)
	}
	return r
}

// Unattended has the program run as where nobody uses a screen reader: from now on
// it tells of no event, and what waits for one looks a few times a second.
func (a *App) Unattended() {
	a.t.Helper()
	ctx, cancel := context.WithTimeout(a.t.Context(), a.patience)
	defer cancel()
	if err := a.a11y.deafen(ctx); err != nil {
		a.fail("stop listening to accessibility events: %v", err)
	}
}

// UntilMeasured waits until holds says yes to what the program tells of itself,
// which costs it less than [App.Until]. The text says what is waited for.
func (a *App) UntilMeasured(what string, holds func(Reading) bool) Reading {
	a.t.Helper()
	for deadline := time.Now().Add(a.patience); ; {
		switch r := a.Measured(); {
		case holds(r):
			return r
		case time.Now().After(deadline):
			a.fail("waited %v for %s; it is %+v", a.patience, what, r)
		}
		select {
		case <-time.After(5 * time.Millisecond):
		case <-a.process.done:
			a.fail("waiting for %s: the program ended", what)
		}
	}
}

// ActivateInWindow is Activate for an action of the program's first window.
func (a *App) ActivateInWindow(action string, parameter ...any) {
	a.t.Helper()
	a.activate(applicationPath+"/window/1", action, parameter)
}

// AwaitNameOf waits until an object that was found before has that accessible name.
func (a *App) AwaitNameOf(node *Node, name string) {
	a.t.Helper()
	a.await(fmt.Sprintf("the name %q", name), a.patience, func(ctx context.Context) (bool, error) {
		var now dbus.Variant
		err := a.a11y.call(ctx, node.ref, "org.freedesktop.DBus.Properties.Get", accessibleInterface, "Name").Store(&now)
		return now.Value() == name, err
	})
}

// FirstFrame starts a program on a desktop without a window and tells how long it
// took until there was something on the screen, and how much memory the program
// has then, in KiB. It ends the program.
func (d *Desktop) FirstFrame(program string, env ...string) (took time.Duration, resident int) {
	d.t.Helper()
	start := time.Now()
	p := d.run(program, nil, env...)
	for {
		line, err := d.x.line(d.x.height / 4)
		took = time.Since(start)
		switch {
		case err != nil:
			d.t.Fatalf("read the screen: %v", err)
		case p.ended() || took > time.Minute:
			d.t.Fatalf("%s shows nothing; it wrote:\n%s", program, p.output())
		}
		if slices.ContainsFunc(line, func(part byte) bool { return part != 0 }) {
			break
		}
		time.Sleep(time.Millisecond)
	}
	resident, err := residentKiB(p.cmd.Process.Pid)
	if err == nil {
		err = p.stop()
	}
	if err != nil {
		d.t.Fatal(err)
	}
	d.started = slices.DeleteFunc(d.started, func(other *process) bool { return other == p })
	return took, resident
}
