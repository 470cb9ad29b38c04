package gdbusconn

import (
	"fmt"
	"io"
	"strings"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// Bounds of what the other side may say before the first message.
const (
	maxLine  = 4 << 10 // bytes
	maxLines = 16
)

// authenticate has the other side accept us, without asking for file descriptors to
// be passed. It waits for as long as the other side takes.
func authenticate(conn io.ReadWriter) error {
	say := func(line string) error {
		_, err := io.WriteString(conn, line+"\r\n")
		return err
	}
	// Neither needs a word about who we are: the other side knows already, or does
	// not mind, and gets a name for its log.
	left := []string{"EXTERNAL", "ANONYMOUS 62656c6c686f70"}
	next := func() error {
		if len(left) == 0 {
			return &bus.Error{Kind: bus.KindAuthentication, Reason: bus.Because("the bus does not accept this user")}
		}
		mechanism := left[0]
		left = left[1:]
		return say("AUTH " + mechanism)
	}
	if _, err := conn.Write([]byte{0}); err != nil {
		return err
	}
	err := next()
	for range maxLines {
		if err != nil {
			return err
		}
		var line string
		if line, err = readLine(conn); err != nil {
			return err
		}
		switch command, _, _ := strings.Cut(line, " "); command {
		case "OK":
			return say("BEGIN")
		case "DATA":
			err = say("DATA") // there is nothing to add
		case "ERROR":
			err = say("CANCEL")
		case "REJECTED":
			err = next()
		default:
			return noDBus(line)
		}
	}
	return &bus.Error{Kind: bus.KindProtocol, Reason: bus.Because("the handshake does not end")}
}

// readLine reads no more than one line, since what follows is for GDBus to read.
func readLine(r io.Reader) (string, error) {
	var line []byte
	for one := make([]byte, 1); len(line) < maxLine; line = append(line, one[0]) {
		if _, err := io.ReadFull(r, one); err != nil {
			return "", err
		}
		if one[0] == '\n' {
			return strings.TrimSuffix(string(line), "\r"), nil
		}
	}
	return "", noDBus(string(line))
}

// noDBus is the error of something else at the other side: a shell that says
// hello, for example.
func noDBus(said string) error {
	const shown = 100 // bytes
	return &bus.Error{
		Kind:   bus.KindProtocol,
		Reason: bus.Because("the other side does not speak D-Bus: %s", fmt.Sprintf("%.*q", shown, said)),
	}
}
