package uitest

import (
	"fmt"
	"strings"
)

// Event numbers that XTEST takes.
const (
	keyPress   = 2
	keyRelease = 3
)

const fakeInput = 2 // XTEST's minor opcode

// fake makes a key's event as if a keyboard had.
func (c *xConn) fake(event, key byte) error {
	return c.tell(c.xtest, fakeInput, append([]byte{event, key, 0, 0}, words(0, 0, 0, 0, 0, 0, 0)...))
}

// strike presses a combination such as "ctrl+n", modifiers first, and releases
// it in reverse.
func (c *xConn) strike(combination string) error {
	codes, err := c.keys.combination(combination)
	if err != nil {
		return err
	}
	for _, code := range codes {
		if err := c.fake(keyPress, code); err != nil {
			return err
		}
	}
	for i := len(codes) - 1; i >= 0; i-- {
		if err := c.fake(keyRelease, codes[i]); err != nil {
			return err
		}
	}
	return nil
}

// keysyms names the keys that are not simply their character.
var keysyms = map[string]uint32{
	"shift": 0xffe1, "ctrl": 0xffe3, "alt": 0xffe9,
	"escape": 0xff1b, "enter": 0xff0d, "tab": 0xff09, "space": ' ', "backspace": 0xff08,
	"delete": 0xffff, "home": 0xff50, "end": 0xff57, "left": 0xff51, "up": 0xff52,
	"right": 0xff53, "down": 0xff54, "pageup": 0xff55, "pagedown": 0xff56,
	"f1": 0xffbe, "f5": 0xffc2, "f10": 0xffc7, "plus": '+', "comma": ',',
}

// A keymap finds the key, and whether shift is needed, for a keysym.
type keymap map[uint32]struct {
	code  byte
	shift bool
}

// newKeymap reads the server's table: for each key from first on, perKey
// keysyms, of which the first two are the plain and the shifted.
func newKeymap(first byte, perKey int, table []byte) keymap {
	keys := keymap{}
	for i := range len(table) / (4 * perKey) {
		for level := range min(2, perKey) {
			keysym := wire.Uint32(table[4*(i*perKey+level):])
			if _, known := keys[keysym]; keysym != 0 && !known {
				key := keys[keysym]
				key.code, key.shift = first+byte(i), level == 1
				keys[keysym] = key
			}
		}
	}
	return keys
}

// combination lists the keys to hold down for a combination, in order.
func (k keymap) combination(combination string) ([]byte, error) {
	var codes []byte
	for name := range strings.SplitSeq(combination, "+") {
		keysym, ok := keysyms[name]
		if runes := []rune(name); !ok && len(runes) == 1 && runes[0] < 0x100 {
			keysym, ok = uint32(runes[0]), true // Latin-1 keysyms are the characters
		}
		key, mapped := k[keysym]
		if !ok || !mapped {
			return nil, fmt.Errorf("no key %q in %q", name, combination)
		}
		if key.shift {
			codes = append(codes, k[keysyms["shift"]].code)
		}
		codes = append(codes, key.code)
	}
	return codes, nil
}
