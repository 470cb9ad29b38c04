// Package po holds what the program says in other languages.
//
// bellhop.pot lists every text that people read: what the program hands to
// package ui/tr, the reasons of package tasks/bus, what the interface files mark
// with translatable="yes", and the desktop entry and the AppStream data. POTFILES
// names the files that they come from, and LINGUAS the languages, each with a .po
// file here.
//
// The .po files are embedded in the program, which is therefore the same
// installed, in a Flatpak and from "go run", and reads no other catalog. The
// build makes .mo files of them too, for the software centers that count by
// those which languages a program speaks.
//
// A text that was added or changed is taken over by
//
//	go test ./po -update
//	msgmerge --update --previous po/de.po po/bellhop.pot
//
// and is then translated; the tests of this package fail until it is. For a new
// language, msginit makes the .po file, and LINGUAS names it.
package po

import (
	"embed"
	"fmt"
)

//go:embed *.po LINGUAS
var files embed.FS

// Languages gives the text of LINGUAS: the languages that there are catalogs
// of, named as locales are ("zh_CN"), in a line each.
func Languages() string { return read("LINGUAS") }

// Catalog gives the .po file of one of the [Languages]. It panics if there is
// none, for that is a slip of the pen.
func Catalog(language string) string { return read(language + ".po") }

func read(name string) string {
	data, err := files.ReadFile(name)
	if err != nil {
		panic(fmt.Sprintf("po: %v", err))
	}
	return string(data)
}
