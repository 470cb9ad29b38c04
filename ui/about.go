package ui

import (
	"fmt"
	"runtime"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"
)

// about shows who made what, and what to tell with a bug report.
func (a *application) about() {
	if a.window != nil && !a.window.closed {
		presentAbout(a.window.window, a.opts.Version)
	}
}

func presentAbout(parent gtk.Widgetter, version string) {
	dialog := adw.NewAboutDialog()
	dialog.SetApplicationName("Bellhop")
	dialog.SetApplicationIcon(ID)
	dialog.SetVersion(version)
	dialog.SetDeveloperName("The Bellhop Authors")
	dialog.SetComments("Runs D-Bus calls as tasks that you can watch and cancel.")
	dialog.SetWebsite("https://github.com/bellhop-gtk/bellhop")
	dialog.SetIssueURL("https://github.com/bellhop-gtk/bellhop/issues")
	dialog.SetLicenseType(gtk.LicenseMITX11)
	dialog.SetDebugInfo(debugInfo(version))
	dialog.SetDebugInfoFilename("bellhop-debug-info.txt")
	dialog.Present(parent)
}

func debugInfo(version string) string {
	return fmt.Sprintf("Bellhop %s\nGTK %d.%d.%d\nlibadwaita %d.%d.%d\n%s %s/%s\n",
		version,
		gtk.GetMajorVersion(), gtk.GetMinorVersion(), gtk.GetMicroVersion(),
		adw.GetMajorVersion(), adw.GetMinorVersion(), adw.GetMicroVersion(),
		runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
