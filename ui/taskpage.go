package ui

import (
	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gio/v2"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/internal/appinfo"
	"github.com/bellhop-gtk/bellhop/ui/present"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// taskPage is the middle pane: the task list with its search, what stands in its
// place when there is nothing to list, the banner and the bar at the bottom.
type taskPage struct {
	lasting[taskPage]
	toolbars     *adw.ToolbarView
	title        *gtk.Label
	newCall      *gtk.Button
	searchBar    *gtk.SearchBar
	searchButton *gtk.ToggleButton
	search       *gtk.SearchEntry
	banner       *adw.Banner
	stack        *gtk.Stack
	nothing      *adw.StatusPage
	menu         *gtk.MenuButton // where the sidebar's is out of sight
	sort         *gtk.MenuButton
	list         *taskList
	bars         *taskBars // nil before there is a task

	view present.View // what the list was asked to show last
}

// The children of the stack.
const (
	stackEmpty   = "empty"
	stackNothing = "nothing"
	stackList    = "list"
)

// newTaskPage makes the pane. The functions must not hold on to widgets.
func newTaskPage(actions taskActions, guard threadGuard, onSelect, onBanner func()) *taskPage {
	parts := load("taskpage")
	p := &taskPage{
		toolbars:     part[*adw.ToolbarView](parts, "toolbars"),
		title:        part[*gtk.Label](parts, "title"),
		newCall:      part[*gtk.Button](parts, "new_call"),
		searchBar:    part[*gtk.SearchBar](parts, "search_bar"),
		searchButton: part[*gtk.ToggleButton](parts, "search_button"),
		search:       part[*gtk.SearchEntry](parts, "search"),
		banner:       part[*adw.Banner](parts, "banner"),
		stack:        part[*gtk.Stack](parts, "stack"),
		nothing:      part[*adw.StatusPage](parts, "nothing"),
		menu:         part[*gtk.MenuButton](parts, "menu"),
		sort:         part[*gtk.MenuButton](parts, "sort"),
	}
	part[*adw.StatusPage](parts, "welcome").SetIconName(appinfo.ID())
	p.title.SetText(pageTitle(present.All))
	setMenu(p.menu, func() *gio.Menu {
		menu := mainMenu()
		menu.AppendSubmenu(tr.T("_Sort Tasks"), sortMenu())
		return menu
	})
	setMenu(p.sort, sortMenu)
	p.list = newTaskList(part[*gtk.ListView](parts, "list"), part[*gtk.ScrolledWindow](parts, "scroller"), actions, guard, onSelect, weakly(p, (*taskPage).showStack))
	addTreeKeys(p.list.view,
		func(list *gtk.Widget) bool { return list.ActivateAction("win.open-task", nil) },
		func(list *gtk.Widget) bool { return list.ActivateAction("win.shut-task", nil) })
	p.searchBar.ConnectEntry(p.search)
	p.search.ConnectSearchChanged(weakly(p, (*taskPage).refilter))
	p.search.ConnectStopSearch(weakly(p, (*taskPage).endSearch))
	p.banner.ConnectButtonClicked(onBanner)
	p.showStack()
	return p
}

func (p *taskPage) letGo() {
	p.list.letGo()
	p.lasting.letGo()
}

// setFilter shows the tasks of a filter.
func (p *taskPage) setFilter(filter present.Filter) {
	p.view.Filter = filter
	p.refilter()
}

// arrange shows the tasks in another way.
func (p *taskPage) arrange(view present.View) {
	p.view = view
	p.refilter()
}

func pageTitle(filter present.Filter) string {
	if filter == present.All {
		return tr.T("Tasks")
	}
	return filter.Title()
}

func (p *taskPage) refilter() {
	p.view.Query = p.search.Text()
	p.list.show(p.view)
}

// startSearch opens the search, or goes to it.
func (p *taskPage) startSearch() {
	p.searchBar.SetSearchMode(true)
	p.search.GrabFocus()
}

func (p *taskPage) endSearch() {
	p.searchBar.SetSearchMode(false)
	p.list.focus()
}

// showStack shows the list, or why it is empty.
func (p *taskPage) showStack() {
	listing := p.list.listing
	if listing.Busy() { // it is not known yet
		return
	}
	p.showBars(listing.Count(present.All) > 0)
	switch {
	case listing.Count(present.All) == 0:
		p.leaveList(stackEmpty)
	case listing.Len() > 0:
		p.stack.SetVisibleChildName(stackList)
	default:
		p.nothing.SetTitle(nothingTitle(listing))
		p.nothing.SetDescription(nothingDescription(listing))
		p.nothing.SetIconName(nothingIcon(listing))
		p.leaveList(stackNothing)
	}
}

// leaveList shows a page in the place of the list. If the keyboard is in the list it
// goes to the button that adds to it; in the page, the toolkit would take it along to
// the first row that comes, and that row would stay in sight instead of newer ones.
func (p *taskPage) leaveList(page string) {
	if p.list.view.StateFlags().Has(gtk.StateFlagFocusWithin) {
		p.newCall.GrabFocus()
	}
	p.stack.SetVisibleChildName(page)
}

func nothingTitle(listing *present.Listing) string {
	if listing.Searching() {
		return tr.T("No Results Found")
	}
	return listing.View().Filter.EmptyTitle()
}

func nothingDescription(listing *present.Listing) string {
	switch {
	case listing.Searching() && listing.View().Filter != present.All:
		return tr.F("Try other words, or search in all tasks instead of “%s” alone", listing.View().Filter.Title())
	case listing.Searching():
		return tr.T("Try other words")
	}
	return ""
}

func nothingIcon(listing *present.Listing) string {
	if listing.Searching() {
		return "system-search-symbolic"
	}
	return listing.View().Filter.Icon()
}

// showBanner tells of trouble with the connections; of none it is hidden.
func (p *taskPage) showBanner(t trouble) {
	if t.title != "" {
		p.banner.SetTitle(t.title)
		p.banner.SetButtonLabel(t.button)
	}
	p.banner.SetRevealed(t.title != "")
}

// setNarrow makes the pane fit for a small screen.
func (p *taskPage) setNarrow(narrow bool) {
	p.list.setNarrow(narrow)
	p.menu.SetVisible(narrow)
	p.sort.SetVisible(!narrow) // it is in the menu
	if narrow {
		p.newCall.SetIconName("list-add-symbolic")
		return
	}
	content := adw.NewButtonContent()
	content.SetIconName("list-add-symbolic")
	content.SetLabel(tr.T("New Call"))
	p.newCall.SetChild(content)
}
