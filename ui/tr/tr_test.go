package tr

import (
	"testing"

	"golang.org/x/text/language"
)

// in gives the language of an environment.
func in(variables ...string) *Language {
	return FromEnvironment(func(name string) string {
		for i := 0; i < len(variables); i += 2 {
			if variables[i] == name {
				return variables[i+1]
			}
		}
		return ""
	})
}

func TestTheEnvironmentNamesTheLanguage(t *testing.T) {
	for _, test := range []struct {
		environment []string
		want        string // for Cancel
	}{
		{nil, "Cancel"},
		{[]string{"LANG", "C.UTF-8"}, "Cancel"},
		{[]string{"LANG", "de_DE.UTF-8"}, "Abbrechen"},
		{[]string{"LANG", "de_AT.UTF-8@euro"}, "Abbrechen"},
		{[]string{"LANG", "zh_CN.UTF-8"}, "取消"},
		{[]string{"LANG", "zh_TW.UTF-8"}, "Cancel"}, // written otherwise, and not translated
		{[]string{"LANG", "fr_FR.UTF-8"}, "Cancel"},
		{[]string{"LANG", "fr_FR.UTF-8", "LC_MESSAGES", "de_DE.UTF-8"}, "Abbrechen"},
		{[]string{"LC_MESSAGES", "de_DE.UTF-8", "LC_ALL", "C"}, "Cancel"},
		{[]string{"LANG", "fr_FR.UTF-8", "LANGUAGE", "fr:de:zh_CN"}, "Abbrechen"},
		{[]string{"LANG", "de_DE.UTF-8", "LANGUAGE", "en_US:de"}, "Cancel"},
		{[]string{"LANG", "de_DE.UTF-8", "LANGUAGE", ""}, "Abbrechen"},
	} {
		if got := in(test.environment...).T("Cancel"); got != test.want {
			t.Errorf("%v: it is %q, want %q", test.environment, got, test.want)
		}
	}
}

func TestNumbersAreTheLocales(t *testing.T) {
	for _, test := range []struct {
		environment []string
		want        string
	}{
		{nil, "12,000 12.4"},
		{[]string{"LANG", "C.UTF-8"}, "12,000 12.4"},
		{[]string{"LANG", "en_GB.UTF-8"}, "12,000 12.4"},
		{[]string{"LANG", "de_DE.UTF-8"}, "12.000 12,4"},
		{[]string{"LANG", "zh_CN.UTF-8"}, "12,000 12.4"},
		{[]string{"LANG", "en_US.UTF-8", "LC_NUMERIC", "de_DE.UTF-8"}, "12.000 12,4"},
		{[]string{"LANG", "fr_CH.UTF-8", "LC_ALL", "de_CH.UTF-8"}, "12’000 12.4"},
		{[]string{"LANG", "C.UTF-8", "LANGUAGE", "de"}, "12.000 12,4"},
	} {
		if got := in(test.environment...).F("%d %.1f", 12000, 12.4); got != test.want {
			t.Errorf("%v: they are %q, want %q", test.environment, got, test.want)
		}
	}
}

// TestUI holds that what is marked is translated, what is not is left alone, and
// the file stays well-formed.
func TestUI(t *testing.T) {
	const file = `<interface>
  <property name="label" translatable="yes">Cancel</property>
  <property name="label" translatable="no">Cancel</property>
  <property name="name">Cancel</property>
  <property name="label" translatable="yes" context="verb">Call</property>
  <property name="title" translatable="yes">Call</property>
  <property name="title" translatable="yes">Nobody &amp; said &lt;this&gt;</property>
</interface>`
	const want = `<interface>
  <property name="label">Abbrechen</property>
  <property name="label" translatable="no">Cancel</property>
  <property name="name">Cancel</property>
  <property name="label" context="verb">Aufrufen</property>
  <property name="title">Aufruf</property>
  <property name="title">Nobody &amp; said &lt;this&gt;</property>
</interface>`
	if got := New("de", language.German).UI(file); got != want {
		t.Errorf("it is\n%s", got)
	}
	if got := New("", language.German).UI(file); got != file {
		t.Errorf("in English it is\n%s", got)
	}
}
