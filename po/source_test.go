package po

import (
	"encoding/xml"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// A message is a text that people read.
type message struct {
	context, id, plural string
	note                string // for translators
	file                string // where it stands, from the root
}

// sources gives the messages of everything that people read, file by file.
func sources(t *testing.T) []message {
	t.Helper()
	var all []message
	for _, name := range sourceFiles(t) {
		found, err := messagesOf(name)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all = append(all, found...)
	}
	return all
}

// root is where the module is, from here.
const root = ".."

func sourceFiles(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, dir := range []string{"data", "resources", "tasks", "ui"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(name string, entry fs.DirEntry, err error) error {
			if err == nil && entry.IsDir() && entry.Name() == "testdata" {
				return fs.SkipDir
			}
			if err == nil && !entry.IsDir() && !strings.HasSuffix(name, "_test.go") {
				name, err = filepath.Rel(root, name)
				names = append(names, filepath.ToSlash(name))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return names
}

func messagesOf(name string) ([]message, error) {
	read, ok := map[string]func(string, []byte) ([]message, error){
		".go":      goMessages,
		".ui":      uiMessages,
		".desktop": desktopMessages,
		".xml":     appstreamMessages,
	}[filepath.Ext(name)]
	if !ok {
		return nil, nil
	}
	data, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		return nil, err
	}
	messages, err := read(name, data)
	for i := range messages {
		messages[i].file = name
	}
	return messages, err
}

// goMessages gives what a Go file hands to package tr.
func goMessages(name string, data []byte) (found []message, err error) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, data, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	notes := map[int]string{} // by the line that they stand above
	for _, group := range file.Comments {
		if text := group.Text(); strings.HasPrefix(text, "Translators: ") {
			notes[set.Position(group.End()).Line+1] = strings.Join(strings.Fields(text), " ")
		}
	}
	for _, declaration := range file.Decls {
		found = append(found, marked(declaration)...)
	}
	ast.Inspect(file, func(node ast.Node) bool {
		call, ok := node.(*ast.CallExpr)
		if !ok {
			return true
		}
		function := functionOf(call)
		at := set.Position(call.Pos())
		m := message{note: notes[at.Line]}
		switch literal := literals(call.Args); function {
		case "Because":
			m.id = literal(0)
			if !strings.ContainsFunc(verb.ReplaceAllString(m.id, ""), unicode.IsLetter) {
				return true // the same in every language
			}
		case "T":
			if _, ok := call.Args[0].(*ast.BasicLit); !ok {
				return true // marked elsewhere
			}
			m.id = literal(0)
		case "F", "Mark":
			m.id = literal(0)
		case "N":
			m.id, m.plural = literal(1), literal(2)
			if given := len(call.Args) - 3; len(verbs(m.id)) != given || len(verbs(m.plural)) != given {
				err = errors.Join(err, fmt.Errorf("line %d: the formats of tr.N do not take %d arguments", at.Line, given))
			}
		case "C":
			m.context, m.id = literal(0), literal(1)
		default:
			return true
		}
		if m.id == "" {
			err = errors.Join(err, fmt.Errorf("line %d: a text for %s has to be one string literal", at.Line, function))
		}
		found = append(found, m)
		return true
	})
	return found, err
}

// functionOf names the function that is called, if it is one of package tr or the
// one that gives reasons.
func functionOf(call *ast.CallExpr) string {
	switch function := call.Fun.(type) {
	case *ast.Ident:
		if function.Name == "Because" {
			return function.Name
		}
	case *ast.SelectorExpr:
		if of, ok := function.X.(*ast.Ident); ok && (of.Name == "tr" || function.Sel.Name == "Because") {
			return function.Sel.Name
		}
	}
	return ""
}

// marked gives the texts of a declaration that a comment marks, //tr:mark, in a
// package that knows nothing of languages.
func marked(declaration ast.Decl) (found []message) {
	var doc *ast.CommentGroup
	switch declaration := declaration.(type) {
	case *ast.FuncDecl:
		doc = declaration.Doc
	case *ast.GenDecl:
		doc = declaration.Doc
	}
	if doc == nil || !slices.ContainsFunc(doc.List, func(c *ast.Comment) bool { return c.Text == "//tr:mark" }) {
		return nil
	}
	ast.Inspect(declaration, func(node ast.Node) bool {
		if expression, ok := node.(ast.Expr); ok {
			if text := literals([]ast.Expr{expression})(0); text != "" {
				found = append(found, message{id: text})
			}
		}
		return true
	})
	return found
}

// literals gives the i-th of args, if it is a string literal.
func literals(args []ast.Expr) func(i int) string {
	return func(i int) string {
		if literal, ok := args[i].(*ast.BasicLit); ok && literal.Kind == token.STRING {
			text, _ := strconv.Unquote(literal.Value)
			return text
		}
		return ""
	}
}

// readable are the properties and attributes of interface files that people
// read.
var readable = strings.Fields("label title subtitle description tooltip tooltip-text placeholder-text dropdown-tooltip button-label body heading text")

// uiMessages gives what an interface file marks. A text that people read is
// marked, or says that it is the same in every language.
func uiMessages(_ string, data []byte) (found []message, err error) {
	walk(data, func(at int, path []xml.StartElement, text string) {
		element := path[len(path)-1]
		switch attribute(element, "translatable") {
		case "yes":
			found = append(found, message{context: attribute(element, "context"), id: text, note: attribute(element, "comments")})
		case "":
			if slices.Contains(readable, attribute(element, "name")) && strings.TrimSpace(text) != "" {
				err = errors.Join(err, fmt.Errorf(`line %d: %q is neither translatable="yes" nor "no"`, at, text))
			}
		}
	})
	return found, err
}

// appstreamMessages gives what software centers show of the program.
func appstreamMessages(name string, data []byte) (found []message, err error) {
	if !strings.HasSuffix(name, ".metainfo.xml") {
		return nil, nil
	}
	walk(data, func(_ int, path []xml.StartElement, text string) {
		for _, element := range path {
			if attribute(element, "translate") == "no" {
				return
			}
		}
		text = strings.Join(strings.Fields(text), " ")
		if text != "" && slices.Contains(strings.Fields("name summary caption p li keyword"), path[len(path)-1].Name.Local) {
			found = append(found, message{id: text})
		}
	})
	return found, nil
}

// desktopMessages gives what the desktop shows of the program.
func desktopMessages(_ string, data []byte) (found []message, err error) {
	for line := range strings.Lines(string(data)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		if slices.Contains(strings.Fields("Name GenericName Comment Keywords"), key) {
			found = append(found, message{id: value})
		}
	}
	return found, nil
}

// walk gives each text of an XML file with its line and the elements that it is
// in.
func walk(data []byte, see func(line int, path []xml.StartElement, text string)) {
	decoder := xml.NewDecoder(strings.NewReader(string(data)))
	var path []xml.StartElement
	for {
		next, err := decoder.Token()
		switch {
		case err == io.EOF:
			return
		case err != nil:
			panic(err)
		}
		switch next := next.(type) {
		case xml.StartElement:
			path = append(path, next.Copy())
		case xml.EndElement:
			path = path[:len(path)-1]
		case xml.CharData:
			if line, _ := decoder.InputPos(); len(path) > 0 {
				see(line, path, string(next))
			}
		}
	}
}

func attribute(element xml.StartElement, name string) string {
	for _, a := range element.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
