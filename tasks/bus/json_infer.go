package bus

import (
	"math"
	"strconv"
	"strings"
)

// inferJSON gives the type that a bare value is taken for.
func inferJSON(n node) (Signature, *TextError) {
	switch n.kind {
	case nodeBool:
		return "b", nil
	case nodeString:
		return "s", nil
	case nodeNumber:
		return inferJSONNumber(n)
	case nodeDict:
		if _, _, tagged := jsonVariant(n); tagged {
			return "v", nil
		}
		return "a{sv}", nil
	}
	if len(n.children) == 0 {
		return "", &TextError{n.at, Because(`the type of an empty array is not clear; write it as {"type": "as", "data": []}`)}
	}
	var common Signature
	for _, child := range n.children {
		typ, err := inferJSON(child)
		if err != nil {
			return "", err
		}
		if common = commonJSON(common, typ); common == "v" {
			break
		}
	}
	return "a" + common, nil
}

// commonJSON is the type for an item of either type in an array: "v" if there
// is no other. A number makes way for a type that holds it exactly.
func commonJSON(a, b Signature) Signature {
	switch a + b {
	case b, a + a:
		return b
	case "ix", "xi":
		return "x"
	case "id", "di":
		return "d"
	}
	return "v"
}

func inferJSONNumber(n node) (Signature, *TextError) {
	if strings.ContainsAny(n.text, ".eE") {
		return "d", nil
	}
	negative, magnitude, reason := parseInteger(n.text)
	switch {
	case !reason.IsZero():
		return "", &TextError{n.at, reason}
	case magnitude <= math.MaxInt32 || negative && magnitude == 1<<31:
		return "i", nil
	case magnitude <= math.MaxInt64 || negative && magnitude == 1<<63:
		return "x", nil
	case !negative:
		return "t", nil
	}
	return "", &TextError{n.at, Because("the number must be at least −%s", strconv.FormatUint(1<<63, 10))}
}
