// Package tr says things in the language of whoever reads them, with numbers as
// their locale has them.
//
// What people read is written in English where it is used, handed to one of the
// functions here, and looked up in the catalogs of package po:
//
//	tr.T("Cancel")
//	tr.F("Connection lost: %s", name)
//	tr.N(n, "%d task cleared", "%d tasks cleared", n)
//	tr.C("sort order", "By Name")
//
// The texts are found by reading the source, so each is one string literal. A
// text that is chosen in one place and said in another is marked where it stands,
// by [Mark], and looked up by [T] where it is said. Packages that know nothing of
// languages mark theirs by a comment, //tr:mark, above the declaration that has
// them.
//
// What is the same in every language is not for this package: names and values
// of D-Bus, what is logged, and what programs read.
//
// The language is that of the environment when the first text is asked for, and
// stays. Its functions may be called from any goroutine. The package is free of a
// toolkit.
package tr

import (
	"os"
	"sync"
)

// people gives the language of who runs the program.
var people = sync.OnceValue(func() *Language { return FromEnvironment(os.Getenv) })

// T gives a text in the reader's language.
func T(text string) string { return people().T(text) }

// F is T for a format, as of [fmt.Sprintf]. A translation may take the arguments
// in another order, by their number. %d and %f write numbers as the locale does;
// a number that is a name is to be given as text.
func F(format string, args ...any) string { return people().F(format, args...) }

// N is F for what depends on a number n: one is the English for 1, many that for
// every other number, and a language may have more or fewer forms than these. All
// of args are for either format; n is among them only where it is written.
func N(n int, one, many string, args ...any) string { return people().N(n, one, many, args...) }

// C is T for a text that means different things in different places, of which
// context names one, in a word or two for translators.
func C(context, text string) string { return people().C(context, text) }

// Figures is [fmt.Sprintf] with numbers as the locale has them, for what has no
// words in it.
func Figures(format string, args ...any) string { return people().Figures(format, args...) }

// UI gives an interface file, as GtkBuilder's XML, with the texts of its elements
// that have translatable="yes" in the reader's language.
func UI(xml string) string { return people().UI(xml) }

// Mark gives text itself. It tells translators of a text that T says elsewhere.
func Mark(text string) string { return text }
