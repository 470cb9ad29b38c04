package gdbusconn

import (
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// Tap implements [bus.Conn].
func (c *Conn) Tap(deliver func(bus.Message)) (untap func()) {
	remove := c.taps.Add(deliver)
	c.inbox.tap(c.taps.Wanted)
	return func() {
		remove()
		c.inbox.tap(c.taps.Wanted)
	}
}

// Mute implements [bus.Conn].
func (c *Conn) Mute() { c.inbox.mute() }

// received implements receiver for the inbox.
func (c *Conn) received(serial uint32, m message) {
	if serial != 0 && c.calls.answered(serial, m) {
		return
	}
	if c.broken || !c.taps.Wanted() {
		m.free()
		return
	}
	frame, err := m.open()
	if err != nil {
		c.broken = true
		c.breakOff(err)
		return
	}
	c.taps.Deliver(frame.Message(time.Now()))
}

// ended implements receiver for the inbox.
func (c *Conn) ended(why error) {
	if c.calls.reason() == nil {
		why = c.told(why)
	}
	c.calls.end(why)
	if c.bridge != nil {
		c.bridge.Close()
	}
}

// told is why the connection ended by itself, if others know better than GDBus.
func (c *Conn) told(why error) error {
	if c.guard != nil {
		if told := c.guard.failure(); told != nil {
			return told
		}
	}
	if c.bridge != nil {
		if told := c.bridge.Failure(); told != nil {
			return told
		}
	}
	return why
}

// breakOff ends a connection whose other side does not keep to the protocol. It
// does not wait.
func (c *Conn) breakOff(why error) {
	c.calls.close(why)
	c.stream.shutdown()
}
