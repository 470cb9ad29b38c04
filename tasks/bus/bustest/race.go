//go:build race

package bustest

// shadow is how many times as much memory everything takes under the race detector.
const shadow = 6
