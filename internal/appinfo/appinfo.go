// Package appinfo tells which build of Bellhop the program is: the release, or the
// development build that is installed beside it under names of its own.
//
// The build sets what stands here with the linker's -X, from meson.build. A plain
// go build gives the release's names and the version "devel".
package appinfo

// releaseID is the id that the files in data/ are written for.
const releaseID = "io.github.bellhop_gtk.Bellhop"

var (
	id      = releaseID
	version = "devel"
)

// ID is the application's id, which is also its name on the session bus, the name
// of its icon, and the id of its settings' schema.
func ID() string { return id }

// Version is the version, such as "1.2.0".
func Version() string { return version }

// Development tells whether this is the development build.
func Development() bool { return id != releaseID }

// Name is what the application is called.
func Name() string {
	if Development() {
		return "Bellhop (Development)"
	}
	return "Bellhop"
}
