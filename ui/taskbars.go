package ui

import (
	"time"

	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// taskBars are the bars below the list of tasks, of which one is seen: that for all
// tasks, with the meter, or that for several selected ones. There are none before there
// is a task: their icons would keep the first frame waiting.
type taskBars struct {
	whole     *gtk.Box
	meter     *meter
	selection *gtk.ActionBar
	selected  *gtk.Label
	done      *gtk.Button // ends selecting
}

func newTaskBars() *taskBars {
	parts := load("taskbars")
	return &taskBars{
		whole:     part[*gtk.Box](parts, "whole"),
		meter:     newMeter(part[*gtk.Label](parts, "meter")),
		selection: part[*gtk.ActionBar](parts, "selection"),
		selected:  part[*gtk.Label](parts, "selected"),
		done:      part[*gtk.Button](parts, "done"),
	}
}

// showBars shows the bars where there are tasks.
func (p *taskPage) showBars(some bool) {
	if some && p.bars == nil {
		p.bars = newTaskBars()
		p.toolbars.AddBottomBar(p.bars.selection)
		p.toolbars.AddBottomBar(p.bars.whole)
	}
	p.toolbars.SetRevealBottomBars(some)
}

// count notes tasks that have finished.
func (p *taskPage) count(finished int) {
	if p.bars != nil {
		p.bars.meter.count(finished)
	}
}

// tick shows what was since the last tick.
func (p *taskPage) tick(now time.Time, running int, late mainloop.Reading) {
	if p.bars != nil {
		p.bars.meter.tick(now, running, late)
	}
}

// showSelection offers what can be done with several tasks at once, in place of what
// can be done with all.
func (p *taskPage) showSelection() {
	if p.bars == nil {
		return
	}
	n := len(p.list.chosen)
	several := n > 1 || p.list.selecting
	if several {
		p.bars.selected.SetText(tr.N(n, "%d selected", "%d selected", n))
	}
	p.bars.selection.SetRevealed(several)
	p.bars.whole.SetVisible(!several)
	p.bars.done.SetVisible(p.list.selecting)
}
