package present

import "strings"

// How wide a line of a value may be before it is broken, and how far what stands
// within it is moved in.
const (
	layoutWidth  = 35
	layoutIndent = "  "
)

// layout breaks a value in GVariant's notation into lines where it is too long
// for one, without changing what it says: blanks between tokens mean nothing.
// An array of numbers fills its lines; of everything else each item gets its own.
func layout(text string) string {
	if len(text) <= layoutWidth {
		return text
	}
	l := layouter{text: text, ends: matchBrackets(text)}
	l.out.Grow(len(text) + len(text)/4)
	for l.at < len(text) {
		l.token()
	}
	return l.out.String()
}

// layouter writes one token after the other.
type layouter struct {
	text   string
	ends   map[int]int // of each opening bracket, the place after its closing one
	at     int
	out    strings.Builder
	column int
	open   []bracket // those that we are within
}

type bracket struct {
	broken bool // its items stand on lines of their own
	filled bool // its items share lines
}

func (l *layouter) token() {
	switch l.text[l.at] {
	case '\'', '"':
		l.write(stringEnd(l.text, l.at))
	case '@':
		l.write(typeEnd(l.text, l.at))
	case '(', '[', '{', '<':
		l.opening()
	case ')', ']', '}', '>':
		l.closing()
	case ',':
		l.comma()
	default:
		l.write(l.at + 1)
	}
}

func (l *layouter) opening() {
	end, ok := l.ends[l.at]
	if !ok || l.column+end-l.at <= layoutWidth {
		l.write(max(end, l.at+1))
		return
	}
	inside := l.text[l.at+1 : end-1]
	b := bracket{broken: l.text[l.at] != '<' && !l.isSingle(end)}
	b.filled = b.broken && !strings.ContainsAny(inside, `'"([{<`)
	l.write(l.at + 1)
	l.open = append(l.open, b)
	if b.broken {
		l.newLine()
	}
}

func (l *layouter) closing() {
	if n := len(l.open); n > 0 {
		broken := l.open[n-1].broken
		l.open = l.open[:n-1]
		if broken {
			l.newLine()
		}
	}
	l.write(l.at + 1)
}

func (l *layouter) comma() {
	l.write(l.at + 1)
	if n := len(l.open); n == 0 || !l.open[n-1].broken {
		return
	} else if l.open[n-1].filled && l.column+itemLength(l.text[l.at:]) <= layoutWidth {
		return
	}
	if strings.HasPrefix(l.text[l.at:], " ") {
		l.at++
	}
	if !strings.HasPrefix(l.text[l.at:], ")") { // the comma after the only field of a struct
		l.newLine()
	}
}

// write takes the text on to end.
func (l *layouter) write(end int) {
	l.out.WriteString(l.text[l.at:end])
	l.column += end - l.at
	l.at = end
}

func (l *layouter) newLine() {
	l.out.WriteByte('\n')
	l.column = 0
	for _, b := range l.open {
		if b.broken {
			l.out.WriteString(layoutIndent)
			l.column += len(layoutIndent)
		}
	}
}

// isSingle reports whether all that stands between this bracket and its end is
// one other, so that the two can share their lines, as in "([" and "],)".
func (l *layouter) isSingle(end int) bool {
	inner, ok := l.ends[l.at+1]
	return ok && strings.TrimSuffix(l.text[inner:end-1], ",") == ""
}

// itemLength is how far the next comma or bracket is.
func itemLength(text string) int {
	n := strings.IndexAny(text[1:], ",])")
	return 1 + max(n, 0) + 1
}

// matchBrackets finds where the brackets close that open outside of strings and
// types.
func matchBrackets(text string) map[int]int {
	ends := make(map[int]int)
	var open []int
	for i := 0; i < len(text); {
		switch text[i] {
		case '\'', '"':
			i = stringEnd(text, i)
			continue
		case '@':
			i = typeEnd(text, i)
			continue
		case '(', '[', '{', '<':
			open = append(open, i)
		case ')', ']', '}', '>':
			if n := len(open); n > 0 {
				ends[open[n-1]] = i + 1
				open = open[:n-1]
			}
		}
		i++
	}
	return ends
}

// stringEnd is the place after the string that starts at i.
func stringEnd(text string, i int) int {
	for j := i + 1; j < len(text); j++ {
		switch text[j] {
		case '\\':
			j++
		case text[i]:
			return j + 1
		}
	}
	return len(text)
}

// typeEnd is the place after the type, as in "@a{sv} ", that starts at i.
func typeEnd(text string, i int) int {
	if n := strings.IndexByte(text[i:], ' '); n >= 0 {
		return i + n
	}
	return len(text)
}
