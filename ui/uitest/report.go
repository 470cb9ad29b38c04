package uitest

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// fail ends the test with what one needs to see to understand it.
func (a *App) fail(format string, args ...any) {
	a.t.Helper()
	a.t.Logf("screenshot: %s", a.saveFailure())
	// The test's own context may be what ran out.
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	if tree, err := a.a11y.tree(ctx, a.root); err == nil {
		a.t.Logf("accessible tree:\n%v", tree)
	} else {
		a.t.Logf("the accessible tree cannot be read: %v", err)
	}
	a.t.Logf("the program wrote:\n%s", a.process.output())
	a.t.Fatalf(format, args...)
}

// saveFailure saves a screenshot where it outlives the test, and returns its
// path or the reason why there is none.
func (a *App) saveFailure() string {
	name := strings.ReplaceAll(a.t.Name(), "/", "-") + ".png"
	dir := filepath.Join(os.TempDir(), fmt.Sprintf("bellhop-uitest-%d", os.Getuid()))
	if kept := flag.Lookup("test.artifacts"); kept != nil && kept.Value.String() == "true" {
		dir = a.t.ArtifactDir()
	}
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err.Error()
	}
	picture, err := a.x.picture()
	if err == nil {
		err = savePNG(path, picture)
	}
	if err != nil {
		return err.Error()
	}
	return path
}
