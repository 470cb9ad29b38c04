package headless

import (
	"bufio"
	"encoding/json"
	"strings"

	"github.com/bellhop-gtk/bellhop/ui/present"
)

// output is what a verb writes.
type output struct {
	to   *bufio.Writer
	json bool
}

// line writes a text and ends its line. Nothing in it can control a terminal.
func (o output) line(text string) error { return o.block(text + "\n") }

// block writes lines.
func (o output) block(text string) error {
	_, err := o.to.WriteString(present.Whole(text))
	return err
}

// document writes v as JSON on one line.
func (o output) document(v any) error {
	encoder := json.NewEncoder(o.to)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(v)
}

// table writes rows in columns.
func table(rows [][]string) string {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], len(cell))
		}
	}
	var out strings.Builder
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			line.WriteString(cell)
			line.WriteString(strings.Repeat(" ", widths[i]-len(cell)+2))
		}
		out.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	return out.String()
}
