package ui

import "github.com/bellhop-gtk/bellhop/ui/patterns"

// A window begins with the tasks. Its other pages are made when they are first shown,
// for together they take as long as all the rest.

// taskDetails gives the page of a task's details.
func (w *window) taskDetails() *detailsPage {
	if w.details == nil {
		w.details = newDetailsPage(w.detailsActions(w.actions))
		w.detailsStack.AddNamed(w.details.Widget(), stackTask)
	}
	return w.details
}

// makeBrowse makes the pages of the objects on a bus.
func (w *window) makeBrowse() {
	if w.browse == nil {
		w.browse = newBrowsePage(w.opts.Loop, w.browseActions())
		w.object = newObjectDetails(w.objectActions())
		w.middle.AddNamed(w.browse.view, browsePlace.name())
		w.detailsStack.AddNamed(w.object.page, stackObject)
	}
}

// makePatterns makes the pages of the patterns.
func (w *window) makePatterns() {
	if w.patterns == nil {
		w.patterns = newPatternsPage(patterns.All(), weaklyWith(w, (*window).choosePattern))
		w.pattern = newPatternDetails(w.patternEnv(), weaklyWith(w, (*window).copy))
		w.middle.AddNamed(w.patterns.toolbars, patternsPlace.name())
		w.detailsStack.AddNamed(w.pattern.page, stackPattern)
	}
}

// patternEnv is what patterns work with.
func (w *window) patternEnv() patterns.Env {
	return patterns.Env{Loop: w.opts.Loop, Engine: w.opts.Engine}
}
