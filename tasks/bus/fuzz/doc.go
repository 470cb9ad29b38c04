// Package fuzz feeds the parsers of package bus with anything. Its tests stand apart
// from the others, for to be fuzzed, all that a test imports is built anew, and the
// others import gotk4.
package fuzz
