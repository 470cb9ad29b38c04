package sshbridge

import (
	"strings"
	"sync"
	"unicode"
)

// What is kept of what ssh says.
const (
	keptBytes = 8 << 10
	keptLines = 20
)

// tail keeps the end of what is written to it. The zero value is ready.
type tail struct {
	mu   sync.Mutex
	kept []byte
	cut  bool // whether something was left out before
}

// Write never fails.
func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := len(p)
	if len(p) > keptBytes {
		p, t.cut = p[len(p)-keptBytes:], true
	}
	if over := len(t.kept) + len(p) - keptBytes; over > 0 {
		t.kept, t.cut = append(t.kept[:0], t.kept[over:]...), true
	}
	t.kept = append(t.kept, p...)
	return n, nil
}

// text gives the last lines, fit to be shown, without a newline at the end.
func (t *tail) text() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	text := string(t.kept)
	if t.cut {
		// The first line lacks its start, unless it is all there is.
		if _, after, ok := strings.Cut(text, "\n"); ok && after != "" {
			text = after
		}
	}
	text = strings.TrimSpace(strings.Map(shown, strings.ToValidUTF8(text, "\uFFFD")))
	lines := strings.Split(text, "\n")
	return strings.Join(lines[max(0, len(lines)-keptLines):], "\n")
}

// shown leaves out what cannot be seen, or changes how the rest is.
func shown(r rune) rune {
	switch {
	case r == '\n' || unicode.IsGraphic(r):
		return r
	case r == '\t':
		return ' '
	}
	return -1
}
