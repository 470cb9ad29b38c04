package tr

import (
	"bytes"
	"encoding/xml"
	"html"
	"strings"
)

// translatable is how an element says that its text is for people.
const translatable = ` translatable="yes"`

// UI is [UI] in this language.
func (l *Language) UI(file string) string {
	if l.catalog == nil {
		return file
	}
	var b strings.Builder
	for {
		tag, rest, found := strings.Cut(file, translatable)
		b.WriteString(tag)
		if !found {
			return b.String()
		}
		attributes, rest, _ := strings.Cut(rest, ">")
		text, _, _ := strings.Cut(rest, "<")
		b.WriteString(attributes)
		b.WriteByte('>')
		b.WriteString(l.element(attributes, text))
		file = rest[len(text):]
	}
}

// element translates the text of an element, of which attributes are those after
// translatable.
func (l *Language) element(attributes, text string) string {
	said := html.UnescapeString(text)
	if _, context, found := strings.Cut(attributes, ` context="`); found {
		context, _, _ = strings.Cut(context, `"`)
		said = l.C(html.UnescapeString(context), said)
	} else {
		said = l.T(said)
	}
	var escaped bytes.Buffer
	_ = xml.EscapeText(&escaped, []byte(said)) // a buffer takes everything
	return escaped.String()
}
