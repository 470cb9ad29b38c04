package ui

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWriteFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "result.txt")
	err := writeFile(t.Context(), path, func(w io.Writer) error {
		_, err := io.WriteString(w, "all of it")
		return err
	})
	if got, _ := os.ReadFile(path); err != nil || string(got) != "all of it" {
		t.Errorf("it wrote %q, %v", got, err)
	}
}

func TestWriteFileLeavesNoHalfOfOne(t *testing.T) {
	dir, enough := t.TempDir(), errors.New("enough")
	for name, f := range map[string]func(w io.Writer, cancel context.CancelCauseFunc) error{
		"fails": func(w io.Writer, _ context.CancelCauseFunc) error {
			_, _ = io.WriteString(w, "half")
			return enough
		},
		"is canceled": func(w io.Writer, cancel context.CancelCauseFunc) error {
			cancel(enough)
			_, err := io.WriteString(w, strings.Repeat("x", 1<<20))
			return err
		},
	} {
		ctx, cancel := context.WithCancelCause(t.Context())
		err := writeFile(ctx, filepath.Join(dir, name), func(w io.Writer) error { return f(w, cancel) })
		cancel(nil)
		if _, missing := os.Stat(filepath.Join(dir, name)); !errors.Is(err, enough) || !errors.Is(missing, os.ErrNotExist) {
			t.Errorf("a write that %s gives %v, and the file is there: %v", name, err, missing)
		}
	}
}
