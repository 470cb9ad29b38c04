package ui

import (
	"strings"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	coreglib "github.com/diamondburned/gotk4/pkg/core/glib"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// typingPause is how long nothing is typed before what was typed is acted upon, in
// milliseconds.
const typingPause = 250

// callArguments are the arguments of New Call as a form and as text. The text is
// what counts: the form is made of it, and writes it.
type callArguments struct {
	mode      *adw.ToggleGroup
	text      *adw.PreferencesGroup
	startOver *adw.ButtonRow
	form      *argEditor

	writing bool   // the form writes the text
	written string // what stood in the text before anybody had filled it in
	typed   int    // how often the person has changed the text
	heeded  int    // what typed was when the text was last followed
	formed  int    // what typed was when the form was made of the text, or wrote it
}

func newCallArguments(parts *gtk.Builder) *callArguments {
	return &callArguments{
		mode:      part[*adw.ToggleGroup](parts, "mode"),
		text:      part[*adw.PreferencesGroup](parts, "text"),
		startOver: part[*adw.ButtonRow](parts, "start_over"),
		form:      newArgEditor(part[*adw.PreferencesGroup](parts, "form")),
	}
}

// connectArguments has the form and the text follow each other.
func (d *newCall) connectArguments() {
	d.arguments.form.changed = d.writeArguments
	d.arguments.mode.NotifyProperty("active-name", d.showForm)
	onPress(d.arguments.startOver, d.startOver)
	d.fields[present.ArgumentsField].row.ConnectChanged(d.argumentsTyped)
}

// argumentsTyped makes the form anew when the person pauses.
func (d *newCall) argumentsTyped() {
	if d.isClosed() || d.arguments.writing || d.filling {
		return
	}
	d.arguments.typed++
	typed := d.arguments.typed
	coreglib.TimeoutAdd(typingPause, func() bool {
		if !d.isClosed() && d.arguments.typed == typed {
			d.followText()
		}
		return false
	})
}

// followText follows what was typed since the last time: it forgets the files that the
// text does not speak of, and makes the form anew if that was not done meanwhile.
func (d *newCall) followText() {
	if d.arguments.heeded == d.arguments.typed {
		return
	}
	d.arguments.heeded = d.arguments.typed
	if args, err := d.form().ParseArguments(); err == nil {
		d.base.Files = present.UsedFiles(args, d.base.Files)
	}
	if d.arguments.formed != d.arguments.typed {
		d.showForm()
	}
}

// formIsShown tells that the person fills in the form, and not the text alone.
func (d *newCall) formIsShown() bool { return d.arguments.mode.ActiveName() == "form" }

// showForm makes the form of what the text says.
func (d *newCall) showForm() {
	if d.isClosed() {
		return
	}
	d.arguments.formed = d.arguments.typed
	form := d.form()
	args, err := form.ParseArguments()
	isEmpty := strings.TrimSpace(form.Arguments) == ""
	d.arguments.startOver.SetVisible(err != nil && !isEmpty && len(form.Methods) > 0)
	switch {
	case !d.formIsShown():
		d.arguments.form.show(nil)
	case err == nil:
		var names []bus.Arg
		if method := present.MethodOf(form.Methods, args); method != nil {
			names = method.In
		}
		d.arguments.form.show(present.NewArgForm(names, args, form.Files))
	case isEmpty && len(form.Methods) > 0: // a file has to be chosen first
		d.arguments.form.show(present.NewEmptyArgForm(form.Methods[0].In))
	default:
		d.arguments.form.show(nil)
	}
}

// writeArguments writes the form into the text, unless a field is wrong.
func (d *newCall) writeArguments() {
	if d.isClosed() || d.arguments.form.form == nil {
		return
	}
	d.base.Files = d.arguments.form.form.Files
	if text, ok := d.arguments.form.form.Text(); ok {
		d.setArguments(text)
	}
	d.check()
}

func (d *newCall) setArguments(text string) {
	d.arguments.writing = true
	d.fields[present.ArgumentsField].row.SetText(text)
	d.arguments.writing = false
	d.arguments.formed = d.arguments.typed
}

// startOver fills in what the method takes, with nothing in it yet.
func (d *newCall) startOver() {
	if d.isClosed() || len(d.base.Methods) == 0 {
		return
	}
	d.base.Files, d.arguments.written = nil, ""
	if form := present.NewEmptyArgForm(d.base.Methods[0].In); form != nil {
		d.arguments.written, _ = form.Text()
	}
	d.setArguments(d.arguments.written)
	d.showForm()
	d.check()
}

// learnMethod takes over what is known of the method, when it is another, or is
// known now: which arguments it takes, and whether it is answered.
func (d *newCall) learnMethod(form present.CallForm) {
	if d.env.known == nil || d.filling {
		return
	}
	var methods []*bus.Method
	object, ok := form.Object()
	if ok {
		methods = d.env.known.Method(object, bus.Interface(form.Interface), bus.Member(form.Method))
	}
	method := knownMethod{object, form.Interface, form.Method, len(methods)}
	if method == d.method {
		return
	}
	d.method, d.base.Methods = method, methods
	if d.editing {
		return
	}
	d.presetNoReply(methods)
	if text := d.fields[present.ArgumentsField].row.Text(); len(methods) > 0 && text == d.arguments.written {
		d.startOver()
	} else {
		d.showForm()
	}
}

// knownMethod is which method the form is for, and how many there are of that name.
type knownMethod struct {
	object     bus.Object
	in, method string
	known      int
}

// presetNoReply has a method not be waited for that is never answered.
func (d *newCall) presetNoReply(methods []*bus.Method) {
	silent := len(methods) > 0
	for _, method := range methods {
		silent = silent && method.NoReply
	}
	row := d.flags[0].row
	switch {
	case silent && !row.Active():
		row.SetActive(true)
		d.preset = true
	case !silent && d.preset:
		row.SetActive(false)
		d.preset = false
	}
}
