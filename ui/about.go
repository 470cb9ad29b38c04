package ui

import (
	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/internal/appinfo"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// releaseNotes tell what is new in this version, as the newest release in data/
// does.
func releaseNotes() string {
	return "<p>" + tr.T("The first release.") + "</p> <ul>" +
		" <li>" + tr.T("A list of tasks that run, finish, fail and are canceled") + "</li>" +
		" <li>" + tr.T("Calls on the session bus, the system bus and any other address") + "</li>" +
		" <li>" + tr.T("A page to browse names, objects and interfaces") + "</li>" +
		" <li>" + tr.T("Watches of signals and properties, and a monitor") + "</li>" +
		" <li>" + tr.T("Patterns for those who write programs that await") + "</li>" +
		" <li>" + tr.T("A practice service to try it all on") + "</li> </ul>"
}

// about shows who made what, and what to tell with a bug report.
func (a *application) about() {
	presentAbout(a.inFront().window, a.opts)
}

func presentAbout(parent gtk.Widgetter, opts Options) {
	dialog := adw.NewAboutDialog()
	dialog.SetApplicationName(appinfo.Name())
	dialog.SetApplicationIcon(appinfo.ID())
	dialog.SetVersion(appinfo.Version())
	dialog.SetDeveloperName(tr.T("The Bellhop Authors"))
	dialog.SetComments(tr.T("Runs D-Bus calls as tasks that you can watch and cancel."))

	dialog.SetWebsite("https://github.com/bellhop-gtk/bellhop")
	dialog.SetIssueURL("https://github.com/bellhop-gtk/bellhop/issues")
	dialog.SetCopyright("© 2026 " + tr.T("The Bellhop Authors"))
	dialog.SetLicenseType(gtk.LicenseMITX11)
	dialog.SetReleaseNotes(releaseNotes())
	dialog.SetReleaseNotesVersion(appinfo.Version())
	dialog.SetDebugInfo(debugInfo(opts))
	dialog.SetDebugInfoFilename("bellhop-debug-info.txt")
	dialog.Present(parent)
}
