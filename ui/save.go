package ui

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/diamondburned/gotk4/pkg/gio/v2"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/ui/present"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// saveAs asks for a file, and has a task write it. write is called on the task's
// goroutine.
func (w *window) saveAs(name string, write func(io.Writer) error) {
	dialog := gtk.NewFileDialog()
	dialog.SetTitle(tr.T("Save As"))
	dialog.SetInitialName(name)
	save := weaklyWith(w, func(w *window, path string) { w.save(path, write) })
	tell := weaklyWith(w, (*window).tell)
	dialog.Save(context.Background(), &w.window.Window, func(result gio.AsyncResulter) {
		file, err := dialog.SaveFinish(result)
		switch {
		case err != nil: // it was put away
		case file.Path() == "":
			tell(errors.New(tr.T("Only files on this computer can be written.")))
		default:
			save(file.Path())
		}
	})
}

// save has a task write a file, and tells how that ended.
func (w *window) save(path string, write func(io.Writer) error) {
	future, err := tasks.Submit(w.opts.Engine, tasks.Spec{
		Title: tr.F("Save %s", filepath.Base(path)), Detail: filepath.Dir(path),
	}, func(ctx context.Context, _ *tasks.Reporter) (string, error) {
		return tr.T("Saved."), writeFile(ctx, path, write)
	})
	if err != nil {
		w.tell(err)
		return
	}
	w.awaiting.after(future.Task(), weaklyWith(w, func(w *window, s tasks.Snapshot) {
		if s.State == tasks.Succeeded {
			w.toasts.AddToast(newToast(tr.F("Saved to %s", present.Line(filepath.Base(path)))))
		} else if s.Err != nil {
			w.tell(s.Err)
		}
	}))
}

// writeFile writes a file until ctx ends. One that could not be written whole is
// removed.
func writeFile(ctx context.Context, path string, write func(io.Writer) error) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	buffer := bufio.NewWriter(writerFunc(func(b []byte) (int, error) {
		if ctx.Err() != nil {
			return 0, context.Cause(ctx)
		}
		return file.Write(b)
	}))
	err = write(buffer)
	if err == nil {
		err = buffer.Flush()
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		_ = os.Remove(path)
	}
	return err
}

// writerFunc writes with a function.
type writerFunc func(b []byte) (int, error)

func (f writerFunc) Write(b []byte) (int, error) { return f(b) }
