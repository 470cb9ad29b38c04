package ui

import (
	"runtime"
	"unsafe"

	"github.com/diamondburned/gotk4/pkg/core/gextras"
	"github.com/diamondburned/gotk4/pkg/gdk/v4"
)

// prepareToCopy has GTK get ready to copy, for which it asks the session bus for
// a portal. Left to the first copy, which may be no more than a text that is
// selected, that would be a critical error should the bus have ended by then.
func prepareToCopy() {
	formats := gdk.NewContentFormats(nil)
	// The call takes the formats over, and the binding would free them again.
	runtime.SetFinalizer(gextras.StructIntern(unsafe.Pointer(formats)), nil)
	formats.UnionSerializeMIMETypes()
}
