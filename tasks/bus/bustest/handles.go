package bustest

import (
	"strings"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// HoldsHandle reports whether a handle is in v, or could be: one among the items
// of an array of none counts. Such a value travels only with files.
func HoldsHandle(v bus.Value) bool {
	return strings.Contains(string(v.Signature()), "h") || variantHoldsHandle(v)
}

// variantHoldsHandle looks into the variants in v, whose types v's does not tell.
func variantHoldsHandle(v bus.Value) bool {
	if v.Type() == bus.TypeVariant {
		return HoldsHandle(v.Inner())
	}
	for _, item := range v.Items() {
		if variantHoldsHandle(item) {
			return true
		}
	}
	for entry := range v.Entries() {
		if variantHoldsHandle(entry.Value) {
			return true
		}
	}
	return false
}
