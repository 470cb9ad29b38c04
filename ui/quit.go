package ui

import (
	"fmt"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"

	"github.com/bellhop-gtk/bellhop/tasks"
)

// The responses to the question.
const (
	responseKeep = "keep"
	responseQuit = "quit"
)

// keepOpen is asked when the window is to be closed: it closes it if no task
// runs, and asks otherwise.
func (w *window) keepOpen() bool {
	if w.closed {
		return false
	}
	w.drain()
	if w.shown.running == 0 {
		w.close()
		return true
	}
	if !w.asking {
		w.askToQuit()
	}
	return true
}

func (w *window) askToQuit() {
	w.asking = true
	dialog := adw.NewAlertDialog("Cancel Tasks and Quit?", quitBody(w.shown.running))
	dialog.AddResponse(responseKeep, "_Keep Running")
	dialog.AddResponse(responseQuit, "_Cancel Tasks and Quit")
	dialog.SetResponseAppearance(responseQuit, adw.ResponseDestructive)
	dialog.SetDefaultResponse(responseKeep)
	dialog.SetCloseResponse(responseKeep)
	dialog.ConnectResponse(weaklyWith(w, (*window).answerQuit))
	dialog.Present(w.window)
}

func (w *window) answerQuit(response string) {
	w.asking = false
	if response != responseQuit || w.closed {
		return
	}
	w.opts.Engine.CancelAll(tasks.CanceledByShutdown)
	w.close()
}

func quitBody(running int) string {
	if running == 1 {
		return "A task is still running. Services may go on with what they were asked for."
	}
	return fmt.Sprintf("%d tasks are still running. Services may go on with what they were asked for.", running)
}
