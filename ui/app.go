package ui

import (
	"context"
	"log/slog"
	"strings"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gdk/v4"
	"github.com/diamondburned/gotk4/pkg/gio/v2"
	"github.com/diamondburned/gotk4/pkg/glib/v2"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"
	"github.com/diamondburned/gotk4/pkg/pangocairo"

	"github.com/bellhop-gtk/bellhop/internal/appinfo"
	"github.com/bellhop-gtk/bellhop/resources"
	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
)

// Options are what the window works with. All but Practice are needed.
type Options struct {
	Engine      *tasks.Engine
	Connections *bus.Connections
	Loop        *mainloop.Loop
	// Practice makes sure that the practice service is on the session bus. It is
	// called as the work of a task.
	Practice func(ctx context.Context) error
	// Action is an action of the application, without a parameter, to begin with,
	// such as "new-call". If the program runs already, it is done there.
	Action string

	settings *settings // opened by Run
}

// Run shows the window and runs the main loop until it is closed; args are the
// program's, its name first. It gives the exit status. It must be called on the
// thread of opts.Loop. Tasks may still be ending when it returns; shutting down
// the engine and the connections is the caller's.
func Run(opts Options, args []string) int {
	pangocairo.FontMapGetDefault() // has the fonts looked for, on a thread of its own, while GTK starts
	skipTheme()
	gtk.WindowSetDefaultIconName(appinfo.ID()) // or GTK would look for it in all themes, and later again
	a := &application{
		Application: adw.NewApplication(appinfo.ID(), gio.ApplicationFlagsNone),
		opts:        opts,
	}
	a.ConnectStartup(a.startup)
	a.ConnectActivate(a.activate)
	a.ConnectShutdown(a.shutdown)
	if opts.Action != "" {
		a.ConnectHandleLocalOptions(func(*glib.VariantDict) int { return a.begin(opts.Action) })
	}
	return a.Run(args)
}

// begin does an action before the program goes on as it would without it. It
// gives the exit status, or -1 to go on; where the program runs already, the
// action is all there is to do.
func (a *application) begin(action string) int {
	if err := a.Register(context.Background()); err != nil {
		slog.Error("the session bus", "err", err)
		return 1
	}
	a.ActivateAction(action, nil)
	if a.IsRemote() {
		return 0
	}
	return -1
}

// application is the one application of the process. It lives as long as Run.
type application struct {
	*adw.Application
	opts       Options
	monitor    *mainloop.Monitor
	windows    []*window   // in the order that they were opened in
	window     *window     // the one that was in front last; nil while there is none
	background *background // nil while there is a window
	notifier   *notifier
	garbage    *collector
	measuring  *measuring // nil unless asked for

	cancelAll, clearFinished *gio.SimpleAction
}

func (a *application) startup() {
	// The session's end is no reason to be killed: the window says so instead.
	if connection := a.DBusConnection(); connection != nil {
		connection.SetExitOnClose(false)
	}
	a.opts.settings = &settings{openStore()}
	a.applySettings()
	a.notifier = &notifier{app: a.Application, settings: a.opts.settings}
	a.monitor = mainloop.StartMonitor(meterInterval, meterWindow)
	a.garbage = startCollector()
	if garbage := a.garbage; debugging("collect") {
		glib.TimeoutSecondsAdd(1, func() bool { garbage.ask(); return true })
	}
	style := gtk.NewCSSProvider()
	style.LoadFromString(resources.Style())
	gtk.StyleContextAddProviderForDisplay(gdk.DisplayGetDefault(), style, gtk.STYLE_PROVIDER_PRIORITY_APPLICATION)
	if debugging("rtl") {
		gtk.WidgetSetDefaultDirection(gtk.TextDirRTL)
	}
	a.addActions()
}

// activate shows the window. A second launch of the program ends up here too.
func (a *application) activate() { a.inFront() }

// stayOpen has the program go on without a window.
func (a *application) stayOpen() {
	a.leaveBackground()
	a.background = startBackground(a.Application, a.opts, a.notifier.follow)
}

func (a *application) leaveBackground() {
	if a.background != nil {
		a.background.stop()
		a.background = nil
	}
}

func (a *application) shutdown() {
	a.closeAll()
	a.leaveBackground()
	a.notifier.seen() // what they lead to ends with the program
	gio.SettingsSync()
	a.monitor.Stop()
	if a.measuring != nil {
		a.measuring.stop()
	}
	a.garbage.stop()
}

// addActions adds the actions app.*, and the keys of all.
func (a *application) addActions() {
	a.add("new-window", func() { a.open().window.Present() })
	a.add("new-call", a.newCall)
	a.add("new-watch", a.newWatch)
	a.add("new-monitor", a.newMonitor)
	a.add("practice", a.practice)
	a.add("preferences", a.preferences)
	a.add("about", a.about)
	a.add("quit", a.quit)
	a.cancelAll = a.add("cancel-all", func() { a.opts.Engine.CancelAll(tasks.CanceledByUser) })
	a.clearFinished = a.add("clear-finished", a.clear)
	a.setCounts(0, 0)

	a.addWithNumber("practice-load", a.practiceLoad)
	if debugging("measure") {
		a.measuring = startMeasuring(a)
	}

	show := gio.NewSimpleAction(strings.TrimPrefix(showTaskAction, "app."), glib.NewVariantType("t"))
	show.ConnectActivate(func(id *glib.Variant) { a.showTask(tasks.ID(id.Uint64())) })
	a.AddAction(show)

	for action, keys := range accelerators() {
		a.SetAccelsForAction(action, keys)
	}
}

// accelerators gives the keys of the actions that have some. The dialog of the
// keyboard shortcuts lists them all.
func accelerators() map[string][]string {
	return map[string][]string{
		"app.new-window":     {"<Control><Alt>n"},
		"app.new-call":       {"<Control>n"},
		"app.new-watch":      {"<Control><Shift>n"},
		"app.new-monitor":    {"<Control><Shift>m"},
		"app.preferences":    {"<Control>comma"},
		"app.quit":           {"<Control>q"},
		"window.close":       {"<Control>w"},
		"win.search":         {"<Control>f"},
		"win.select-tasks":   {"<Control><Shift>s"},
		"win.refresh":        {"F5", "<Control>r"},
		"win.tasks":          {"<Control>1"},
		"win.browse":         {"<Control>2"},
		"win.patterns":       {"<Control>3"},
		"win.shortcuts":      {"<Control>question"},
		"app.cancel-all":     {"<Control><Shift>c"},
		"app.clear-finished": {"<Control><Shift>Delete"},
	}
}

func (a *application) add(name string, f func()) *gio.SimpleAction {
	action := gio.NewSimpleAction(name, nil)
	action.ConnectActivate(func(*glib.Variant) { f() })
	a.AddAction(action)
	return action
}

// addWithNumber is add for an action that takes a number.
func (a *application) addWithNumber(name string, f func(n int)) {
	action := gio.NewSimpleAction(name, glib.NewVariantType("u"))
	action.ConnectActivate(func(n *glib.Variant) { f(int(n.Uint32())) })
	a.AddAction(action)
}

// setCounts says what there is to cancel and to clear.
func (a *application) setCounts(running, finished int) {
	a.cancelAll.SetEnabled(running > 0)
	a.clearFinished.SetEnabled(finished > 0)
}

func (a *application) newCall() { a.inFront().presentNewCall(nil) }

func (a *application) preferences() {
	presentPreferences(a.inFront().window, a.opts.settings, a.opts.Connections.Backends(), a.applySettings)
}

// applySettings has what was chosen count outside of the window.
func (a *application) applySettings() {
	a.opts.Connections.Prefer(a.opts.settings.backend())
	a.opts.Engine.SetKeep(a.opts.settings.keptTasks())
}

// showTask shows the window, and in it a task that is still kept.
func (a *application) showTask(id tasks.ID) {
	w := a.inFront()
	if a.opts.Engine.Lookup(id) != nil {
		w.choose(id)
		w.outer.SetShowContent(true)
	}
}

func (a *application) clear() {
	if a.window != nil {
		a.window.clearFinished()
	}
}

// quit asks, as closing the last window does. Without a window there is nobody to
// ask, and what still runs is canceled.
func (a *application) quit() {
	if a.window == nil {
		a.Quit()
		return
	}
	a.window.quit()
}
