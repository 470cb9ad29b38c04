package uitest

// Numbers of the X11 core protocol that it takes to look like a shell.
const (
	xCreateWindow      = 1
	xChangeProperty    = 18
	xSetSelectionOwner = 22
	xWarpPointer       = 41

	replaceProperty = 0
	atomType        = 4
	cardinalType    = 6
	resourceManager = 23
	stringType      = 31
	windowType      = 33
)

// wear tells the programs to come how to look, and takes the pointer away from
// where it would light something up.
func (c *xConn) wear(look Look) error {
	if resources := look.resources(); resources != "" {
		if err := c.setText(c.root, resourceManager, resources); err != nil {
			return err
		}
	}
	corner := uint32(c.height)<<16 | uint32(c.width)
	if err := c.tell(xWarpPointer, 0, words(0, c.root, 0, 0, corner)); err != nil {
		return err
	}
	if look.Shadows {
		return c.actAsShell()
	}
	return nil
}

// actAsShell has programs think that a window manager runs which composes
// windows and lets them draw their shadows. None does: see [xConn.picture].
func (c *xConn) actAsShell() error {
	window := c.firstID
	if err := c.tell(xCreateWindow, 0, words(window, c.root, 0, 1|1<<16, 0, 0, 0)); err != nil {
		return err
	}
	shadows, err := c.atom(frameExtents)
	if err != nil {
		return err
	}
	for _, property := range []struct {
		of          uint32
		name        string
		kind, value uint32
	}{
		{c.root, "_NET_SUPPORTED", atomType, shadows},
		{c.root, "_NET_SUPPORTING_WM_CHECK", windowType, window},
		{window, "_NET_SUPPORTING_WM_CHECK", windowType, window},
	} {
		name, err := c.atom(property.name)
		if err != nil {
			return err
		}
		change := words(property.of, name, property.kind, 32, 1, property.value)
		if err := c.tell(xChangeProperty, replaceProperty, change); err != nil {
			return err
		}
	}
	composer, err := c.atom("_NET_WM_CM_S0")
	if err != nil {
		return err
	}
	return c.tell(xSetSelectionOwner, 0, words(window, composer, 0))
}

// setText makes a text a property of a window.
func (c *xConn) setText(window, name uint32, text string) error {
	change := append(words(window, name, stringType, 8, uint32(len(text))), text...)
	for len(change)%4 != 0 {
		change = append(change, 0)
	}
	return c.tell(xChangeProperty, replaceProperty, change)
}

// frameExtents is the property in which a window says how wide its shadows are.
const frameExtents = "_GTK_FRAME_EXTENTS"

// shadows is how many pixels of a window's width and height its shadows take.
func (c *xConn) shadows(window xWindow) (width, height int, err error) {
	name, err := c.atom(frameExtents)
	if err != nil {
		return 0, 0, err
	}
	property, err := c.ask(xGetProperty, 0, words(uint32(window), name, cardinalType, 0, 4))
	if err != nil || wire.Uint32(property[16:]) < 4 {
		return 0, 0, err // it has none
	}
	side := func(i int) int { return int(wire.Uint32(property[32+4*i:])) }
	return side(0) + side(1), side(2) + side(3), nil
}
