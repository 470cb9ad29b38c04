package gdbusconn

import (
	"context"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/wire"
	"github.com/bellhop-gtk/bellhop/tasks/gasync"
)

// Call implements [bus.Conn].
func (c *Conn) Call(ctx context.Context, call bus.Call) (bus.Reply, error) {
	reply, err := c.call(ctx, call)
	if err != nil {
		return bus.Reply{}, c.callError(ctx, call, err)
	}
	return reply, nil
}

func (c *Conn) call(ctx context.Context, call bus.Call) (bus.Reply, error) {
	if c.loop.OnThread() {
		return bus.Reply{}, gasync.ErrOnMainThread
	}
	if ctx.Err() != nil {
		return bus.Reply{}, bus.NewContextError(ctx)
	}
	if err := call.Validate(); err != nil {
		return bus.Reply{}, &bus.Error{Kind: bus.KindBadArguments, Err: err}
	}
	serial, err := c.calls.begin()
	if err != nil {
		return bus.Reply{}, err
	}
	defer c.calls.running.Done()
	blob, err := encode(call, serial)
	if err != nil {
		return bus.Reply{}, err
	}
	if call.Flags&bus.NoReply != 0 {
		return bus.Reply{}, send(c.dbus, blob)
	}
	answer, err := c.exchange(ctx, blob, serial)
	if err != nil {
		return bus.Reply{}, err
	}
	return answer.reply()
}

// The flags of a call have the protocol's bits, which TestFlags in package bustest
// holds them to.
const knownFlags = bus.NoReply | bus.NoAutoStart | bus.InteractiveAuthorization

// encode gives a call as the bytes of a message.
func encode(call bus.Call, serial uint32) ([]byte, error) {
	msg := wire.Message{
		Type: wire.MethodCall, Flags: byte(call.Flags & knownFlags), Serial: serial,
		Destination: call.Destination, Path: call.Path, Interface: call.Interface, Member: call.Member,
		Body: call.Args,
	}
	header, body, err := msg.Encode()
	if err != nil {
		return nil, &bus.Error{Kind: bus.KindBadArguments, Err: err}
	}
	return append(header, body...), nil
}

// exchange sends a message and waits for its answer.
func (c *Conn) exchange(ctx context.Context, blob []byte, serial uint32) (message, error) {
	reply, err := gasync.FromCallback(ctx, c.loop, func(done func(message, error) error) {
		c.calls.expect(serial, done)
		if err := send(c.dbus, blob); err != nil {
			c.calls.fail(serial, err)
		}
	}, gasync.OnCaller())
	if err != nil {
		c.calls.abandon(serial)
	}
	return reply, err
}
