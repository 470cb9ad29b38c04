// Package patterns is a collection of answers to one question: how do I await
// this without freezing my window? Each pattern is one short file, which can be
// run and read: the source that [Pattern.Source] gives is the file that was
// compiled.
//
// # Contract
//
// Run is called by a goroutine of the caller's, never by the main loop's thread,
// and returns when the pattern has ended, or soon after ctx has. say may be called
// from any goroutine. The patterns touch no widget, and have no state.
package patterns

import (
	"context"
	"embed"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// Env is what patterns work with.
type Env struct {
	Loop   *mainloop.Loop
	Engine *tasks.Engine
}

// Pattern is one way to await something.
type Pattern struct {
	Title   string // in header capitalization
	Summary string // a sentence
	File    string // the name of its file
	// Freezes tells that the pattern is how not to do it: the window will stand
	// still for about a second.
	Freezes bool
	// Run runs the pattern and gives its result in words. It tells say what it
	// does meanwhile.
	Run func(ctx context.Context, env Env, say func(line string)) (string, error)
}

//go:embed *.go
var files embed.FS

// Source gives the source of the pattern's file.
func (p Pattern) Source() string {
	source, err := files.ReadFile(p.File)
	if err != nil {
		panic("patterns: " + err.Error())
	}
	return string(source)
}

// All gives the patterns, the simple ones first.
func All() []Pattern {
	return []Pattern{
		{
			Title: tr.T("Await a Result"), File: "await.go", Run: awaitResult,
			Summary: tr.T("Start a GLib operation and wait for its GAsyncResult."),
		},
		{
			Title: tr.T("Cancel It"), File: "cancel.go", Run: cancelIt,
			Summary: tr.T("Cancel the context, and the GCancellable is cancelled."),
		},
		{
			Title: tr.T("Await Callbacks"), File: "callback.go", Run: awaitCallbacks,
			Summary: tr.T("Chain a function that takes a callback: 1 + 2 + 3 = 6."),
		},
		{
			Title: tr.T("Complete From Another Thread"), File: "thread.go", Run: completeFromThread,
			Summary: tr.T("Give the result from whichever thread has it."),
		},
		{
			Title: tr.T("Fan Out, Fan In"), File: "fan.go", Run: fanOut,
			Summary: tr.T("Run tasks side by side and gather what they give."),
		},
		{
			Title: tr.T("First Answer Wins"), File: "first.go", Run: firstAnswer,
			Summary: tr.T("Ask several at once, take the first, cancel the rest."),
		},
		{
			Title: tr.T("Timeout"), File: "timeout.go", Run: timeOut,
			Summary: tr.T("Give up after a while, and know that this was why."),
		},
		{
			Title: tr.T("Nested Main Loop"), File: "nested.go", Run: nestedLoop,
			Summary: tr.T("Wait on the main thread while the window goes on."),
		},
		{
			Title: tr.T("Block the Main Loop"), File: "block.go", Run: blockLoop, Freezes: true,
			Summary: tr.T("How not to do it: the window freezes for a second."),
		},
	}
}
