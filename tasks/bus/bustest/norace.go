//go:build !race

package bustest

// shadow is how many times as much memory everything takes without the race
// detector: once.
const shadow = 1
