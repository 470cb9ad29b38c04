package bus

import "strings"

// The protocol's limits for signatures, and for values in all.
const (
	maxSignature   = 255 // bytes
	maxArrayDepth  = 32  // arrays within arrays, in one signature
	maxStructDepth = 32  // structs within structs, in one signature
	maxDepth       = 64  // containers within containers, in one message
)

// Signature is a row of complete types, as the protocol writes them. The empty
// signature is that of a message without a body. A conversion from string is
// not checked: use [ParseSignature] for what comes from outside.
type Signature string

// TypeCode is the first byte of a complete type, which says what kind of type
// it is.
type TypeCode byte

// The type codes. A dictionary is an array whose element is a dict entry.
const (
	TypeInvalid    TypeCode = 0
	TypeByte       TypeCode = 'y'
	TypeBool       TypeCode = 'b'
	TypeInt16      TypeCode = 'n'
	TypeUint16     TypeCode = 'q'
	TypeInt32      TypeCode = 'i'
	TypeUint32     TypeCode = 'u'
	TypeInt64      TypeCode = 'x'
	TypeUint64     TypeCode = 't'
	TypeDouble     TypeCode = 'd'
	TypeString     TypeCode = 's'
	TypeObjectPath TypeCode = 'o'
	TypeSignature  TypeCode = 'g'
	TypeHandle     TypeCode = 'h'
	TypeVariant    TypeCode = 'v'
	TypeArray      TypeCode = 'a'
	TypeStruct     TypeCode = '('
	TypeDictEntry  TypeCode = '{'
)

// basicTypes are the codes of the types that hold no other value.
const basicTypes = "ybnqiuxtdsogh"

// ParseSignature checks s as zero or more complete types within the protocol's
// limits: 255 bytes, 32 nested arrays, 32 nested structs. The error is a
// [*SyntaxError].
func ParseSignature(s string) (Signature, error) {
	sig, err := parseSignature(s)
	if err != nil {
		return "", err
	}
	return sig, nil
}

func parseSignature(s string) (Signature, *SyntaxError) {
	fail := func(offset int, reason Reason) (Signature, *SyntaxError) {
		return "", &SyntaxError{What: "signature", Text: s, Offset: offset, Reason: reason}
	}
	if len(s) > maxSignature {
		return fail(maxSignature, Because("the signature is longer than 255 characters"))
	}
	for i := 0; i < len(s); {
		n, fault, reason := scanType(s, i, 0, 0)
		if !reason.IsZero() {
			return fail(fault, reason)
		}
		i = n
	}
	return Signature(s), nil
}

// ParseType checks s as exactly one complete type. The error is a
// [*SyntaxError].
func ParseType(s string) (Signature, error) {
	typ, err := parseType(s)
	if err != nil {
		return "", err
	}
	return typ, nil
}

func parseType(s string) (Signature, *SyntaxError) {
	sig, err := parseSignature(s)
	switch {
	case err != nil:
		return "", err
	case s == "":
		return "", &SyntaxError{What: "type", Reason: Because("a type is needed")}
	case !sig.IsComplete():
		return "", &SyntaxError{What: "type", Text: s, Offset: typeEnd(s, 0), Reason: Because("only one type is expected")}
	}
	return sig, nil
}

// scanType checks the complete type that starts at s[i]. It returns where the
// type ends, or where the fault is and what it is.
func scanType(s string, i, arrays, structs int) (end, fault int, reason Reason) {
	if i == len(s) {
		return 0, i, Because("a type is missing at the end")
	}
	switch c := s[i]; {
	case c == 'v' || strings.IndexByte(basicTypes, c) >= 0:
		return i + 1, 0, Reason{}
	case c == 'a':
		if arrays++; arrays > maxArrayDepth {
			return 0, i, Because("more than 32 arrays in each other")
		}
		if i+1 < len(s) && s[i+1] == '{' {
			return scanDictEntry(s, i+1, arrays, structs)
		}
		return scanType(s, i+1, arrays, structs)
	case c == '(':
		if structs++; structs > maxStructDepth {
			return 0, i, Because("more than 32 structs in each other")
		}
		return scanStruct(s, i, arrays, structs)
	case c == '{':
		return 0, i, Because("“{” is only allowed after “a”")
	case c == ')' || c == '}':
		return 0, i, Because("%s closes nothing", quoteRune(rune(c)))
	case c == 'm':
		return 0, i, Because("D-Bus has no maybe types")
	}
	return 0, i, Because("%s is not a type", quoteRune(runeAt(s, i)))
}

func scanStruct(s string, i, arrays, structs int) (end, fault int, reason Reason) {
	start := i
	for i++; ; {
		switch {
		case i == len(s):
			return 0, i, Because("“)” is missing at the end")
		case s[i] == ')' && i == start+1:
			return 0, i, Because("a struct needs at least one field")
		case s[i] == ')':
			return i + 1, 0, Reason{}
		}
		if i, fault, reason = scanType(s, i, arrays, structs); !reason.IsZero() {
			return 0, fault, reason
		}
	}
}

func scanDictEntry(s string, i, arrays, structs int) (end, fault int, reason Reason) {
	i++
	if i == len(s) {
		return 0, i, Because("the type of the keys is missing")
	}
	if strings.IndexByte(basicTypes, s[i]) < 0 {
		return 0, i, Because("the keys of a dictionary need a basic type")
	}
	if i+1 < len(s) && s[i+1] == '}' {
		return 0, i + 1, Because("the type of the values is missing")
	}
	if i, fault, reason = scanType(s, i+1, arrays, structs); !reason.IsZero() {
		return 0, fault, reason
	}
	if i == len(s) || s[i] != '}' {
		return 0, i, Because("“}” expected")
	}
	return i + 1, 0, Reason{}
}

// Split returns the complete types of s in order. Every method from here on
// needs a valid s, and gives nothing useful, but does not panic, for another.
func (s Signature) Split() []Signature {
	var types []Signature
	for i := 0; i < len(s); {
		end := typeEnd(string(s), i)
		types = append(types, s[i:end])
		i = end
	}
	return types
}

// Type is the code of the first complete type, [TypeInvalid] if there is none.
func (s Signature) Type() TypeCode {
	if s == "" {
		return TypeInvalid
	}
	return TypeCode(s[0])
}

// IsComplete reports whether s is exactly one complete type.
func (s Signature) IsComplete() bool { return s != "" && typeEnd(string(s), 0) == len(s) }

// IsBasic reports whether s is one type that holds no other value.
func (s Signature) IsBasic() bool {
	return len(s) == 1 && strings.IndexByte(basicTypes, s[0]) >= 0
}

// IsDict reports whether s is the type of a dictionary, "a{…}".
func (s Signature) IsDict() bool { return strings.HasPrefix(string(s), "a{") }

// Elem is the type of the elements of an array: "X" for "aX", and "{KV}" for
// the dictionary "a{KV}". It is empty for any other type.
func (s Signature) Elem() Signature {
	if s.Type() != TypeArray {
		return ""
	}
	return s[1:]
}

// Fields are the types of the fields of a struct: those of "(…)", in order.
func (s Signature) Fields() []Signature {
	if s.Type() != TypeStruct || len(s) < 2 {
		return nil
	}
	return s[1 : len(s)-1].Split()
}

// KeyValue gives the types of a dictionary, of "a{KV}" or "{KV}". Both are
// empty for any other type.
func (s Signature) KeyValue() (key, value Signature) {
	entry := s
	if s.IsDict() {
		entry = s[1:]
	}
	if entry.Type() != TypeDictEntry || len(entry) < 4 {
		return "", ""
	}
	return entry[1:2], entry[2 : len(entry)-1]
}

// typeEnd returns where the complete type that starts at s[i] ends, or len(s)
// if it does not end.
func typeEnd(s string, i int) int {
	open := 0
	for ; i < len(s); i++ {
		switch s[i] {
		case 'a':
			continue
		case '(', '{':
			open++
		case ')', '}':
			open--
		}
		if open <= 0 {
			return i + 1
		}
	}
	return len(s)
}
