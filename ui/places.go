package ui

import (
	"github.com/bellhop-gtk/bellhop/ui/patterns"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// place is where in the window one is: what the middle pane lists, and what the
// last one shows of it.
type place int

const (
	tasksPlace place = iota
	browsePlace
	patternsPlace
)

// The children of the details' stack.
const (
	stackNone    = "none"
	stackTask    = "task"
	stackObject  = "object"
	stackPattern = "pattern"
)

// name is the place's child of the stack in the middle.
func (p place) name() string {
	return [...]string{tasksPlace: "tasks", browsePlace: "browse", patternsPlace: "patterns"}[p]
}

// share is how much of a wide window the sidebar and the list have beside the details:
// the tasks are read in the list, source and values in the details.
func (p place) share() float64 {
	return [...]float64{tasksPlace: 0.66, browsePlace: 0.56, patternsPlace: 0.5}[p]
}

// goTo changes what the middle pane lists.
func (w *window) goTo(p place) {
	if p != w.place {
		if w.place == browsePlace {
			w.browse.leave()
		}
		if p == patternsPlace {
			w.makePatterns()
		}
		w.place = p
		w.middle.SetVisibleChildName(p.name())
		w.outer.SetShowContent(false)
		w.showPlaceDetails()
		w.layout()
		w.sidebar.showPlace(p, w.page.view.Filter)
	}
	w.showTitle()
	w.inner.SetShowContent(true)
}

// showPlace changes what the middle pane lists, and leaves the keyboard where it is.
func (w *window) showPlace(p place) {
	if p == w.place {
		return
	}
	if p == browsePlace {
		w.showBus(w.endpointToBrowse())
		return
	}
	w.goTo(p)
}

// showTitle names the middle pane.
func (w *window) showTitle() {
	title := pageTitle(w.page.view.Filter)
	switch w.place {
	case browsePlace:
		title = tr.T("Browse")
	case patternsPlace:
		title = tr.T("Patterns")
	}
	w.middlePage.SetTitle(title)
	w.page.title.SetText(pageTitle(w.page.view.Filter))
}

// showPlaceDetails shows what is chosen in the place.
func (w *window) showPlaceDetails() {
	title, child := tr.T("Details"), stackNone
	switch {
	case w.place == patternsPlace && w.pattern.pattern.File != "":
		title, child = w.pattern.pattern.Title, stackPattern
	case w.place == patternsPlace:
		title = tr.T("Pattern")
	case w.place == browsePlace && w.object.object.Path != "":
		title, child = tr.T("Object"), stackObject
	case w.place == browsePlace:
		title = tr.T("Object")
	case w.page.list.selected != 0:
		child = stackTask
	}
	if child == stackNone {
		w.showNothing()
	}
	w.detailsPage.SetTitle(title)
	w.detailsStack.SetVisibleChildName(child)
}

// showNothing says that nothing is chosen in the place.
func (w *window) showNothing() {
	says := [...]struct{ icon, title, description string }{
		tasksPlace: {"view-list-bullet-symbolic", tr.T("No Task Selected"), ""},
		browsePlace: {
			"system-search-symbolic", tr.T("No Object Selected"), tr.T("Choose a name, then one of its objects"),
		},
		patternsPlace: {"accessories-dictionary-symbolic", tr.T("No Pattern Selected"), ""},
	}[w.place]
	w.nothing.SetIconName(says.icon)
	w.nothing.SetTitle(says.title)
	w.nothing.SetDescription(says.description)
}

// lonely tells that the place has nothing whose details could be shown.
func (w *window) lonely() bool { return w.place == tasksPlace && w.empty() }

// choosePattern shows a pattern.
func (w *window) choosePattern(index int) {
	w.pattern.show(patterns.All()[index])
	w.showPlaceDetails()
	w.outer.SetShowContent(true)
	w.pattern.run.GrabFocus()
}
