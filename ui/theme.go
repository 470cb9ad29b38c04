package ui

/*
#cgo pkg-config: gtk4
#include "theme.h"
#include <stdlib.h>
*/
import "C"

import (
	"os"
	"unsafe"

	"github.com/bellhop-gtk/bellhop/resources"
)

// skipTheme keeps GTK from reading its own style sheet when it starts, which is a
// twentieth of the time to the first frame: libadwaita puts another in its place
// right after that. It must be called before GTK starts. Where a theme is asked for
// by GTK_THEME, libadwaita leaves GTK's, and so does this.
func skipTheme() {
	if os.Getenv("GTK_THEME") != "" {
		return
	}
	path, bundle := C.CString(resources.ThemePath), resources.NoTheme()
	defer C.free(unsafe.Pointer(path))
	C.bellhop_shadow(path, unsafe.Pointer(unsafe.SliceData(bundle)), C.gsize(len(bundle)))
}
