package ui

import (
	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/internal/appinfo"
)

// releaseNotes tell what is new in this version, as the newest release in data/
// does.
const releaseNotes = `<p>The first release.</p>
<ul>
  <li>A list of tasks that run, finish, fail and are canceled</li>
  <li>Calls on the session bus, the system bus and any other address</li>
  <li>A practice service to try it all on</li>
</ul>`

// about shows who made what, and what to tell with a bug report.
func (a *application) about() {
	presentAbout(a.inFront().window, a.opts)
}

func presentAbout(parent gtk.Widgetter, opts Options) {
	dialog := adw.NewAboutDialog()
	dialog.SetApplicationName(appinfo.Name())
	dialog.SetApplicationIcon(appinfo.ID())
	dialog.SetVersion(appinfo.Version())
	dialog.SetDeveloperName("The Bellhop Authors")
	dialog.SetComments("Runs D-Bus calls as tasks that you can watch and cancel.")
	dialog.SetWebsite("https://github.com/bellhop-gtk/bellhop")
	dialog.SetIssueURL("https://github.com/bellhop-gtk/bellhop/issues")
	dialog.SetCopyright("© 2026 The Bellhop Authors")
	dialog.SetLicenseType(gtk.LicenseMITX11)
	dialog.SetReleaseNotes(releaseNotes)
	dialog.SetReleaseNotesVersion(appinfo.Version())
	dialog.SetDebugInfo(debugInfo(opts))
	dialog.SetDebugInfoFilename("bellhop-debug-info.txt")
	dialog.Present(parent)
}
