package present

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
)

// What keeps its direction from left to right whatever stands around it.
const (
	isolate     = '\u2066'
	isolateLeft = '\u2067' // the other way
	isolateEnd  = '\u2069'
)

// RightToLeft makes text fit for a widget that is read from right to left. There a
// line without letters, ":1.42" or "[1, 2]", would be turned round, and what a line
// of Hebrew or Arabic has of D-Bus would be torn apart; here either keeps its order.
// What it gives is only to be looked at: the marks that it puts in belong neither
// into a name for screen readers nor into what is copied, saved or searched.
func RightToLeft(text string) string {
	if !strings.Contains(text, "\n") {
		return lineRightToLeft(text)
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = lineRightToLeft(line)
	}
	return strings.Join(lines, "\n")
}

// Code is RightToLeft for what is of D-Bus or of Go as a whole, in a window of either
// direction: a value keeps its order, whatever the letters of the strings in it.
func Code(line string) string {
	leftward, rightward := letters(line)
	switch {
	case line == "" || rightward && !leftward:
		return line
	case leftward:
		line = leftwardRun().ReplaceAllString(line, string(isolateLeft)+"$0"+string(isolateEnd))
	}
	return isolated(line)
}

// leftwardRun is words in the scripts of isLeftwardLetter. It is put together when it
// is first needed, which in most languages it never is.
var leftwardRun = sync.OnceValue(func() *regexp.Regexp {
	const word = `[\p{Hebrew}\p{Arabic}\p{Syriac}\p{Thaana}\p{Nko}\p{Adlam}]+`
	return regexp.MustCompile(word + "( +" + word + ")*")
})

func lineRightToLeft(line string) string {
	leftward, rightward := letters(line)
	switch {
	case leftward:
		parts := strings.Split(line, separator)
		for i, part := range parts {
			parts[i] = partRightToLeft(part)
		}
		return strings.Join(parts, separator)
	case rightward || line == "":
		return line // a line has the direction of its first letter
	}
	return isolated(line)
}

// partRightToLeft isolates the words of a part that are together of the other
// direction.
func partRightToLeft(part string) string {
	words := strings.Split(part, " ")
	var kept []string
	for from := 0; from < len(words); {
		to := from
		for to < len(words) && !isLeftward(words[to]) {
			to++
		}
		if run := strings.Join(words[from:to], " "); to > from {
			kept = append(kept, runRightToLeft(run))
			from = to
		} else {
			kept = append(kept, words[from])
			from++
		}
	}
	return strings.Join(kept, " ")
}

// runRightToLeft isolates words, but for what ends the sentence that they stand in.
func runRightToLeft(run string) string {
	words := strings.TrimRight(run, ".,;:!?")
	if words == "" {
		return run
	}
	return isolated(words) + run[len(words):]
}

func isolated(text string) string { return string(isolate) + text + string(isolateEnd) }

func isLeftward(word string) bool {
	leftward, _ := letters(word)
	return leftward
}

// letters reports whether there are letters that are written from right to left, and
// whether there are others.
func letters(text string) (leftward, rightward bool) {
	for _, r := range text {
		switch {
		case r <= unicode.MaxASCII:
			rightward = rightward || 'a' <= r|0x20 && r|0x20 <= 'z'
		case isLeftwardLetter(r):
			leftward = true
		case unicode.IsLetter(r):
			rightward = true
		}
	}
	return leftward, rightward
}

// isLeftwardLetter reports whether r is a letter of a script in use that is written
// from right to left.
func isLeftwardLetter(r rune) bool {
	return unicode.IsLetter(r) &&
		unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko, unicode.Adlam)
}
