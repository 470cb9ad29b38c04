// Choose awaits the answers to alert dialogs, and shows what the awaits gave.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/diamondburned/gotk4/pkg/gio/v2"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/gasync"
	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
)

func main() {
	os.Exit(run())
}

func run() int {
	loop := mainloop.New(nil)
	engine := tasks.New(tasks.Options{NoWait: loop.OnThread})
	app := gtk.NewApplication("", gio.ApplicationNonUnique)
	app.ConnectActivate(func() {
		label := gtk.NewLabel("Nothing yet")
		window := gtk.NewApplicationWindow(app)
		window.SetTitle("Choose")
		window.SetChild(label)
		window.Present()
		show := func(text string) error { return loop.Post(func() { label.SetText(text) }) }
		_, err := tasks.Submit(engine, tasks.Spec{Title: "Choose"}, func(ctx context.Context, _ *tasks.Reporter) (int, error) {
			return 0, ask(ctx, loop, &window.Window, show)
		})
		if err != nil {
			panic(err)
		}
	})
	status := app.Run(nil)
	down := make(chan struct{})
	go func() {
		defer close(down)
		_ = engine.Shutdown(context.Background())
	}()
	loop.RunUntil(down)
	loop.Close()
	return status
}

// ask puts two questions, one after the other; the second is taken back.
func ask(ctx context.Context, loop *mainloop.Loop, parent *gtk.Window, show func(string) error) error {
	answer, err := choose(ctx, loop, parent, "Stay or leave?", "Stay", "Leave")
	if err != nil {
		return show(fmt.Sprint("Failed: ", err))
	}
	if err := show(fmt.Sprint("Answered ", answer)); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	_, err = choose(ctx, loop, parent, "Too late?", "Yes")
	op, _ := errors.AsType[*gasync.Error](err)
	if errors.Is(err, context.DeadlineExceeded) && op != nil {
		return show("Timed out, and so says GTK")
	}
	return show(fmt.Sprint("Not timed out: ", err))
}

// choose awaits the index of the button that is pressed.
func choose(ctx context.Context, loop *mainloop.Loop, parent *gtk.Window, question string, buttons ...string) (int, error) {
	var dialog *gtk.AlertDialog
	return gasync.Await(ctx, loop,
		func(ctx context.Context, ready gio.AsyncReadyCallback) {
			dialog = newAlertDialog()
			dialog.SetMessage(question)
			dialog.SetButtons(buttons)
			dialog.Choose(ctx, parent, ready)
		},
		func(res gio.AsyncResulter) (int, error) { return dialog.ChooseFinish(res) })
}

// newAlertDialog stands in for gtk_alert_dialog_new, which gotk4 has no word for.
func newAlertDialog() *gtk.AlertDialog {
	builder := gtk.NewBuilderFromString(`<interface><object class="GtkAlertDialog" id="dialog"/></interface>`)
	return builder.GetObject("dialog").Cast().(*gtk.AlertDialog)
}
