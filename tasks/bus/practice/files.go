package practice

import (
	"context"
	"os"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// describe tells the name and the size of the file that a handle stands for.
func describe(_ context.Context, r *request) ([]bus.Value, error) {
	index := number(r.args[0])
	if int(index) >= len(r.files) {
		return nil, bus.NewRemoteError(errorInvalidArgs, "The handle stands for no file.")
	}
	file := r.files[index]
	return []bus.Value{bus.String(file.Name), bus.Int64(file.Size)}, nil
}

// pipe answers with the end of a pipe where a line of text can be read.
func pipe(_ context.Context, r *request) ([]bus.Value, error) {
	read, write, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer write.Close()
	r.give = append(r.give, read)
	if _, err := write.WriteString("Out of a pipe.\n"); err != nil {
		return nil, err
	}
	return []bus.Value{bus.Handle(0)}, nil
}
