package po

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// showing are the functions of package ui, and of the toolkit, that show texts to
// people.
var showing = strings.Fields(`
	SetTitle SetSubtitle SetLabel SetText SetDescription SetTooltipText SetBody SetHeading SetComments SetButtonLabel
	SetPlaceholderText Append AppendSection AppendSubmenu AddResponse NewAlertDialog NewLabel NewButtonWithLabel
	newToast setAccessibleLabel setAccessibleDescription addField flatButton newPlaceRow newMemberRow Announce`)

// TestShownTextsAreMarked holds that no text is shown that was not handed to
// package tr.
func TestShownTextsAreMarked(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(root, "ui", "*.go"))
	if err != nil || len(files) < 50 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range shownUnmarked(t, name, data) {
			t.Errorf("%s shows %q as it is; hand it to package tr", name, text)
		}
	}
}

// TestUnmarkedTextsAreFound holds that the test above would find one.
func TestUnmarkedTextsAreFound(t *testing.T) {
	const source = `package ui
func f() {
	row.SetTitle("Cancel")
	row.SetTitle(tr.T("Cancel"))
	row.SetText("Called " + name)
	menu.Append(tr.T("Quit"), "app.quit")
	label.SetText("…")
}`
	if found := shownUnmarked(t, "f.go", []byte(source)); !slices.Equal(found, []string{"Cancel", "Called "}) {
		t.Errorf("found are %q", found)
	}
}

func shownUnmarked(t *testing.T, name string, data []byte) (found []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, data, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(node ast.Node) bool {
		if call, ok := node.(*ast.CallExpr); ok && slices.Contains(showing, calledName(call)) {
			for _, argument := range call.Args {
				found = append(found, words(argument)...)
			}
		}
		return true
	})
	return found
}

// words gives the literals in an expression that are words, but for those that are
// arguments themselves.
func words(expression ast.Expr) (found []string) {
	ast.Inspect(expression, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.CallExpr:
			return false
		case *ast.BasicLit:
			text, _ := strconv.Unquote(node.Value)
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
