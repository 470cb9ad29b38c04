package godbusconn

import (
	"context"
	"errors"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/fdpass"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/wire"
)

// Call implements [bus.Conn].
func (c *Conn) Call(ctx context.Context, call bus.Call) (bus.Reply, error) {
	reply, err := c.call(ctx, call)
	if err != nil {
		return bus.Reply{}, callError(call, err)
	}
	return reply, nil
}

func (c *Conn) call(ctx context.Context, call bus.Call) (bus.Reply, error) {
	if ctx.Err() != nil {
		return bus.Reply{}, bus.NewContextError(ctx)
	}
	if err := call.Validate(); err != nil {
		return bus.Reply{}, &bus.Error{Kind: bus.KindBadArguments, Err: err}
	}
	msg := wire.Message{
		Type: wire.MethodCall, Flags: byte(call.Flags & knownFlags),
		Destination: call.Destination, Path: call.Path, Interface: call.Interface, Member: call.Member,
		Files: len(call.Files), Body: call.Args,
	}
	if call.Flags&bus.NoReply != 0 {
		msg.Serial = c.calls.next()
		return bus.Reply{}, c.send(ctx, &msg, opened(call.Files))
	}

	answer := make(chan *wire.Frame, 1)
	serial, ok := c.calls.add(answer)
	if !ok {
		return bus.Reply{}, c.reason()
	}
	msg.Serial = serial
	if err := c.send(ctx, &msg, opened(call.Files)); err != nil {
		c.calls.forget(serial)
		return bus.Reply{}, err
	}
	return c.await(ctx, serial, answer)
}

// await waits for the answer to a call. An answer that is there when ctx ends
// counts.
func (c *Conn) await(ctx context.Context, serial uint32, answer <-chan *wire.Frame) (bus.Reply, error) {
	var frame *wire.Frame
	select {
	case frame = <-answer:
	case <-ctx.Done():
		if c.calls.abandon(serial) {
			return bus.Reply{}, bus.NewContextError(ctx)
		}
		frame = <-answer
	}
	if frame == nil {
		return bus.Reply{}, c.reason()
	}
	return open(frame)
}

// open decodes an answer.
func open(frame *wire.Frame) (bus.Reply, error) {
	body, err := frame.Body()
	if err != nil {
		return bus.Reply{}, wire.BodyError(err)
	}
	if frame.Type == wire.ErrorReply {
		return bus.Reply{}, wire.RemoteError(frame, body)
	}
	return bus.Reply{Body: body, Signature: frame.Signature, Sender: frame.Sender, Files: frame.Files}, nil
}

// send encodes a message and hands it to the transport, with the files that the
// message counts, which are opened last.
func (c *Conn) send(ctx context.Context, msg *wire.Message, open func() (fdpass.Set, error)) error {
	header, body, err := msg.Encode()
	if err != nil {
		return encodeError(err)
	}
	if msg.Files == 0 {
		err = c.transport.Send(header, body)
	} else {
		if !c.transport.CarriesFiles() {
			return wire.ErrNoFiles
		}
		files, openErr := open()
		if openErr != nil {
			return &bus.Error{Kind: bus.KindBadArguments, Err: openErr}
		}
		err = c.transport.SendFiles(files, header, body)
	}
	if err != nil {
		return c.sendError(ctx, err)
	}
	return nil
}

// opened opens files when it is called.
func opened(files []bus.File) func() (fdpass.Set, error) {
	return func() (fdpass.Set, error) { return fdpass.Open(files) }
}

// noFiles is for messages without.
func noFiles() (fdpass.Set, error) { return nil, nil }

// The flags have the protocol's bits, which TestFlags in package bustest holds
// them to.
const knownFlags = bus.NoReply | bus.NoAutoStart | bus.InteractiveAuthorization

// encodeError is the error of a message that cannot be sent as it is.
func encodeError(err error) error {
	kind := bus.KindBadArguments
	if errors.Is(err, wire.ErrTooLong) {
		kind = bus.KindLimit
	}
	return &bus.Error{Kind: kind, Err: err}
}
