package bus

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxAddress bounds an address; no real one comes near it.
const maxAddress = 16 << 10

// transport is one entry of a D-Bus address.
type transport struct {
	text      string // as it was written
	name      string
	params    []param // in their order
	offset    int     // where in the address it starts
	supported bool    // whether it can be dialled
}

// param is one setting of an entry.
type param struct {
	name, value string // the value unescaped
	offset      int    // where in the address the setting starts
}

func (p param) valueOffset() int { return p.offset + len(p.name) + 1 }

// get gives the value of a setting, and whether it is there.
func (t transport) get(name string) (value string, ok bool) {
	for _, p := range t.params {
		if p.name == name {
			return p.value, true
		}
	}
	return "", false
}

// parseEntries reads the D-Bus address that starts at offset in text and goes on
// to its end. At least one of its entries can be dialled.
func parseEntries(text string, offset int) ([]transport, error) {
	fail := func(at int, reason Reason) ([]transport, error) {
		return nil, &SyntaxError{What: "address", Text: text, Offset: at, Reason: reason}
	}
	switch {
	case len(text) == offset:
		return fail(offset, Because("an address is needed"))
	case len(text) > maxAddress:
		return fail(maxAddress, Because("the address is too long"))
	}
	var entries []transport
	usable := false
	// A semicolon at the very end has nothing after it, which does no harm.
	for entry := range strings.SplitSeq(strings.TrimSuffix(text[offset:], ";"), ";") {
		t, err := parseTransport(text, entry, offset)
		if err != nil {
			return nil, err
		}
		if t.supported, err = t.check(text); err != nil {
			return nil, err
		}
		usable = usable || t.supported
		entries = append(entries, t)
		offset += len(entry) + 1
	}
	if first := entries[0]; !usable {
		return fail(first.offset, Because("“%s” cannot be used; use unix, tcp or nonce-tcp", first.name))
	}
	return entries, nil
}

// parseTransport reads the entry that starts at offset in address.
func parseTransport(address, entry string, offset int) (transport, error) {
	fail := func(at int, reason Reason) (transport, error) {
		return transport{}, &SyntaxError{What: "address", Text: address, Offset: at, Reason: reason}
	}
	if entry == "" {
		return fail(offset, Because("an entry of the address is empty"))
	}
	name, params, ok := strings.Cut(entry, ":")
	if !ok {
		return fail(offset+len(entry), Because("“:” expected after the transport, as in “unix:path=…”"))
	}
	if name == "" {
		return fail(offset, Because("the name of the transport is missing"))
	}
	for i, r := range name {
		if !isWordRune(r) && r != '-' {
			return fail(offset+i, Because("%s is not allowed here", quoteRune(r)))
		}
	}
	t := transport{text: entry, name: name, offset: offset}
	at := offset + len(name) + 1
	for params != "" {
		setting, rest, more := strings.Cut(params, ",")
		key, escaped, ok := strings.Cut(setting, "=")
		if !ok || key == "" {
			return fail(at, Because("a setting is written as “name=value”"))
		}
		for i, r := range key {
			if !isWordRune(r) && r != '-' {
				return fail(at+i, Because("%s is not allowed here", quoteRune(r)))
			}
		}
		if _, twice := t.get(key); twice {
			return fail(at, Because("“%s” is set twice", clip(key)))
		}
		value, fault, reason := unescapeAddress(escaped)
		if !reason.IsZero() {
			return fail(at+len(key)+1+fault, reason)
		}
		t.params = append(t.params, param{key, value, at})
		if more && rest == "" {
			return fail(at+len(setting)+1, Because("a setting is missing after the comma"))
		}
		at += len(setting) + 1
		params = rest
	}
	return t, nil
}

// check says whether the transport can be dialled. The error tells what is
// wrong with one that could be.
func (t transport) check(address string) (supported bool, err error) {
	fail := func(reason Reason) (bool, error) {
		return false, &SyntaxError{What: "address", Text: address, Offset: t.offset, Reason: reason}
	}
	if guid, ok := t.get("guid"); ok && !isGUID(guid) {
		return fail(Because("“guid” is 32 hexadecimal digits"))
	}
	switch t.name {
	case "unix":
		path, hasPath := t.get("path")
		abstract, hasAbstract := t.get("abstract")
		if hasPath == hasAbstract {
			return fail(Because("“unix” needs either “path” or “abstract”"))
		}
		if path+abstract == "" {
			return fail(Because("the path of the socket is empty"))
		}
		return true, nil
	case "tcp", "nonce-tcp":
		if port, _ := t.get("port"); parsePort(port) == 0 {
			return fail(Because("“%s” needs a port from 1 to 65535", t.name))
		}
		if family, ok := t.get("family"); ok && family != "ipv4" && family != "ipv6" {
			return fail(Because("“family” is ipv4 or ipv6"))
		}
		if file, _ := t.get("noncefile"); t.name == "nonce-tcp" && file == "" {
			return fail(Because("“nonce-tcp” needs “noncefile”"))
		}
		return true, nil
	}
	return false, nil
}

// parsePort gives 0 for what is no port.
func parsePort(s string) uint16 {
	port, err := strconv.ParseUint(s, 10, 16)
	if err != nil {
		return 0
	}
	return uint16(port)
}

// placeOf shortens a D-Bus address for people to the path of its socket, if that
// is all there is to it and all of it can be seen.
func placeOf(address string) string {
	entries, err := parseEntries(address, 0)
	if err != nil || len(entries) != 1 {
		return address
	}
	path, _ := entries[0].get("path")
	if abstract, ok := entries[0].get("abstract"); ok {
		path = "@" + abstract
	}
	if entries[0].name != "unix" || !utf8.ValidString(path) || strings.ContainsFunc(path, isUnseen) {
		return address
	}
	return path
}

func isUnseen(r rune) bool { return !unicode.IsGraphic(r) }

// unescapeAddress undoes the percent escapes of a value. What may stand
// unescaped is fixed by the protocol.
func unescapeAddress(s string) (value string, fault int, reason Reason) {
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case isPlainInAddress(c):
			out.WriteByte(c)
		case c == '%':
			if i+2 >= len(s) {
				return "", i, Because("“%%” needs two hexadecimal digits after it")
			}
			b, err := strconv.ParseUint(s[i+1:i+3], 16, 8)
			if err != nil {
				return "", i, Because("“%%” needs two hexadecimal digits after it")
			}
			if b == 0 {
				return "", i, Because("a NUL is not allowed here")
			}
			out.WriteByte(byte(b))
			i += 2
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			return "", i, Because("%s must be written as “%s”", quoteRune(r), escapeAddress(s[i:i+size]))
		}
	}
	return out.String(), 0, Reason{}
}

// escapeAddress writes s as a value of an address.
func escapeAddress(s string) string {
	var out strings.Builder
	for i := range len(s) {
		if isPlainInAddress(s[i]) {
			out.WriteByte(s[i])
		} else {
			fmt.Fprintf(&out, "%%%02x", s[i])
		}
	}
	return out.String()
}

func isPlainInAddress(c byte) bool {
	return isDigit(c) || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || strings.IndexByte(`-_/.\*`, c) >= 0
}

func isGUID(s string) bool {
	if len(s) != 32 {
		return false
	}
	return strings.Trim(s, "0123456789abcdefABCDEF") == ""
}
