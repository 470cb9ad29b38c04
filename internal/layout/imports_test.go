package layout

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const (
	module  = "github.com/bellhop-gtk/bellhop"
	gotk4   = "github.com/diamondburned/gotk4/pkg/"
	adwaita = "github.com/diamondburned/gotk4-adwaita/pkg/"
	godbus  = "github.com/godbus/dbus/v5"
	xsync   = "golang.org/x/sync/"
	xtext   = "golang.org/x/text/"
	gotext  = "github.com/leonelquinteros/gotext"
)

// rules says what a package may import beside the standard library and itself. A
// package has the rule of the longest folder here that holds it. An entry that
// ends in "/" allows everything below.
var rules = map[string][]string{
	".":               {"ui", "tasks", "tasks/", "ui/present", "resources", "internal/"},
	"tasks":           {xsync},
	"tasks/taskstest": {"tasks"},
	"tasks/mainloop":  {"tasks", gotk4 + "glib/", gotk4 + "core/"},
	"tasks/gasync":    {"tasks", "tasks/mainloop", gotk4 + "gio/", gotk4 + "glib/", gotk4 + "core/"},
	"tasks/bus":       {"tasks"},
	// What the backends have in common: what comes in is read, checked and handed
	// out in one place, and ssh is run in one.
	"tasks/bus/internal": {"tasks/bus", "tasks/bus/internal/"},
	"tasks/bus/fuzz":     {},
	// Whoever shows a reply shows its bytes as well.
	"tasks/bus/marshal":    {"tasks/bus", "tasks/bus/internal/"},
	"tasks/bus/godbusconn": {"tasks/bus", "tasks/bus/internal/", godbus},
	"tasks/bus/gdbusconn":  {"tasks/bus", "tasks/bus/internal/", "tasks/gasync", "tasks/mainloop", gotk4 + "gio/", gotk4 + "glib/", gotk4 + "core/"},
	"tasks/bus/practice":   {"tasks/bus", "tasks/bus/godbusconn"},
	// The suite serves what its connections call, with the one that can serve.
	"tasks/bus/bustest": {"tasks/bus", "tasks/bus/internal/", "tasks/bus/practice", "tasks/bus/godbusconn"},
	"ui":                {"tasks", "tasks/mainloop", "tasks/bus", "ui/present", "ui/patterns", "ui/tr", "resources", "internal/appinfo", gotk4, adwaita},
	"ui/present":        {"tasks", "tasks/bus", "tasks/bus/marshal", "ui/tr"},
	"ui/tr":             {"po", gotext, xtext},
	// Patterns are shown to be copied: they use what their readers would. Only their
	// list has words for people.
	"ui/patterns":     {"ui/tr", "tasks", "tasks/mainloop", "tasks/gasync", gotk4 + "gio/", gotk4 + "glib/", gotk4 + "core/"},
	"ui/uitest":       {"po", gotext, godbus},
	"resources":       {},
	"po":              {},
	"internal/layout": {},
	// Set by the build, and needed wherever the application names itself.
	"internal/appinfo": {},
	// The command line has the window's words, and none of its toolkit.
	"internal/headless": {"tasks", "tasks/bus", "ui/present"},
	"internal/parts":    {"tasks", "tasks/"},
	"build-aux/bench":   {"tasks", "tasks/mainloop", "tasks/bus", "tasks/bus/godbusconn", "tasks/bus/gdbusconn", godbus},
	// What is compared with takes nothing of Bellhop's.
	"build-aux/bench/barewindow": {gotk4, adwaita},
}

// testTools may be imported by the packages that are only for tests, whose names
// end in "test".
var testTools = []string{"go.uber.org/goleak", "pgregory.net/rapid"}

// godbusImporters are the only folders that may name godbus.
var godbusImporters = []string{"tasks/bus/godbusconn", "ui/uitest", "build-aux/bench"}

func TestImports(t *testing.T) {
	root := moduleRoot(t)
	for file, imports := range sources(t, root) {
		dir := path.Dir(file)
		folder, allowed := ruleFor(dir)
		if folder == "" {
			t.Errorf("%s: no rule says what %s may import", file, dir)
			continue
		}
		for _, name := range imports {
			if !allows(allowed, folder, dir, name) {
				t.Errorf("%s must not import %s", file, name)
			}
			if strings.HasPrefix(name, godbus) && !anyHolds(godbusImporters, dir) {
				t.Errorf("%s: %s is no place for godbus", file, dir)
			}
		}
	}
}

func TestRootHoldsNothingElse(t *testing.T) {
	root := moduleRoot(t)
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	// The last is what the tarball carries.
	for _, name := range strings.Fields("go.mod go.sum main.go ui tasks resources data po internal build-aux meson.build README.md LICENSE build vendor") {
		known[name] = true
	}
	for _, entry := range entries {
		if name := entry.Name(); !known[name] && !strings.HasPrefix(name, ".") && !mesonsOwn(filepath.Join(root, name)) {
			t.Errorf("%s stands at the root", name)
		}
	}
}

func ruleFor(dir string) (folder string, allowed []string) {
	for f := dir; ; f = path.Dir(f) {
		if allowed, ok := rules[f]; ok && (f != "." || dir == ".") {
			return f, allowed
		}
		if f == "." {
			return "", nil
		}
	}
}

func allows(allowed []string, folder, dir, name string) bool {
	local, ours := strings.CutPrefix(name, module+"/")
	if !ours {
		first, _, _ := strings.Cut(name, "/")
		if !strings.Contains(first, ".") {
			return true // the standard library, and "C"
		}
		local = name
	} else if local == folder {
		return true
	}
	for _, entry := range allowed {
		if local == entry || strings.HasSuffix(entry, "/") && strings.HasPrefix(local, entry) {
			return true
		}
	}
	if strings.HasSuffix(dir, "test") {
		for _, tool := range testTools {
			if strings.HasPrefix(local, tool) {
				return true
			}
		}
	}
	return false
}

func anyHolds(folders []string, dir string) bool {
	for _, folder := range folders {
		if dir == folder || strings.HasPrefix(dir, folder+"/") {
			return true
		}
	}
	return false
}

// sources gives the imports of every Go file of the module that is not a test,
// by its path from the root.
func sources(t *testing.T, root string) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		if entry.IsDir() {
			nested := rel != "." && exists(filepath.Join(name, "go.mod"))
			if nested || rel == "build" || rel == "vendor" || strings.HasPrefix(entry.Name(), ".") && rel != "." || entry.Name() == "testdata" {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(rel, ".go") || strings.HasSuffix(rel, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		imports := make([]string, len(file.Imports))
		for i, spec := range file.Imports {
			if imports[i], err = strconv.Unquote(spec.Path.Value); err != nil {
				return err
			}
		}
		found[rel] = imports
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) < 10 {
		t.Fatalf("only %d source files found below %s", len(found), root)
	}
	return found
}

func moduleRoot(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for !exists(filepath.Join(dir, "go.mod")) {
		parent := filepath.Dir(dir)
		if parent == dir {
			t.Fatal("no go.mod above the test")
		}
		dir = parent
	}
	return dir
}

// mesonsOwn tells of a directory that Meson builds in.
func mesonsOwn(dir string) bool { return exists(filepath.Join(dir, "meson-private")) }

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}
