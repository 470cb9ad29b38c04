package bustest

import (
	"encoding/binary"
	"math"
	"slices"
	"strings"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/wire"
)

// spoiled is an answer with one piece put in the place of another of the same
// length.
func spoiled(old, with string, values ...bus.Value) func(*scripted, *wire.Frame) {
	return func(s *scripted, call *wire.Frame) {
		raw := text(answerTo(call, values...))
		if len(old) != len(with) || strings.Count(raw, old) != 1 {
			panic("spoiling " + old)
		}
		s.write(strings.Replace(raw, old, with, 1))
	}
}

// withBody is an answer with a body of bytes, of which the header says that they
// are of the signature.
func withBody(sig bus.Signature, body string) func(*scripted, *wire.Frame) {
	return func(s *scripted, call *wire.Frame) { s.write(forged(call, sig, body)) }
}

// forged is an answer whose body need not be what its signature says.
func forged(call *wire.Frame, sig bus.Signature, body string) string {
	// The header of an answer with a signature of that length is as long.
	raw := text(answerTo(call, bus.SignatureValue("")))
	header := raw[:len(raw)-len("\x00\x00")]
	end := strings.LastIndex(header, "\x08\x01g\x00")
	fields := header[wire.HeaderSize:end] + "\x08\x01g\x00" + string(byte(len(sig))) + string(sig) + "\x00"
	start := []byte(header[:wire.HeaderSize])
	binary.LittleEndian.PutUint32(start[4:], uint32(len(body)))
	binary.LittleEndian.PutUint32(start[12:], uint32(len(fields)))
	return string(start) + fields + strings.Repeat("\x00", -len(fields)&7) + body
}

func u32(n uint32) string { return string(binary.LittleEndian.AppendUint32(nil, n)) }

// deepVariant is a body of variants in each other, n of them.
func deepVariant(n int) string { return strings.Repeat("\x01v\x00", n-1) + "\x01y\x00\x07" }

// bigEndian is an answer in the order that this machine does not use, with a body of
// zeros after the first 12 bytes.
func bigEndian(call *wire.Frame, length int) string {
	number := func(n uint32) string { return string(binary.BigEndian.AppendUint32(nil, n)) }
	return "B\x02\x01\x01" + number(uint32(length)) + number(9) + number(17) +
		"\x05\x01u\x00" + number(call.Serial) + "\x08\x01g\x00\x03uaq\x00" + strings.Repeat("\x00", 7) +
		number(0x01020304) + number(4) + "\x00\x01\x80\x00" + strings.Repeat("\x00", length-12)
}

// hostileCalls are the answers that cost little.
func hostileCalls() []hostileCall {
	good := bus.String("good")
	calls := []hostileCall{
		{"Cut", func(s *scripted, call *wire.Frame) {
			raw := text(answerTo(call, good))
			s.write(raw[:len(raw)-3])
			s.conn.Close()
		}, connEnds, ""},
		{"CutInHeader", func(s *scripted, call *wire.Frame) {
			s.write(text(answerTo(call, good))[:9])
			s.conn.Close()
		}, connEnds, ""},
		{"Closed", func(s *scripted, _ *wire.Frame) { s.conn.Close() }, connEnds, ""},
		{"Nonsense", func(s *scripted, _ *wire.Frame) { s.write("HTTP/1.1 400 Bad Request\r\n\r\n") }, connEnds, ""},
		{"LongBody", func(s *scripted, _ *wire.Frame) {
			s.write("l\x02\x00\x01\xff\xff\xff\xff\x01\x00\x00\x00\x00\x00\x00\x00")
		}, connEnds, ""},
		{"LongHeader", func(s *scripted, _ *wire.Frame) {
			s.write("l\x02\x00\x01\x00\x00\x00\x00\x01\x00\x00\x00\xff\xff\xff\xff")
		}, connEnds, ""},
		{"LengthsThatWrapRound", func(s *scripted, _ *wire.Frame) {
			s.write("l\x02\x00\x01\xf0\xff\xff\xff\x01\x00\x00\x00\x10\x00\x00\x00")
		}, connEnds, ""},
		{"AnnouncedAndNotSent", func(s *scripted, _ *wire.Frame) {
			s.write("l\x02\x00\x01\x00\x00\xf0\x07\x01\x00\x00\x00\x08\x00\x00\x00")
			s.conn.Close()
		}, connEnds, ""},
		{"WrongOrder", func(s *scripted, call *wire.Frame) { s.write("x" + text(answerTo(call))[1:]) }, connEnds, ""},
		{"WrongVersion", func(s *scripted, call *wire.Frame) { raw := text(answerTo(call)); s.write(raw[:3] + "\x02" + raw[4:]) }, connEnds, ""},

		{"ArrayOf4GiB", withBody("ay", u32(math.MaxUint32)), eitherFail, ""},
		{"ArrayOf64MiB", withBody("as", u32(1<<26)), eitherFail, ""},
		{"ArrayOfHalfAnItem", withBody("au", u32(6)+"abcdef"), eitherFail, ""},
		{"StringOf4GiB", withBody("s", u32(math.MaxUint32)+"abc\x00"), eitherFail, ""},
		{"StringWithoutEnd", withBody("s", u32(3)+"abcd"), eitherFail, ""},
		{"StringNotUTF8", spoiled("good", "go\xffd", good), eitherFail, ""},
		{"StringOfSurrogates", spoiled("good!", "g\xed\xa0\x80!", bus.String("good!")), eitherFail, ""},
		{"StringWithNUL", spoiled("good", "go\x00d", good), orMended, "('go',)"},
		{"PathNotPath", spoiled("/com/example", "/com//xample", bus.PathValue("/com/example")), eitherFail, ""},
		{"SignatureNotSignature", spoiled("a{sv}", "a{vs}", bus.SignatureValue("a{sv}")), eitherFail, ""},
		{"BooleanOf2", withBody("b", u32(2)), orMended, "(true,)"},
		{"VariantOfNothing", withBody("v", "\x00\x00"), eitherFail, ""},
		{"VariantOfTwo", withBody("v", "\x02yy\x00ab"), eitherFail, ""},
		{"VariantOfNoType", withBody("v", "\x01!\x00a"), eitherFail, ""},
		{"MoreThanSaid", withBody("y", "ab"), orMended, "(byte 0x61,)"},
		{"LessThanSaid", withBody("yyy", "ab"), eitherFail, ""},
		{"BodyWithoutSignature", withBody("", "abcd"), orMended, "()"},
		{"UnbalancedSignature", withBody("(y", "a"), eitherFail, ""},
		{"SignatureOf255Arrays", withBody(bus.Signature(strings.Repeat("a", 254))+"y", u32(0)), eitherFail, ""},
		{"SignatureOf127Structs", withBody(bus.Signature(strings.Repeat("(", 127)+"y"+strings.Repeat(")", 127)), "a"), eitherFail, ""},
		{"65Variants", withBody("v", deepVariant(65)), eitherFail, ""},
		{"100000Variants", withBody("v", deepVariant(100_000)), eitherFail, ""},

		{"64Variants", withBody("v", deepVariant(64)), answered, ""},
		{"NotANumberForAKey", func(s *scripted, call *wire.Frame) {
			nan := bus.Double(math.NaN())
			s.reply(call, dictOf("d", "y", nan, bus.Byte(1), nan, bus.Byte(2)))
		}, answered, "({nan: byte 0x01, nan: 0x02},)"},
		{"KeysTwice", func(s *scripted, call *wire.Frame) {
			s.reply(call, dictOf("s", "i", bus.String("z"), bus.Int32(1), bus.String("a"), bus.Int32(2), bus.String("z"), bus.Int32(3)))
		}, answered, "({'z': 1, 'a': 2, 'z': 3},)"},
		{"Noncharacters", func(s *scripted, call *wire.Frame) { s.reply(call, bus.String("\ufdd0\U0010ffff")) }, answered, ""},
		{"BigEndian", func(s *scripted, call *wire.Frame) { s.write(bigEndian(call, 12)) }, answered, "(uint32 16909060, [uint16 1, 32768])"},
		{"BigEndianAndMore", func(s *scripted, call *wire.Frame) { s.write(bigEndian(call, 16)) }, orMended, "(uint32 16909060, [uint16 1, 32768])"},

		{"SerialZero", func(s *scripted, call *wire.Frame) {
			msg := answerTo(call, good)
			msg.Serial = 0
			s.send(msg)
		}, eitherFail, ""},
		{"ReplyToZero", func(s *scripted, call *wire.Frame) {
			raw := text(answerTo(call, good))
			s.write(strings.Replace(raw, "\x05\x01u\x00"+u32(call.Serial), "\x05\x01u\x00"+u32(0), 1))
		}, connEnds | isIgnored, ""},
		{"ReplyToNothing", func(s *scripted, call *wire.Frame) {
			raw := text(wire.Message{Type: wire.Signal, Serial: 5, Path: "/", Interface: "a.b", Member: "C"})
			s.write(raw[:1] + "\x02" + raw[2:])
		}, connEnds, ""},
		{"ReplyToAnother", func(s *scripted, call *wire.Frame) {
			msg := answerTo(call, good)
			msg.Destination = ":1.8"
			s.send(msg)
		}, isIgnored, ""},
		{"TypeZero", func(s *scripted, call *wire.Frame) { raw := text(answerTo(call)); s.write(raw[:1] + "\x00" + raw[2:]) }, connEnds, ""},
		{"BadErrorName", func(s *scripted, call *wire.Frame) {
			s.write(strings.Replace(text(errorTo(call, "com.example.Broken")), "com.example.Broken", "com.example!Broken", 1))
		}, connEnds | answered, ""},
		{"BadSender", func(s *scripted, call *wire.Frame) {
			raw := strings.Replace(text(answerTo(call)), ":1.7", ":1!7", 1)
			s.write(raw)
		}, connEnds | isIgnored, ""},
	}
	return append(calls, hostileCompany(good)...)
}

// hostileCompany are answers that are good, but do not come alone.
func hostileCompany(good bus.Value) []hostileCall {
	after := func(do func(*scripted, *wire.Frame)) func(*scripted, *wire.Frame) {
		return func(s *scripted, call *wire.Frame) {
			do(s, call)
			s.reply(call, good)
		}
	}
	signal := wire.Message{Type: wire.Signal, Serial: 5, Path: "/org/freedesktop/DBus", Interface: "org.freedesktop.DBus"}
	named := func(member bus.Member, values ...bus.Value) func(*scripted, *wire.Frame) {
		return after(func(s *scripted, _ *wire.Frame) {
			msg := signal
			msg.Member, msg.Body = member, values
			s.send(msg)
		})
	}
	return []hostileCall{
		{"UnknownType", after(func(s *scripted, call *wire.Frame) { raw := text(answerTo(call)); s.write(raw[:1] + "\x2a" + raw[2:]) }), answered, "('good',)"},
		{"UnknownFlags", func(s *scripted, call *wire.Frame) {
			msg := answerTo(call, good)
			msg.Flags = 0xff
			s.send(msg)
		}, answered, "('good',)"},
		{"AnswersToNobody", after(func(s *scripted, call *wire.Frame) {
			for _, serial := range []uint32{call.Serial + 1000, call.Serial - 1, 1<<32 - 1} {
				msg := answerTo(call, bus.String("not yours"))
				msg.ReplySerial = serial
				s.send(msg)
			}
		}), answered, "('good',)"},
		{"TwoAnswers", func(s *scripted, call *wire.Frame) {
			s.reply(call, good)
			s.reply(call, bus.String("another"))
		}, answered, "('good',)"},
		{"NameLostOfNothing", named("NameLost"), answered, "('good',)"},
		{"NameLostOfANumber", named("NameLost", bus.Uint32(1)), answered, "('good',)"},
		{"NameAcquiredOfNothing", named("NameAcquired"), answered, "('good',)"},
		{"NameAcquiredOfNonsense", named("NameAcquired", bus.String("not a name"), bus.Bytes(nil)), answered, "('good',)"},
		{"NameOwnerChangedOfNothing", named("NameOwnerChanged", bus.Byte(1)), answered, "('good',)"},
		{"SignalNotUTF8", after(func(s *scripted, _ *wire.Frame) {
			msg := signal
			msg.Member, msg.Body = "Changed", []bus.Value{bus.String("good")}
			s.write(strings.Replace(text(msg), "good", "go\xffd", 1))
		}), answered | connEnds, "('good',)"},
		{"DescriptorsThatAreNotSaid", func(s *scripted, call *wire.Frame) {
			s.give(text(answerTo(call, good)), 0, 0, 0)
		}, answered | connEnds, "('good',)"},
		{"DescriptorsThatDoNotCome", func(s *scripted, call *wire.Frame) {
			msg := answerTo(call, good)
			msg.Files = 3
			s.send(msg)
		}, eitherFail, ""},
		{"DescriptorsOfASignal", after(func(s *scripted, _ *wire.Frame) {
			msg := signal
			msg.Member, msg.Files = "Changed", 200
			s.give(text(msg), slices.Repeat([]int{0}, 200)...)
		}), answered, "('good',)"},
		{"HandleOfNothing", func(s *scripted, call *wire.Frame) { s.reply(call, bus.Handle(math.MaxUint32)) }, answered | eitherFail, "(handle 4294967295,)"},
	}
}

func errorTo(call *wire.Frame, name string, values ...bus.Value) wire.Message {
	msg := answerTo(call, values...)
	msg.Type, msg.ErrorName = wire.ErrorReply, name
	return msg
}

// dictOf is a dictionary of these keys and values, in turn.
func dictOf(key, value bus.Signature, values ...bus.Value) bus.Value {
	var entries []bus.Entry
	for pair := range slices.Chunk(values, 2) {
		entries = append(entries, bus.Entry{Key: pair[0], Value: pair[1]})
	}
	v, err := bus.Dict(key, value, entries...)
	if err != nil {
		panic(err)
	}
	return v
}
