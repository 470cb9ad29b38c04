package uitest

import (
	"os"
	"path/filepath"
	"testing"
)

// sightsDirVar names a directory in the environment where pictures of all sights
// in all looks are put. Without it only those looks are gone through, unseen, that
// can break what the others cannot.
const sightsDirVar = "BELLHOP_SCREENSHOTS"

var (
	// narrow is the size of the smallest screen that the window must fit on.
	narrow = [2]int{360, 640}
	// ofStore is what with its shadow is as large as software centres like it, in a
	// picture of twice as many pixels.
	ofStore = [2]int{916, 608}
)

// looks are the looks in which every sight must be fit to be seen.
var looks = []struct {
	name string
	look Look
	size [2]int         // of the window; zero for how it comes
	show func() []sight // nil for all
	seen bool           // only pictures are taken of it
}{
	{name: "light", look: Look{Shadows: true}},
	{name: "dark", look: Look{Shadows: true, Dark: true}, seen: true},
	{name: "high-contrast", look: Look{Shadows: true, HighContrast: true}, seen: true},
	{name: "high-contrast-dark", look: Look{Shadows: true, HighContrast: true, Dark: true}, seen: true},
	{name: "large-text", look: Look{Shadows: true, TextScale: 1.5}, seen: true},
	{name: "right-to-left", look: Look{Shadows: true, RightToLeft: true}, seen: true},
	{name: "german", look: Look{Shadows: true, Language: "de"}, seen: true},
	{name: "narrow", look: Look{Shadows: true}, size: narrow, seen: true},
	{name: "narrow-right-to-left", look: Look{Shadows: true, RightToLeft: true}, size: narrow, seen: true},
	// Where words have the least room, the toolkit warns if they need more.
	{name: "narrow-large-text", look: Look{Shadows: true, TextScale: 1.5}, size: narrow},
	{name: "narrow-large-german", look: Look{Shadows: true, TextScale: 1.5, Language: "de"}, size: narrow},
	{name: "narrow-large-chinese", look: Look{Shadows: true, TextScale: 1.5, Language: "zh_CN"}, size: narrow},
	{name: "store", look: Look{Shadows: true, Scale: 2}, size: ofStore, show: storeSights, seen: true},
	{name: "store-dark", look: Look{Shadows: true, Scale: 2, Dark: true}, size: ofStore, show: storeSights, seen: true},
}

// Whatever the window shows has a name for those who do not see it, and room on the
// smallest screen in every language.
func TestSights(t *testing.T) {
	kept := os.Getenv(sightsDirVar)
	t.Setenv("PATH", filepath.Dir(builtProgram(t))+":"+os.Getenv("PATH"))
	for _, l := range looks {
		if kept == "" && l.seen {
			continue
		}
		t.Run(l.name, func(t *testing.T) {
			if l.show == nil {
				l.show = sights
			}
			app := Start(t, Options{Look: l.look, Screen: "2600x1700"})
			if l.size != [2]int{} {
				app.ResizeWindow(l.size[0], l.size[1])
			}
			for _, s := range l.show() {
				if s.show != nil {
					s.show(app)
				}
				for _, control := range app.Look().Unnamed() {
					t.Errorf("in %s there is a %s", s.name, control)
				}
				if kept != "" {
					app.keep(filepath.Join(kept, l.name), s.name)
				}
				if s.leave != nil {
					s.leave(app)
				}
			}
		})
	}
}

// keep saves a picture in a directory, which is made where it is not there.
func (a *App) keep(dir, name string) {
	a.t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		a.fail("%v", err)
	}
	a.Screenshot(filepath.Join(dir, name+".png"))
}
