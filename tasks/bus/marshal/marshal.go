// Package marshal writes values as the bytes that a message carries. Its functions
// may be called from any goroutine; they take time and memory in proportion to the
// values.
package marshal

import (
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/wire"
)

// Body gives the body of a message with values, in little-endian order. It fails
// for the zero Value, and for what is longer than the protocol lets a message be.
func Body(values []bus.Value) ([]byte, error) {
	body, _, err := wire.Encode(values)
	return body, err
}
