// Package layout holds no code but the tests that keep the house in order: who
// may import whom, and what stands at the root. A rule that has to change is
// changed here, with its reason.
package layout
