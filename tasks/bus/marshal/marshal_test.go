package marshal_test

import (
	"bytes"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/marshal"
)

func TestBody(t *testing.T) {
	got, err := marshal.Body([]bus.Value{bus.Byte(1), bus.Uint32(2), bus.String("a")})
	want := []byte{1, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 'a', 0}
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("the body is %x, %v", got, err)
	}
	if _, err := marshal.Body([]bus.Value{{}}); err == nil {
		t.Error("no value has a body")
	}
}
