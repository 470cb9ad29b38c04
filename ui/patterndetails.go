package ui

import (
	"context"

	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/ui/patterns"
	"github.com/bellhop-gtk/bellhop/ui/present"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// patternSpec is what the Spec.Data of a pattern's task holds.
type patternSpec struct{ pattern patterns.Pattern }

// patternDetails shows one pattern: what it is, a button that runs it as a task,
// what came of that, and the source.
type patternDetails struct {
	page                             *gtk.ScrolledWindow
	title, summary, warning, outcome *gtk.Label
	run                              *gtk.Button
	source                           *sourceView

	env     patterns.Env
	copy    func(text string)
	pattern patterns.Pattern
	task    *tasks.Task // the last that ran it; nil for none
}

// newPatternDetails makes the page. onCopy must not hold on to widgets.
func newPatternDetails(env patterns.Env, onCopy func(text string)) *patternDetails {
	parts := load("patterndetails")
	d := &patternDetails{
		page:    part[*gtk.ScrolledWindow](parts, "page"),
		title:   part[*gtk.Label](parts, "title"),
		summary: part[*gtk.Label](parts, "summary"),
		warning: part[*gtk.Label](parts, "warning"),
		outcome: part[*gtk.Label](parts, "outcome"),
		run:     part[*gtk.Button](parts, "run"),
		source:  newSourceView(part[*gtk.TextView](parts, "source")),
		env:     env,
		copy:    onCopy,
	}
	d.run.ConnectClicked(weakly(d, (*patternDetails).press))
	part[*gtk.Button](parts, "copy").ConnectClicked(weakly(d, func(d *patternDetails) { d.copy(d.pattern.Source()) }))
	return d
}

// show shows a pattern. One that runs goes on.
func (d *patternDetails) show(pattern patterns.Pattern) {
	if pattern.File != d.pattern.File {
		d.task = nil
		d.pattern = pattern
		d.source.show(pattern.Source())
		d.page.VAdjustment().SetValue(0)
	}
	d.title.SetText(pattern.Title)
	d.summary.SetText(pattern.Summary)
	d.warning.SetVisible(pattern.Freezes)
	d.update()
}

// press runs the pattern, or cancels it while it runs.
func (d *patternDetails) press() {
	if d.running() {
		d.task.Cancel(tasks.CanceledByUser)
		return
	}
	task, err := submitPattern(d.env, d.pattern)
	if err != nil {
		d.outcome.SetText(present.Refusal(err))
		return
	}
	d.task = task
	d.update()
}

func (d *patternDetails) running() bool {
	return d.task != nil && !d.task.Snapshot().State.Final()
}

// update shows how the task stands; the window calls it when tasks have changed.
func (d *patternDetails) update() {
	d.run.SetLabel(tr.T("Run"))
	if d.running() {
		d.run.SetLabel(tr.T("Cancel"))
	}
	text := ""
	if d.task != nil {
		snapshot := d.task.Snapshot()
		text = present.PatternOutcome(&snapshot)
	}
	if d.outcome.Text() != text {
		d.outcome.SetText(text)
	}
}

// submitPattern runs a pattern as a task.
func submitPattern(env patterns.Env, pattern patterns.Pattern) (*tasks.Task, error) {
	future, err := tasks.Submit(env.Engine, tasks.Spec{
		Title:  pattern.Title,
		Detail: tr.T("Pattern"),
		Data:   patternSpec{pattern},
	}, func(ctx context.Context, r *tasks.Reporter) (string, error) {
		return pattern.Run(ctx, env, func(line string) { r.Progress(0, 0, line) })
	})
	if err != nil {
		return nil, err
	}
	return future.Task(), nil
}
