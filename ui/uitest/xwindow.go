package uitest

import "slices"

// An xWindow is a window of a program, by its number on the server.
type xWindow uint32

// noWindow is None, which has the focus when no window has it.
const noWindow xWindow = 0

const (
	anyPropertyType = 0
	revertToPointer = 1
	viewable        = 2
	zPixmap         = 2
	clientMessage   = 33
)

// windows lists the mapped windows that a window manager would manage, newest
// first. Menus and other windows that manage themselves are not among them.
func (c *xConn) windows() ([]xWindow, error) {
	mapped, err := c.mapped()
	if err != nil {
		return nil, err
	}
	class, err := c.atom("WM_CLASS")
	if err != nil {
		return nil, err
	}
	var found []xWindow
	for _, window := range slices.Backward(mapped) {
		attributes, err := c.ask(xGetWindowAttributes, 0, words(uint32(window)))
		if err != nil {
			continue // gone meanwhile
		}
		overrideRedirect := attributes[27]
		property, err := c.ask(xGetProperty, 0, words(uint32(window), class, anyPropertyType, 0, 64))
		if err == nil && overrideRedirect == 0 && wire.Uint32(property[16:]) > 0 {
			found = append(found, window)
		}
	}
	return found, nil
}

// mapped lists the windows that are on the screen, from the lowest to the highest.
func (c *xConn) mapped() ([]xWindow, error) {
	tree, err := c.ask(xQueryTree, 0, words(c.root))
	if err != nil {
		return nil, err
	}
	var found []xWindow
	for i := range int(wire.Uint16(tree[16:])) {
		window := wire.Uint32(tree[32+4*i:])
		attributes, err := c.ask(xGetWindowAttributes, 0, words(window))
		if err == nil && attributes[26] == viewable { // not gone meanwhile
			found = append(found, xWindow(window))
		}
	}
	return found, nil
}

func (c *xConn) atom(name string) (uint32, error) {
	body := append(words(uint32(len(name))), name...)
	for len(body)%4 != 0 {
		body = append(body, 0)
	}
	reply, err := c.ask(xInternAtom, 0, body)
	if err != nil {
		return 0, err
	}
	return wire.Uint32(reply[8:]), nil
}

// focus gives a window the keyboard, as a window manager does on a click.
func (c *xConn) focus(window xWindow) error {
	return c.tell(xSetInputFocus, revertToPointer, words(uint32(window), 0))
}

// size gives a window's width and height in pixels.
func (c *xConn) size(window xWindow) (width, height int, err error) {
	geometry, err := c.ask(xGetGeometry, 0, words(uint32(window)))
	if err != nil {
		return 0, 0, err
	}
	return int(wire.Uint16(geometry[16:])), int(wire.Uint16(geometry[18:])), nil
}

// resize changes a window's size as a window manager does when its edge is
// dragged.
func (c *xConn) resize(window xWindow, width, height int) error {
	const widthAndHeight = 4 | 8
	return c.tell(xConfigureWindow, 0, words(uint32(window), widthAndHeight, uint32(width), uint32(height)))
}

// askToClose does what a window manager does when its close button is pressed.
func (c *xConn) askToClose(window xWindow) error {
	protocols, err := c.atom("WM_PROTOCOLS")
	if err != nil {
		return err
	}
	deleteWindow, err := c.atom("WM_DELETE_WINDOW")
	if err != nil {
		return err
	}
	body := words(uint32(window), 0)
	event := []byte{clientMessage, 32, 0, 0}
	event = append(event, words(uint32(window), protocols, deleteWindow, 0, 0, 0, 0)...)
	return c.tell(xSendEvent, 0, append(body, event...))
}

// line reads a line of pixels, four bytes each, of which a bare screen's are all 0.
func (c *xConn) line(y int) ([]byte, error) {
	reply, err := c.ask(xGetImage, zPixmap, words(c.root, uint32(y)<<16, 1<<16|uint32(c.width), 0xffffff))
	if err != nil {
		return nil, err
	}
	return reply[32:], nil
}
