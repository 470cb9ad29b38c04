package tr

import (
	"fmt"

	"github.com/leonelquinteros/gotext"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"github.com/bellhop-gtk/bellhop/po"
)

// A Language says things in one language. Use [New] or [FromEnvironment]. Its
// methods may be called from any goroutine.
type Language struct {
	catalog gotext.Translator // nil: English, as it is written
	printer *message.Printer  // nil: numbers as programs write them
}

// New gives the language of a catalog, "" for English, with numbers as they are
// written in the locale that tag names; [language.Und] for as programs do.
func New(catalog string, numbers language.Tag) *Language {
	l := &Language{}
	if catalog != "" {
		texts := gotext.NewPo()
		texts.Parse([]byte(po.Catalog(catalog)))
		l.catalog = texts
	}
	if numbers != language.Und {
		l.printer = message.NewPrinter(numbers)
	}
	return l
}

// T is [T] in this language.
func (l *Language) T(text string) string {
	if l.catalog == nil || text == "" {
		return text
	}
	return l.catalog.Get(text)
}

// F is [F] in this language.
func (l *Language) F(format string, args ...any) string {
	if l.catalog == nil {
		return l.Figures(format, args...)
	}
	return l.Figures(l.T(format), args...)
}

// N is [N] in this language.
func (l *Language) N(n int, one, many string, args ...any) string {
	if l.catalog != nil {
		return l.Figures(l.catalog.GetN(one, many, n), args...)
	}
	if n == 1 {
		many = one
	}
	return l.Figures(many, args...)
}

// C is [C] in this language.
func (l *Language) C(context, text string) string {
	if l.catalog == nil {
		return text
	}
	return l.catalog.GetC(text, context)
}

// Figures is [Figures] in this language.
func (l *Language) Figures(format string, args ...any) string {
	if l.printer == nil {
		return fmt.Sprintf(format, args...)
	}
	return l.printer.Sprintf(format, args...)
}
