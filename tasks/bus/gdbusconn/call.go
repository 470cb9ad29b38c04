package gdbusconn

import (
	"context"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/fdpass"
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
	if err := c.validate(call); err != nil {
		return bus.Reply{}, &bus.Error{Kind: bus.KindBadArguments, Err: err}
	}
	serial, err := c.calls.begin()
	if err != nil {
		return bus.Reply{}, err
	}
	defer c.calls.running.Done()
	msg, err := encode(call, serial)
	if err != nil {
		return bus.Reply{}, err
	}
	defer msg.close()
	if call.Flags&bus.NoReply != 0 {
		return bus.Reply{}, msg.send(c.dbus)
	}
	answer, err := c.exchange(ctx, msg, serial)
	if err != nil {
		return bus.Reply{}, err
	}
	return answer.reply()
}

// validate is called for every call, since a bus throws out who breaks its rules.
func (c *Conn) validate(call bus.Call) error {
	if c.ask == askPeer {
		return call.ValidateOnPeer()
	}
	return call.Validate()
}

// The flags of a call have the protocol's bits, which TestFlags in package bustest
// holds them to.
const knownFlags = bus.NoReply | bus.NoAutoStart | bus.InteractiveAuthorization

// encode makes a message of a call, and opens its files.
func encode(call bus.Call, serial uint32) (outgoing, error) {
	if isBare(call) {
		return &bareCall{call, serial}, nil
	}
	msg := wire.Message{
		Type: wire.MethodCall, Flags: byte(call.Flags & knownFlags), Serial: serial,
		Destination: call.Destination, Path: call.Path, Interface: call.Interface, Member: call.Member,
		Files: len(call.Files), Body: call.Args,
	}
	header, body, err := msg.Encode()
	if err != nil {
		return nil, &bus.Error{Kind: bus.KindBadArguments, Err: err}
	}
	files, err := fdpass.Open(call.Files)
	if err != nil {
		return nil, &bus.Error{Kind: bus.KindBadArguments, Err: err}
	}
	return &encoded{append(header, body...), files}, nil
}

// exchange sends a message and waits for its answer.
func (c *Conn) exchange(ctx context.Context, msg outgoing, serial uint32) (message, error) {
	var untold message
	reply, err := gasync.FromCallback(ctx, c.loop, func(done func(message, error) error) {
		seek := c.calls.expect(serial, done) && c.inbox.seek(serial)
		switch err := msg.send(c.dbus); {
		case err != nil:
			c.calls.fail(serial, err)
		case seek:
			untold = c.look(serial)
		}
	}, gasync.OnCaller())
	if untold.native != nil {
		if err == nil {
			reply.free() // of a peer that answers twice
		}
		return untold, nil
	}
	if err != nil {
		c.calls.abandon(serial)
	}
	return reply, err
}

// look looks for the answer to a call for a moment, and passes it on. An answer that
// came before the connection ended, but is passed on after it, is returned.
func (c *Conn) look(serial uint32) (untold message) {
	if answer, found := c.inbox.find(serial); found && !c.calls.answered(serial, answer) {
		return answer
	}
	return message{}
}
