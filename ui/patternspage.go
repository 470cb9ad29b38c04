package ui

import (
	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/ui/patterns"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// patternsPage is the middle pane that lists the patterns.
type patternsPage struct {
	toolbars *adw.ToolbarView
	list     *gtk.ListBox
}

// newPatternsPage makes the pane. onChoose is called with the index of a pattern
// that was pressed; it must not hold on to widgets.
func newPatternsPage(all []patterns.Pattern, onChoose func(index int)) *patternsPage {
	parts := load("patternspage")
	p := &patternsPage{
		toolbars: part[*adw.ToolbarView](parts, "toolbars"),
		list:     part[*gtk.ListBox](parts, "list"),
	}
	for _, pattern := range all {
		row := adw.NewActionRow()
		row.SetUseMarkup(false)
		row.SetTitle(pattern.Title)
		row.SetSubtitle(pattern.Summary)
		row.SetActivatable(true)
		if pattern.Freezes {
			warning := gtk.NewImageFromIconName("dialog-warning-symbolic")
			warning.AddCSSClass("warning")
			warning.SetTooltipText(tr.T("Freezes the window"))
			row.AddSuffix(warning)
		}
		row.AddSuffix(gtk.NewImageFromIconName("go-next-symbolic"))
		p.list.Append(row)
	}
	p.list.ConnectRowActivated(func(row *gtk.ListBoxRow) { onChoose(row.Index()) })
	return p
}

// focus moves the keyboard to the list.
func (p *patternsPage) focus() { p.list.RowAtIndex(0).GrabFocus() }
