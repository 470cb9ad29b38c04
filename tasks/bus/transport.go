package bus

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxAddress bounds an address; no real one comes near it.
const maxAddress = 16 << 10

// transport is one entry of a D-Bus address.
type transport struct {
	name   string
	params map[string]string // unescaped
	offset int               // where in the address it starts
}

// checkAddress checks s as a D-Bus address that can be dialled.
func checkAddress(s string) error {
	fail := func(offset int, reason string) error {
		return &SyntaxError{What: "address", Text: s, Offset: offset, Reason: reason}
	}
	switch {
	case s == "":
		return fail(0, "an address is needed")
	case len(s) > maxAddress:
		return fail(maxAddress, "the address is too long")
	}
	usable, firstRefusal := false, ""
	// A semicolon at the very end has nothing after it, which does no harm.
	for offset, rest := 0, strings.TrimSuffix(s, ";"); ; {
		entry, after, more := strings.Cut(rest, ";")
		t, err := parseTransport(s, entry, offset)
		if err != nil {
			return err
		}
		supported, err := t.check(s)
		if err != nil {
			return err
		}
		if supported {
			usable = true
		} else if firstRefusal == "" {
			firstRefusal = t.name
		}
		if !more {
			break
		}
		offset += len(entry) + 1
		rest = after
	}
	if !usable {
		return fail(0, "“"+firstRefusal+"” cannot be used; use unix, tcp or nonce-tcp")
	}
	return nil
}

// parseTransport reads the entry that starts at offset in address.
func parseTransport(address, entry string, offset int) (transport, error) {
	fail := func(at int, reason string) (transport, error) {
		return transport{}, &SyntaxError{What: "address", Text: address, Offset: at, Reason: reason}
	}
	if entry == "" {
		return fail(offset, "an entry of the address is empty")
	}
	name, params, ok := strings.Cut(entry, ":")
	if !ok {
		return fail(offset+len(entry), "“:” expected after the transport, as in “unix:path=…”")
	}
	if name == "" {
		return fail(offset, "the name of the transport is missing")
	}
	for i, r := range name {
		if !isWordRune(r) && r != '-' {
			return fail(offset+i, quoteRune(r)+" is not allowed here")
		}
	}
	t := transport{name, map[string]string{}, offset}
	at := offset + len(name) + 1
	for params != "" {
		param, rest, more := strings.Cut(params, ",")
		key, escaped, ok := strings.Cut(param, "=")
		if !ok || key == "" {
			return fail(at, "a setting is written as “name=value”")
		}
		if _, twice := t.params[key]; twice {
			return fail(at, "“"+clip(key)+"” is set twice")
		}
		value, fault, reason := unescapeAddress(escaped)
		if reason != "" {
			return fail(at+len(key)+1+fault, reason)
		}
		t.params[key] = value
		if more && rest == "" {
			return fail(at+len(param)+1, "a setting is missing after the comma")
		}
		at += len(param) + 1
		params = rest
	}
	return t, nil
}

// check says whether the transport can be dialled. The error tells what is
// wrong with one that could be.
func (t transport) check(address string) (supported bool, err error) {
	fail := func(reason string) (bool, error) {
		return false, &SyntaxError{What: "address", Text: address, Offset: t.offset, Reason: reason}
	}
	if guid, ok := t.params["guid"]; ok && !isGUID(guid) {
		return fail("“guid” is 32 hexadecimal digits")
	}
	switch t.name {
	case "unix":
		path, hasPath := t.params["path"]
		abstract, hasAbstract := t.params["abstract"]
		if hasPath == hasAbstract {
			return fail("“unix” needs either “path” or “abstract”")
		}
		if path+abstract == "" {
			return fail("the path of the socket is empty")
		}
		return true, nil
	case "tcp", "nonce-tcp":
		port, err := strconv.ParseUint(t.params["port"], 10, 16)
		if err != nil || port == 0 {
			return fail(fmt.Sprintf("“%s” needs a port from 1 to 65535", t.name))
		}
		if family, ok := t.params["family"]; ok && family != "ipv4" && family != "ipv6" {
			return fail("“family” is ipv4 or ipv6")
		}
		if t.name == "nonce-tcp" && t.params["noncefile"] == "" {
			return fail("“nonce-tcp” needs “noncefile”")
		}
		return true, nil
	}
	return false, nil
}

// unescapeAddress undoes the percent escapes of a value. What may stand
// unescaped is fixed by the protocol.
func unescapeAddress(s string) (value string, fault int, reason string) {
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case isPlainInAddress(c):
			out.WriteByte(c)
		case c == '%':
			if i+2 >= len(s) {
				return "", i, "“%” needs two hexadecimal digits after it"
			}
			b, err := strconv.ParseUint(s[i+1:i+3], 16, 8)
			if err != nil {
				return "", i, "“%” needs two hexadecimal digits after it"
			}
			if b == 0 {
				return "", i, "a NUL is not allowed here"
			}
			out.WriteByte(byte(b))
			i += 2
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			return "", i, fmt.Sprintf("%s must be written as “%s”", quoteRune(r), escapeAddress(s[i:i+size]))
		}
	}
	return out.String(), 0, ""
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
