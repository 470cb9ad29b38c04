package tr

import (
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/bellhop-gtk/bellhop/po"
)

// FromEnvironment gives the language that the environment's variables ask for, as
// GLib reads them: the first of LANGUAGE's that there is a catalog of, or that of
// LC_ALL, LC_MESSAGES or LANG, whichever is set first. Numbers are those of
// LC_ALL, LC_NUMERIC or LANG; where that is the C locale, which is nobody's, those
// of the language that the texts are in.
func FromEnvironment(getenv func(string) string) *Language {
	catalog := catalogFor(wanted(getenv))
	numbers := tagOf(firstSet(getenv, "LC_ALL", "LC_NUMERIC", "LANG"))
	if numbers == language.Und && catalog != "" {
		numbers = tagOf(catalog)
	} else if numbers == language.Und {
		numbers = language.English
	}
	return New(catalog, numbers)
}

// wanted gives the locales whose language is asked for, the best one first.
func wanted(getenv func(string) string) []string {
	if list := getenv("LANGUAGE"); list != "" {
		return strings.Split(list, ":")
	}
	return []string{firstSet(getenv, "LC_ALL", "LC_MESSAGES", "LANG")}
}

func firstSet(getenv func(string) string, names ...string) string {
	for _, name := range names {
		if value := getenv(name); value != "" {
			return value
		}
	}
	return ""
}

// catalogFor gives the catalog for the first of locales that has one; "" if
// that is English, which needs none, or if none has.
func catalogFor(locales []string) string {
	catalogs := strings.Fields(po.Languages())
	for _, locale := range locales {
		name := plain(locale)
		code, _, _ := strings.Cut(name, "_")
		for _, name := range []string{name, code} {
			if slices.Contains(catalogs, name) {
				return name
			}
		}
		if code == "en" || isC(name) {
			break
		}
	}
	return ""
}

// tagOf gives the tag for how numbers are written in a locale; [language.Und] for
// the C locale, and for what is not one.
func tagOf(locale string) language.Tag {
	name := plain(locale)
	if isC(name) {
		return language.Und
	}
	return language.Make(name)
}

// plain gives a locale's language and country: "de_DE" of "de_DE.UTF-8@euro".
func plain(locale string) string {
	if end := strings.IndexAny(locale, ".@"); end >= 0 {
		return locale[:end]
	}
	return locale
}

func isC(name string) bool { return name == "" || name == "C" || name == "POSIX" }
