package uitest

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/leonelquinteros/gotext"

	"github.com/bellhop-gtk/bellhop/po"
)

// A phrasebook reads what the program says in another language as English, so that
// tests are written in it whatever the program speaks. It guesses: what several
// things are called alike is read as each of them, and what is said in one breath is
// taken apart at commas, colons, points and brackets. The nil phrasebook is that of
// English.
type phrasebook struct {
	phrases map[string][]string // the English of each
	formats []format
	read    map[string][]string // what was read before
}

// A format is a phrase with places for others in it.
type format struct {
	said   *regexp.Regexp
	places []int // the argument that each place of said is for
	meant  []string
}

// verb is a place in a format: for the next argument, or that of the number.
var verb = regexp.MustCompile(`%(?:\[(\d+)\])?[-+#0-9.]*[a-z]`)

// newPhrasebook gives the phrasebook of a catalog, nil for "".
func newPhrasebook(catalog string) *phrasebook {
	if catalog == "" {
		return nil
	}
	texts := gotext.NewPo()
	texts.Parse([]byte(po.Catalog(catalog)))
	b := &phrasebook{phrases: map[string][]string{}, read: map[string][]string{}}
	for _, text := range texts.GetDomain().GetTranslations() {
		b.add(text)
	}
	for _, inContext := range texts.GetDomain().GetCtxTranslations() {
		for _, text := range inContext {
			b.add(text)
		}
	}
	return b
}

func (b *phrasebook) add(text *gotext.Translation) {
	meant := []string{plain(text.ID)}
	if text.PluralID != "" {
		meant = append(meant, plain(text.PluralID))
	}
	for _, said := range text.Trs {
		if said = plain(said); verb.MatchString(said) {
			b.formats = append(b.formats, newFormat(said, meant))
		} else {
			b.phrases[said] = append(b.phrases[said], meant...)
		}
	}
}

// plain is a label without the mark before the letter that is its key.
func plain(label string) string { return strings.ReplaceAll(label, "_", "") }

func newFormat(said string, meant []string) format {
	f := format{meant: meant}
	pattern, at := "(?s)^", 0
	for i, place := range verb.FindAllStringSubmatchIndex(said, -1) {
		if place[2] >= 0 {
			i = int(said[place[2]]-'0') - 1
		}
		f.places = append(f.places, i)
		pattern += regexp.QuoteMeta(said[at:place[0]]) + "(.+)"
		at = place[1]
	}
	f.said = regexp.MustCompile(pattern + regexp.QuoteMeta(said[at:]) + "$")
	return f
}

// readings are all that a text may be in English, itself among them.
func (b *phrasebook) readings(said string) []string {
	if b == nil {
		return []string{said}
	}
	if b.read[said] == nil {
		read := append([]string{said}, b.phrases[said]...)
		for _, f := range b.formats {
			if found := f.said.FindStringSubmatch(said); found != nil {
				read = append(read, b.format(f, found[1:])...)
			}
		}
		read = append(read, b.parts(said)...)
		slices.Sort(read)
		b.read[said] = slices.Compact(read)
	}
	return b.read[said]
}

// format gives what a format is in English, with what stands at its places.
func (b *phrasebook) format(f format, found []string) []string {
	arguments := make([][]string, len(found))
	for i, place := range f.places {
		arguments[place] = b.readings(found[i])
	}
	var all []string
	for _, meant := range f.meant {
		read, at := []string{""}, 0
		for i, place := range verb.FindAllStringIndex(meant, -1) {
			read = combine(read, meant[at:place[0]], arguments[i])
			at = place[1]
		}
		all = append(all, combine(read, meant[at:], []string{""})...)
	}
	return all
}

// parts reads what the program has put together without a format.
func (b *phrasebook) parts(said string) []string {
	var read []string
	for _, between := range []string{", ", ": ", " · "} {
		if at := strings.LastIndex(said, between); at > 0 {
			read = append(read, combine(b.readings(said[:at]), between, b.readings(said[at+len(between):]))...)
		}
	}
	if open, ok := strings.CutSuffix(said, ")"); ok {
		if outside, inside, ok := strings.Cut(open, " ("); ok {
			read = append(read, combine([]string{outside + " ("}, "", combine(b.readings(inside), ")", []string{""}))...)
		}
	}
	if clause, ok := strings.CutSuffix(said, "."); ok {
		read = append(read, b.sentences(clause)...)
	}
	return read
}

// sentences reads a clause of which a sentence was made, and makes one of it again.
func (b *phrasebook) sentences(clause string) []string {
	var read []string
	for _, begun := range []string{clause, begin(clause, unicode.ToLower)} {
		for _, meant := range b.readings(begun) {
			read = append(read, begin(meant, unicode.ToUpper)+".")
		}
	}
	return read
}

// begin gives a text with its first letter changed.
func begin(text string, letter func(rune) rune) string {
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return ""
	}
	return string(letter(first)) + text[size:]
}

// combine gives each of before with each of after.
func combine(before []string, between string, after []string) []string {
	var all []string
	for _, first := range before {
		for _, second := range after {
			all = append(all, first+between+second)
		}
	}
	return all
}
