package sshbridge_test

import (
	"bufio"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/sshbridge"
)

// patience is how long a test waits for what must come.
const patience = 20 * time.Second

// greet speaks D-Bus over the bridge, byte by byte: it authenticates, says Hello,
// and gives the answer's first byte of the header's type and the text of its body.
func greet(t *testing.T, b *sshbridge.Bridge) string {
	t.Helper()
	file := b.File()
	if err := file.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	uid := hex.EncodeToString(fmt.Append(nil, os.Geteuid()))
	write(t, file, "\x00AUTH EXTERNAL "+uid+"\r\n")
	in := bufio.NewReader(file)
	line, err := in.ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "OK ") {
		t.Fatalf("the answer to AUTH is %q, %v; ssh says %v", line, err, b.Failure())
	}
	write(t, file, "BEGIN\r\n"+hello())
	header := make([]byte, 16)
	if _, err := io.ReadFull(in, header); err != nil {
		t.Fatalf("the answer to Hello: %v", err)
	}
	if header[0] != 'l' || header[1] != 2 {
		t.Fatalf("Hello was answered with % x", header)
	}
	fields := int(binary.LittleEndian.Uint32(header[12:])+7) &^ 7
	body := int(binary.LittleEndian.Uint32(header[4:]))
	rest := make([]byte, fields+body)
	if _, err := io.ReadFull(in, rest); err != nil {
		t.Fatalf("the answer to Hello: %v", err)
	}
	name := rest[fields+4 : len(rest)-1]
	return string(name)
}

func write(t *testing.T, w io.Writer, text string) {
	t.Helper()
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatalf("writing to the bridge: %v", err)
	}
}

// hello is the message that asks a bus for a name.
func hello() string {
	var fields []byte
	field := func(code byte, signature, value string) {
		for len(fields)%8 != 0 {
			fields = append(fields, 0)
		}
		fields = append(fields, code, 1, signature[0], 0)
		fields = binary.LittleEndian.AppendUint32(fields, uint32(len(value)))
		fields = append(append(fields, value...), 0)
	}
	field(1, "o", "/org/freedesktop/DBus")
	field(2, "s", "org.freedesktop.DBus")
	field(3, "s", "Hello")
	field(6, "s", "org.freedesktop.DBus")
	header := []byte{'l', 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0}
	header = binary.LittleEndian.AppendUint32(header, uint32(len(fields)))
	for message := append(header, fields...); ; message = append(message, 0) {
		if len(message)%8 == 0 {
			return string(message)
		}
	}
}
