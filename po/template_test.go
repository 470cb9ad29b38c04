package po

import (
	"fmt"
	"slices"
	"strings"
)

// potfiles lists the files that messages come from.
func potfiles(messages []message) string {
	var names []string
	for _, m := range messages {
		names = append(names, m.file)
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), "\n") + "\n"
}

// template writes the messages as a .pot file. It has no lines and no dates, so
// that it changes only with what it says.
func template(messages []message) string {
	var b strings.Builder
	b.WriteString(`# Translations of Bellhop.
# This file is distributed under the same license as Bellhop.
#
msgid ""
msgstr ""
"Project-Id-Version: bellhop\n"
"Report-Msgid-Bugs-To: https://github.com/bellhop-gtk/bellhop/issues\n"
"Language: \n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\n"
`)
	type key struct{ context, id string }
	var order []key
	same := map[key][]message{}
	for _, m := range messages {
		k := key{m.context, m.id}
		if same[k] == nil {
			order = append(order, k)
		}
		same[k] = append(same[k], m)
	}
	for _, k := range order {
		entry(&b, same[k])
	}
	return b.String()
}

// entry writes one message, and everywhere that it stands.
func entry(b *strings.Builder, same []message) {
	b.WriteByte('\n')
	var notes, files []string
	for _, m := range same {
		if m.note != "" && !slices.Contains(notes, m.note) {
			notes = append(notes, m.note)
		}
		if !slices.Contains(files, m.file) {
			files = append(files, m.file)
		}
	}
	for _, note := range notes {
		fmt.Fprintf(b, "#. %s\n", note)
	}
	for _, file := range files {
		fmt.Fprintf(b, "#: %s\n", file)
	}
	m := same[0]
	if m.context != "" {
		fmt.Fprintf(b, "msgctxt %s\n", quoted(m.context))
	}
	fmt.Fprintf(b, "msgid %s\n", quoted(m.id))
	if m.plural == "" {
		b.WriteString("msgstr \"\"\n")
		return
	}
	fmt.Fprintf(b, "msgid_plural %s\nmsgstr[0] \"\"\nmsgstr[1] \"\"\n", quoted(m.plural))
}

func quoted(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`).Replace(text) + `"`
}
