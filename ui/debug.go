package ui

import (
	"fmt"
	"os"
	"slices"
	"strings"
)

// debugVar names, with commas between, what the program does to be looked into:
//
//   - threads: checks that the task list is touched on the main loop's thread
//     alone, and panics otherwise. It does so whatever debugVar names, as long
//     as it is not empty.
//   - collect: collects the garbage without a pause, so that what is freed too
//     early is soon met, and what is never freed soon seen.
//   - measure: offers over the session bus what a benchmark needs; see measuring.
//   - rtl: lays windows out from right to left, whatever the language.
const debugVar = "BELLHOP_DEBUG"

func debugging(what string) bool {
	return slices.Contains(strings.Split(os.Getenv(debugVar), ","), what)
}

// threadGuard panics when it is called off the main loop's thread, with a
// sentence that names what was done there. It does nothing where debugVar is
// not set: the check is for mistakes in the program, not for what people do.
type threadGuard func(what string)

func newThreadGuard(onThread func() bool) threadGuard {
	if os.Getenv(debugVar) == "" {
		return func(string) {}
	}
	return func(what string) {
		if !onThread() {
			panic(fmt.Sprintf("ui: the task list was touched (%s) by a goroutine that is not on the main loop's thread; post it to the loop", what))
		}
	}
}
