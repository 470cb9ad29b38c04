package po

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// A place is where texts of some files come from that people are shown.
type place struct {
	files   string   // as of filepath.Glob, from the root
	calls   []string // functions whose arguments are shown
	fields  []string // of structs
	returns bool     // what functions return is shown
}

var places = []place{
	{files: "ui/*.go", calls: strings.Fields(`
		SetTitle SetSubtitle SetLabel SetText SetDescription SetTooltipText SetBody SetHeading SetComments SetButtonLabel
		SetPlaceholderText Append AppendSection AppendSubmenu AddResponse NewAlertDialog NewLabel NewButtonWithLabel
		newToast setAccessibleLabel setAccessibleDescription addField flatButton newPlaceRow newMemberRow Announce
		setText setTextOrHide setCode setSubtitle setTooltip`)},
	{files: "ui/patterns/*.go", calls: []string{"say", "Sprintf"}, fields: []string{"Title", "Detail", "Summary"}, returns: true},
	{files: "ui/present/*.go", calls: []string{"joined", "sentence"}, fields: strings.Fields("Title Subtitle Detail Text Note Sentence Heading Body"), returns: true},
	{files: "tasks/bus/*.go", calls: []string{"New", "Errorf"}, fields: []string{"Message"}},
	{files: "tasks/bus/*conn/*.go", calls: []string{"New", "Errorf"}, fields: []string{"Message"}},
	{files: "tasks/bus/internal/*/*.go", calls: []string{"New", "Errorf"}, fields: []string{"Message"}},
}

// TestShownTextsAreMarked holds that no text is shown that was not handed to
// package tr, or told as a reason.
func TestShownTextsAreMarked(t *testing.T) {
	for _, p := range places {
		files, err := filepath.Glob(filepath.Join(root, p.files))
		if err != nil || len(files) == 0 {
			t.Fatalf("%d files are %s, %v", len(files), p.files, err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, text := range p.unmarked(t, name, data) {
				t.Errorf("%s shows %q as it is; hand it to package tr, or to bus.Because", name, text)
			}
		}
	}
}

// TestUnmarkedTextsAreFound holds that the test above would find one.
func TestUnmarkedTextsAreFound(t *testing.T) {
	const source = `package ui
func f() string {
	row.SetTitle("Cancel")
	row.SetTitle(tr.T("Cancel"))
	row.SetText("Called " + name)
	menu.Append(tr.T("Quit"), "app.quit")
	label.SetText("…")
	err = &Error{Message: "it is closed", Reason: Because("it is open"), Op: "close it"}
	err = errors.New("bus: it is for programs")
	return "it is " + word
}`
	p := place{calls: []string{"SetTitle", "SetText", "Append", "New"}, fields: []string{"Message"}, returns: true}
	want := []string{"Cancel", "Called ", "it is closed", "it is "}
	if found := p.unmarked(t, "f.go", []byte(source)); !slices.Equal(found, want) {
		t.Errorf("found are %q, want %q", found, want)
	}
}

func (p place) unmarked(t *testing.T, name string, data []byte) (found []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, data, 0)
	if err != nil {
		t.Fatal(err)
	}
	look := func(expressions ...ast.Expr) {
		for _, expression := range expressions {
			found = append(found, words(expression)...)
		}
	}
	ast.Inspect(file, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.CallExpr:
			if slices.Contains(p.calls, calledName(node)) {
				look(node.Args...)
			}
		case *ast.KeyValueExpr:
			if key, ok := node.Key.(*ast.Ident); ok && slices.Contains(p.fields, key.Name) {
				look(node.Value)
			}
		case *ast.ReturnStmt:
			if p.returns {
				look(node.Results...)
			}
		}
		return true
	})
	return found
}

// forPrograms are errors that nobody is shown: they begin with their package.
var forPrograms = regexp.MustCompile(`^[a-z]+: `)

// words gives the literals in an expression that are words, but for those that are
// arguments or parts themselves.
func words(expression ast.Expr) (found []string) {
	ast.Inspect(expression, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.CallExpr, *ast.CompositeLit, *ast.FuncLit:
			return false
		case *ast.BasicLit:
			text, _ := strconv.Unquote(node.Value)
			if forPrograms.MatchString(text) {
				return true
			}
			first := []rune(text + " ")[0]
			if node.Kind == token.STRING && (unicode.IsUpper(first) || strings.Contains(strings.TrimSpace(text), " ")) {
				found = append(found, text)
			}
		}
		return true
	})
	return found
}

func calledName(call *ast.CallExpr) string {
	switch function := call.Fun.(type) {
	case *ast.Ident:
		return function.Name
	case *ast.SelectorExpr:
		return function.Sel.Name
	}
	return ""
}
