package gdbusconn

import (
	"context"
	"math"

	"github.com/diamondburned/gotk4/pkg/gio/v2"

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
	wanted := call.Flags&bus.NoReply == 0
	serial, err := c.calls.begin(wanted)
	if err != nil {
		return bus.Reply{}, err
	}
	defer c.calls.finish(serial)
	msg, err := message(call, serial)
	if err != nil {
		return bus.Reply{}, err
	}
	if !wanted {
		_, err := c.dbus.SendMessage(msg, gio.DBusSendMessageFlagsPreserveSerial)
		return bus.Reply{}, err
	}
	answer, err := c.exchange(ctx, msg, serial)
	if err != nil {
		return bus.Reply{}, err
	}
	return answer.open()
}

// The flags of a call have the protocol's bits, which TestFlags in package bustest
// holds them to.
const knownFlags = bus.NoReply | bus.NoAutoStart | bus.InteractiveAuthorization

// message makes GDBus's message of a call.
func message(call bus.Call, serial uint32) (*gio.DBusMessage, error) {
	msg := wire.Message{
		Type: wire.MethodCall, Flags: byte(call.Flags & knownFlags), Serial: serial,
		Destination: call.Destination, Path: call.Path, Interface: call.Interface, Member: call.Member,
		Body: call.Args,
	}
	header, body, err := msg.Encode()
	if err != nil {
		return nil, &bus.Error{Kind: bus.KindBadArguments, Err: err}
	}
	m, err := gasync.Result(gio.NewDBusMessageFromBlob(append(header, body...), gio.DBusCapabilityFlagsNone))
	if err != nil {
		return nil, &bus.Error{Kind: bus.KindBadArguments, Err: err}
	}
	return m, nil
}

// exchange sends a message and waits for its answer.
func (c *Conn) exchange(ctx context.Context, msg *gio.DBusMessage, serial uint32) (answer, error) {
	// The end of ctx has to make an orphan of the call before it cancels the
	// operation, so the operation has a context of its own.
	waiting, cancel := context.WithCancel(context.Background())
	defer cancel()
	stop := func() bool { return true }
	reply, err := gasync.Await(waiting, c.loop,
		func(waiting context.Context, ready gio.AsyncReadyCallback) {
			c.dbus.SendMessageWithReply(waiting, msg, gio.DBusSendMessageFlagsPreserveSerial, math.MaxInt32, ready)
			stop = afterFunc(ctx, func() {
				if c.calls.abandon(serial) {
					cancel()
				}
			})
		},
		func(res gio.AsyncResulter) (answer, error) { return finishAnswer(c.dbus, res) },
		gasync.OnCaller())
	stop()
	return reply, err
}
