package uitest

import (
	"bytes"
	"testing"
)

func TestCombination(t *testing.T) {
	// Two keysyms a key from code 8 on: n and N, ctrl, shift, plus under equals.
	keys := newKeymap(8, 2, words('n', 'N', 0xffe3, 0, 0xffe1, 0, '=', '+'))
	for _, test := range []struct {
		combination string
		want        []byte
	}{
		{"n", []byte{8}},
		{"ctrl+n", []byte{9, 8}},
		{"N", []byte{10, 8}},
		{"ctrl+plus", []byte{9, 10, 11}},
		{"f10", nil},       // not on this keyboard
		{"ctrl+what", nil}, // no key at all
	} {
		got, err := keys.combination(test.combination)
		if !bytes.Equal(got, test.want) || (err != nil) != (test.want == nil) {
			t.Errorf("%s is %v (%v), want %v", test.combination, got, err, test.want)
		}
	}
}
