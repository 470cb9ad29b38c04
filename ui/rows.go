package ui

/*
#cgo pkg-config: gio-2.0
#include "rows.h"
*/
import "C"

import (
	"unsafe"

	coreglib "github.com/diamondburned/gotk4/pkg/core/glib"
	"github.com/diamondburned/gotk4/pkg/gio/v2"
)

// rows is a list model with a number of rows and nothing in them. It costs the same
// however many there are, where a list of items would take longer than a frame for
// a hundred thousand. It is for the main loop's thread.
type rows struct {
	gio.ListModel
	native *C.BellhopRows // which the model holds
	len    int
}

func newRows() *rows {
	native := C.bellhop_rows_new()
	return &rows{gio.ListModel{Object: coreglib.AssumeOwnership(unsafe.Pointer(native))}, native, 0}
}

// splice replaces rows, which there must be, by others.
func (r *rows) splice(position, removed, added int) {
	r.len += added - removed
	C.bellhop_rows_splice(r.native, C.guint(position), C.guint(removed), C.guint(added))
}
