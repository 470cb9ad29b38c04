package ui

// restore gives the window the size that it had when it was closed.
func (w *window) restore() {
	last := w.opts.settings.window()
	w.window.SetDefaultSize(last.width, last.height)
	if last.maximized {
		w.window.Maximize()
	}
}

// remember keeps the size of the window for the next. GTK goes on telling, as the
// default size, what it is without being maximized.
func (w *window) remember() {
	width, height := w.window.DefaultSize()
	w.opts.settings.setWindow(windowState{width: width, height: height, maximized: w.window.IsMaximized()})
}
