package gdbusconn_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"github.com/diamondburned/gotk4/pkg/gio/v2"
	"github.com/diamondburned/gotk4/pkg/glib/v2"
	"pgregory.net/rapid"
)

const depth = 4

// parseByGLib reads a value with g_variant_parse, which the binding does not
// have by itself: a detailed action name holds a value in its parentheses.
func parseByGLib(text string) (*glib.Variant, error) {
	_, v, err := gio.ActionParseDetailedName("name(" + text + ")")
	return v, err
}

func TestTextIsThatOfGLib(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := bustest.Values(depth).Draw(t, "value")
		for _, text := range []string{v.Text(), "@" + string(v.Signature()) + " " + v.PlainText()} {
			theirs, err := parseByGLib(text)
			if err != nil {
				t.Fatalf("GLib does not read %s: %v", text, err)
			}
			if sig := theirs.TypeString(); sig != string(v.Signature()) {
				t.Fatalf("GLib takes %s for %s, want %s", text, sig, v.Signature())
			}
			if printed := theirs.Print(true); printed != v.Text() {
				t.Fatalf("%s: GLib writes %s", v.Text(), printed)
			}
			if printed := theirs.Print(false); printed != v.PlainText() {
				t.Fatalf("%s: GLib writes %s", v.PlainText(), printed)
			}
			ours, err := bus.ParseValue(text, "")
			if err != nil || !ours.Equal(v) {
				t.Fatalf("%s is read back as %s (%v)", text, ours.Text(), err)
			}
		}
	})
}

// Texts that somebody might have typed wrong are taken as GLib takes them, or
// refused as GLib refuses them.
func TestRefusalsAreThoseOfGLib(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := mutate(t, bustest.Values(3).Draw(t, "value").Text())
		if surrogate.MatchString(text) {
			return // GLib complains of those on standard error and gives no value
		}
		theirs, glibErr := parseByGLib(text)
		ours, err := bus.ParseValue(text, "")
		switch {
		case err == nil && glibErr != nil:
			if !wideHandle.MatchString(text) && !binaryNumber.MatchString(text) && !tinyDouble.MatchString(ours.Text()) {
				t.Fatalf("%s is read as %s, but GLib says %v", text, ours.Text(), glibErr)
			}
		case err != nil && glibErr == nil:
			if !excepted(text, err) {
				t.Fatalf("%s is refused (%v), but GLib reads %s", text, err, theirs.Print(true))
			}
		case err == nil:
			if string(ours.Signature()) != theirs.TypeString() || ours.Text() != theirs.Print(true) {
				t.Fatalf("%s is read as %s, but GLib reads %s", text, ours.Text(), theirs.Print(true))
			}
		}
	})
}

var (
	surrogate    = regexp.MustCompile(`\\u[dD]|\\U`)
	wideHandle   = regexp.MustCompile(`handle|@\S*h`)
	binaryNumber = regexp.MustCompile(`0[bB]`) // read by GLib if its C library does
	tinyDouble   = regexp.MustCompile(`e-(30[89]|3[12]\d)`)
	oddNumber    = regexp.MustCompile(`[-+]([-+\s,:\])}>]|$)`)
)

// exceptions are the reasons for which bus refuses what GLib takes, and which
// its documentation lists.
var exceptions = []string{
	"D-Bus has no maybe types",
	"a struct needs at least one field",
	"an entry of a dictionary must stand in an array",
	"“{” is only allowed after “a”",
	"a byte string must not hold a NUL",
	"not a signature: ",
}

// excepted reports whether err is one that the documentation of bus lists.
func excepted(text string, err error) bool {
	e, ok := errors.AsType[*bus.TextError](err)
	if !ok {
		return false
	}
	for _, reason := range exceptions {
		if strings.HasPrefix(e.Reason.String(), reason) {
			return true
		}
	}
	switch e.Reason.String() {
	case "expected a number":
		return oddNumber.MatchString(text[e.Offset:])
	case "the number must be from 0 to 4294967295":
		return wideHandle.MatchString(text)
	}
	return false
}

// mutate changes a text in a few places.
func mutate(t *rapid.T, text string) string {
	pieces := rapid.SampledFrom([]string{
		"", "", "", "[", "]", "(", ")", "{", "}", "<", ">", ",", ":", "'", `"`, " ", "@", "-", "1", "0x", ".5", "e3",
		"b", "true", "inf", "nan", "'a'", "1,", ", 2", "[]", "byte ", "uint32 ", "int64 ", "double ", "objectpath ", "@ay ", "@as ", "@a{sv} ", "<1>", "x",
	})
	for range rapid.IntRange(1, 3).Draw(t, "changes") {
		runes := []rune(text)
		at := rapid.IntRange(0, len(runes)).Draw(t, "at")
		end := min(len(runes), at+rapid.IntRange(0, 2).Draw(t, "length"))
		text = string(runes[:at]) + pieces.Draw(t, "piece") + string(runes[end:])
	}
	return text
}
