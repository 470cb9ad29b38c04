package present

import (
	"go/scanner"
	"go/token"
	"unicode/utf8"
)

// Highlight is a stretch of Go source that is shown in a way of its own. Start
// and End count characters, not bytes, as text widgets do.
type Highlight struct {
	Start, End int
	Kind       HighlightKind
}

// HighlightKind is what a stretch of source is.
type HighlightKind int

// The kinds of stretches.
const (
	HighlightKeyword HighlightKind = iota
	HighlightString
	HighlightNumber
	HighlightComment
	HighlightKinds int = iota
)

// HighlightGo finds the keywords, strings, numbers and comments of Go source, in
// their order. What is not Go is given as far as it can be read.
func HighlightGo(source string) []Highlight {
	file := token.NewFileSet().AddFile("", -1, len(source))
	var s scanner.Scanner
	s.Init(file, []byte(source), func(token.Position, string) {}, scanner.ScanComments)
	var found []Highlight
	bytes, characters := 0, 0 // how far the source has been counted
	for {
		pos, tok, literal := s.Scan()
		if tok == token.EOF {
			return found
		}
		kind, ok := highlightKind(tok)
		if !ok {
			continue
		}
		offset := file.Offset(pos)
		characters += utf8.RuneCountInString(source[bytes:offset])
		bytes = offset
		if tok.IsKeyword() {
			literal = tok.String()
		}
		found = append(found, Highlight{characters, characters + utf8.RuneCountInString(literal), kind})
	}
}

func highlightKind(tok token.Token) (HighlightKind, bool) {
	switch {
	case tok.IsKeyword():
		return HighlightKeyword, true
	case tok == token.STRING, tok == token.CHAR:
		return HighlightString, true
	case tok == token.INT, tok == token.FLOAT, tok == token.IMAG:
		return HighlightNumber, true
	case tok == token.COMMENT:
		return HighlightComment, true
	}
	return 0, false
}
