package ui

import (
	"github.com/diamondburned/gotk4-adwaita/pkg/adw"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// The responses to the question.
const (
	responseKeep       = "keep" // everything as it is
	responseCancel     = "cancel"
	responseBackground = "background"
)

// The words of the question and of the answers to choose from fit on the narrowest
// screen with large text. The toolkit cuts answers that do not, and warns of a
// heading.
var closeHeading = tr.Mark("Tasks Running")

var closeResponses = []struct{ id, label string }{
	{responseKeep, tr.Mark("_Stay")},
	{responseCancel, tr.Mark("_Cancel All and Quit")},
	{responseBackground, tr.Mark("_Keep Running")},
}

// closeRequested is asked when the window is to be closed: it closes it if there
// is another one, no task runs or the person has said once what is then to be
// done, and asks otherwise. It tells that the request was dealt with.
func (w *window) closeRequested() bool {
	switch {
	case w.closed:
		return false
	case w.isLast():
		w.leave(w.opts.settings.onClose())
	default:
		w.close()
	}
	return true
}

// quit ends the program, so it does not go on without a window unasked.
func (w *window) quit() {
	choice := w.opts.settings.onClose()
	if choice == closeKeepsRunning {
		choice = closeAsks
	}
	w.leave(choice)
}

// leave closes all windows, or asks whether to.
func (w *window) leave(choice onClose) {
	w.drain()
	switch {
	case w.busy() == 0:
		w.closeAll()
	case choice == closeKeepsRunning:
		w.answerClose(responseBackground)
	case choice == closeCancels:
		w.answerClose(responseCancel)
	case !w.asking:
		w.askToClose()
	}
}

func (w *window) askToClose() {
	w.asking = true
	dialog := adw.NewAlertDialog(tr.T(closeHeading), closeBody(w.busy()))
	for _, response := range closeResponses {
		dialog.AddResponse(response.id, tr.T(response.label))
	}
	dialog.SetResponseAppearance(responseCancel, adw.ResponseDestructive)
	dialog.SetResponseAppearance(responseBackground, adw.ResponseSuggested)
	dialog.SetDefaultResponse(responseBackground)
	dialog.SetCloseResponse(responseKeep)
	dialog.ConnectResponse(weaklyWith(w, (*window).answerClose))
	dialog.Present(w.window)
}

func (w *window) answerClose(response string) {
	w.asking = false
	if w.closed {
		return
	}
	switch response {
	case responseCancel:
		w.opts.Engine.CancelAll(tasks.CanceledByShutdown)
		w.closeAll()
	case responseBackground:
		w.stayOpen()
		w.closeAll()
	}
}

func closeBody(running int) string {
	return tr.N(running,
		"%d task is still running. It can go on without the window, and is there when you open Bellhop again. A service may go on with what you cancel.",
		"%d tasks are still running. They can go on without the window, and are there when you open Bellhop again. Services may go on with what you cancel.",
		running)
}
