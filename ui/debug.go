package ui

import (
	"os"
	"slices"
	"strings"
)

// debugVar names, with commas between, what the program does to be looked into:
//
//   - collect: collects the garbage without a pause, so that what is freed too
//     early is soon met, and what is never freed soon seen.
const debugVar = "BELLHOP_DEBUG"

func debugging(what string) bool {
	return slices.Contains(strings.Split(os.Getenv(debugVar), ","), what)
}
