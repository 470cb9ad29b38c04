package ui

import (
	coreglib "github.com/diamondburned/gotk4/pkg/core/glib"
	"github.com/diamondburned/gotk4/pkg/gdk/v4"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"
	"github.com/diamondburned/gotk4/pkg/pango"

	"github.com/bellhop-gtk/bellhop/ui/present"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// completion offers, under the entry that is typed into, what its text may be
// completed to. The keyboard stays in the entry: Down and Up go through the
// suggestions, Enter takes one, Escape does without. Whoever shows it holds it; its
// handlers do not.
type completion struct {
	suggest func(present.Field) []present.Suggestion
	fields  []*completionField
	open    *completionField // nil for none
}

// completionField is an entry with a list under it, which is made when there is
// something to show.
type completionField struct {
	field    present.Field
	form     *formField
	popover  *gtk.Popover
	viewport *gtk.Viewport
	list     *gtk.ListBox
	rows     []*completionRow
	shown    []present.Suggestion
	taking   bool // the text is being set to a suggestion
}

type completionRow struct {
	row         *gtk.ListBoxRow
	title, note *gtk.Label
}

// newCompletion completes the fields for which suggest, which must not hold the
// completion, knows something.
func newCompletion(suggest func(present.Field) []present.Suggestion) *completion {
	return &completion{suggest: suggest}
}

// add completes a field.
func (c *completion) add(field present.Field, form *formField) {
	f := &completionField{field: field, form: form}
	c.fields = append(c.fields, f)
	form.row.ConnectChanged(weakly(c, func(c *completion) { c.typed(f.field) }))
	keys := gtk.NewEventControllerKey()
	keys.SetPropagationPhase(gtk.PhaseCapture)
	pressed := weaklyWith(c, func(c *completion, key pressedKey) { *key.handled = c.key(field, key.value) })
	keys.ConnectKeyPressed(func(value, _ uint, state gdk.ModifierType) (handled bool) {
		if state&(gdk.ControlMask|gdk.AltMask|gdk.ShiftMask) == 0 {
			pressed(pressedKey{value, &handled})
		}
		return handled
	})
	form.text.AddController(keys)
	focus := gtk.NewEventControllerFocus()
	focus.ConnectLeave(weakly(c, (*completion).hide))
	form.text.AddController(focus)
	form.text.UpdateProperty(
		[]gtk.AccessibleProperty{gtk.AccessiblePropertyAutocomplete, gtk.AccessiblePropertyHasPopup},
		[]coreglib.Value{*coreglib.NewValue(int32(gtk.AccessibleAutocompleteList)), *coreglib.NewValue(true)},
	)
	f.tell(false)
}

// tell says to screen readers whether suggestions are shown.
func (f *completionField) tell(shown bool) {
	expanded := int32(0) // for GTK it might be unknown, too, so it is no boolean
	if shown {
		expanded = 1
	}
	f.form.text.UpdateState(
		[]gtk.AccessibleState{gtk.AccessibleStateExpanded},
		[]coreglib.Value{*coreglib.NewValue(expanded)},
	)
}

// makeList makes the list of a field.
func (c *completion) makeList(f *completionField) {
	f.popover, f.viewport, f.list = gtk.NewPopover(), gtk.NewViewport(nil, nil), gtk.NewListBox()
	f.list.SetSelectionMode(gtk.SelectionBrowse)
	f.list.AddCSSClass("completion")
	setAccessibleLabel(f.list, tr.T("Suggestions"))
	f.list.ConnectRowActivated(weaklyWith(c, func(c *completion, row *gtk.ListBoxRow) { c.take(row.Index()) }))
	f.viewport.SetChild(f.list)
	scroller := gtk.NewScrolledWindow()
	scroller.SetPolicy(gtk.PolicyNever, gtk.PolicyAutomatic)
	scroller.SetPropagateNaturalHeight(true)
	scroller.SetMaxContentHeight(suggestionsHeight)
	scroller.SetChild(f.viewport)
	f.popover.SetAutohide(false)
	f.popover.SetHasArrow(false)
	f.popover.SetCanFocus(false)
	f.popover.SetPosition(gtk.PosBottom)
	f.popover.AddCSSClass("menu")
	f.popover.SetChild(scroller)
	f.popover.SetParent(f.form.row)
	f.form.row.ConnectDestroy(weakly(f, (*completionField).close))
}

// suggestionsHeight is how high the list gets before it scrolls, in pixels.
const suggestionsHeight = 260

type pressedKey struct {
	value   uint
	handled *bool
}

// typed offers what fits to what was typed.
func (c *completion) typed(field present.Field) {
	f := c.of(field)
	if f.form == nil || f.taking || !f.form.text.HasFocus() {
		return
	}
	c.show(f)
}

// refresh offers what is known by now, while something is offered.
func (c *completion) refresh() {
	for _, f := range c.fields {
		if f.form != nil && f.form.text.HasFocus() && c.open == f {
			c.show(f)
		}
	}
}

func (c *completion) of(field present.Field) *completionField {
	for _, f := range c.fields {
		if f.field == field {
			return f
		}
	}
	return &completionField{}
}

// show opens the list, if there is something to offer.
func (c *completion) show(f *completionField) {
	f.shown = c.suggest(f.field)
	c.open = f // even with nothing to show: something may be found out yet
	if len(f.shown) == 0 {
		f.popdown()
		return
	}
	if f.popover == nil {
		c.makeList(f)
	}
	f.fill()
	f.list.UnselectAll()
	f.popover.SetSizeRequest(f.form.row.Width()-24, -1)
	f.popover.Popup()
	f.tell(true)
}

// hide closes the list.
func (c *completion) hide() {
	if c.open != nil {
		c.open.popdown()
	}
	c.open = nil
}

func (f *completionField) popdown() {
	if f.popover != nil {
		f.popover.Popdown()
		f.tell(false)
	}
}

// isShown tells that there is a list to choose from.
func (c *completion) isShown(f *completionField) bool {
	return c.open == f && f.popover != nil && len(f.shown) > 0 && f.popover.IsVisible()
}

// key reports whether a key was for the list.
func (c *completion) key(field present.Field, value uint) bool {
	f := c.of(field)
	if f.form == nil {
		return false
	}
	shown := c.isShown(f)
	switch value {
	case gdk.KEY_Down, gdk.KEY_KP_Down:
		if !shown {
			c.show(f)
		}
		f.move(1)
		return true
	case gdk.KEY_Up, gdk.KEY_KP_Up:
		if shown {
			f.move(-1)
		}
		return shown
	case gdk.KEY_Return, gdk.KEY_KP_Enter:
		if !shown {
			return false
		}
		row := f.list.SelectedRow()
		if row != nil {
			c.take(row.Index())
		}
		return row != nil
	case gdk.KEY_Escape:
		c.hide()
		return shown
	}
	return false
}

// take completes the text to a suggestion.
func (c *completion) take(index int) {
	f := c.open
	if f == nil || f.form == nil || index < 0 || index >= len(f.shown) {
		return
	}
	f.taking = true
	f.form.row.SetText(f.shown[index].Text)
	f.form.row.SetPosition(-1)
	f.taking = false
	c.hide()
}

// close lets go of the widgets.
func (c *completion) close() {
	for _, f := range c.fields {
		f.close()
	}
	c.open = nil
}

func (f *completionField) close() {
	if f.popover != nil {
		f.popover.Unparent()
	}
	*f = completionField{field: f.field}
}

// fill shows the suggestions in the rows, and makes more of these if need be.
func (f *completionField) fill() {
	for i, suggestion := range f.shown {
		if i == len(f.rows) {
			f.rows = append(f.rows, newCompletionRow())
			f.list.Append(f.rows[i].row)
		}
		f.rows[i].show(suggestion)
	}
	for i, row := range f.rows {
		row.row.SetVisible(i < len(f.shown))
	}
}

// move selects the next suggestion in a direction, and says which it is to screen
// readers, whose focus stays in the entry.
func (f *completionField) move(by int) {
	if len(f.shown) == 0 {
		return
	}
	next := 0
	if row := f.list.SelectedRow(); row != nil {
		next = (row.Index() + by + len(f.shown)) % len(f.shown)
	} else if by < 0 {
		next = len(f.shown) - 1
	}
	row := f.rows[next]
	f.list.SelectRow(row.row)
	f.viewport.ScrollTo(row.row, nil)
	f.form.text.Announce(f.shown[next].Label(), gtk.AccessibleAnnouncementPriorityMedium)
}

func newCompletionRow() *completionRow {
	r := &completionRow{row: gtk.NewListBoxRow(), title: gtk.NewLabel(""), note: gtk.NewLabel("")}
	for _, label := range []*gtk.Label{r.title, r.note} {
		label.SetXAlign(0)
		label.SetEllipsize(pango.EllipsizeMiddle)
	}
	r.note.AddCSSClass("caption")
	r.note.AddCSSClass("dimmed")
	box := gtk.NewBox(gtk.OrientationVertical, 0)
	box.Append(r.title)
	box.Append(r.note)
	r.row.SetChild(box)
	r.row.SetFocusable(false)
	return r
}

func (r *completionRow) show(s present.Suggestion) {
	setText(r.title, r.title.Text(), present.Line(s.Text))
	setText(r.note, r.note.Text(), s.Note)
	r.note.SetVisible(s.Note != "")
	setAccessibleLabel(r.row, s.Label())
}
