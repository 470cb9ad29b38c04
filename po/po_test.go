package po

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/leonelquinteros/gotext"
)

var update = flag.Bool("update", false, "write bellhop.pot and POTFILES anew")

func TestTemplateIsUpToDate(t *testing.T) {
	messages := sources(t)
	if len(messages) < 100 {
		t.Fatalf("only %d messages found", len(messages))
	}
	for name, want := range map[string]string{"POTFILES": potfiles(messages), "bellhop.pot": template(messages)} {
		if *update {
			if err := os.WriteFile(name, []byte(want), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(name); err != nil || string(got) != want {
			t.Errorf("%s is not what the sources say; type: go test ./po -update (%v)", name, err)
		}
	}
}

func TestCatalogsAreComplete(t *testing.T) {
	for _, language := range strings.Fields(Languages()) {
		t.Run(language, func(t *testing.T) {
			text := Catalog(language)
			if strings.Contains(text, "\n#, fuzzy") || strings.Contains(text, "\n#~") {
				t.Error("there are texts that are fuzzy or no more in use")
			}
			catalog := gotext.NewPo()
			catalog.Parse([]byte(text))
			if catalog.Language != language {
				t.Errorf("its header says %q", catalog.Language)
			}
			_, forms, _ := strings.Cut(catalog.PluralForms, "nplurals=")
			forms, _, _ = strings.Cut(forms, ";")
			plurals, err := strconv.Atoi(forms)
			if err != nil {
				t.Fatalf("the header says of plurals %q", catalog.PluralForms)
			}
			for _, m := range sources(t) {
				if err := checked(catalog, m, plurals); err != nil {
					t.Errorf("%s: %q: %v", m.file, m.id, err)
				}
			}
		})
	}
}

// checked reports what is wrong with the translation of a message, in a
// language that has so many plural forms.
func checked(catalog *gotext.Po, m message, plurals int) error {
	found := catalog.GetDomain().GetTranslations()[m.id]
	if m.context != "" {
		found = catalog.GetDomain().GetCtxTranslations()[m.context][m.id]
	}
	forms := 1
	if m.plural != "" {
		forms = plurals
	}
	for form := range forms {
		if found == nil || !found.IsTranslatedN(form) {
			return fmt.Errorf("form %d of %d is missing", form+1, forms)
		}
		said := found.GetN(form)
		if !slices.Equal(verbs(said), verbs(m.id)) {
			return fmt.Errorf("%q has other arguments", said)
		}
		if access(said) != access(m.id) && !strings.Contains(m.id, "%") {
			return fmt.Errorf("%q has another access key, or none", said)
		}
	}
	return nil
}

var verb = regexp.MustCompile(`%(?:\[(\d+)\])?([-+# 0]*[\d.]*[a-zA-Z%])`)

// verbs gives the verbs of a format by the argument that each takes: "1d".
func verbs(format string) []string {
	var found []string
	next := 1
	for _, match := range verb.FindAllStringSubmatch(format, -1) {
		if match[2] == "%" {
			continue
		}
		if match[1] != "" {
			next, _ = strconv.Atoi(match[1])
		}
		found = append(found, fmt.Sprint(next, match[2]))
		next++
	}
	slices.Sort(found)
	return found
}

// access reports whether a label has an access key.
func access(label string) bool { return strings.Contains(label, "_") }

// TestTextsMeanOneThing holds that a text with a plural is not said elsewhere with
// another one, or without: a catalog has one entry for both.
func TestTextsMeanOneThing(t *testing.T) {
	plurals := map[string]string{}
	for _, m := range sources(t) {
		key := m.context + "\x04" + m.id
		if before, ok := plurals[key]; ok && before != m.plural {
			t.Errorf("%s: %q has the plural %q here and %q elsewhere", m.file, m.id, m.plural, before)
		}
		plurals[key] = m.plural
	}
}
