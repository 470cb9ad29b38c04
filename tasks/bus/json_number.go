package bus

import "strings"

// buildJSONNumber makes a number of a token, or of the string that holds one.
func buildJSONNumber(n node, typ Signature) (Value, *TextError) {
	token := n.text
	if n.kind == nodeString {
		if typ == "d" {
			switch token {
			case jsonNaN:
				return buildNumber(node{at: n.at, text: "nan"}, typ)
			case jsonInfinity:
				return buildNumber(node{at: n.at, text: "inf"}, typ)
			case jsonNegativeInfinity:
				return buildNumber(node{at: n.at, text: "-inf"}, typ)
			}
		}
		inner, err := parseJSON(token)
		if err != nil || inner.kind != nodeNumber {
			return Value{}, &TextError{n.at, expected(typ)}
		}
		token = inner.text
	}
	if typ != "d" {
		var reason Reason
		if token, reason = wholeNumber(token); !reason.IsZero() {
			return Value{}, &TextError{n.at, reason}
		}
	}
	return buildNumber(node{at: n.at, text: token}, typ)
}

// wholeNumber writes a number of JSON with digits alone, if it is whole.
func wholeNumber(token string) (digits string, reason Reason) {
	if !strings.ContainsAny(token, ".eE") {
		return token, Reason{}
	}
	sign, digits := "", token
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	exponent := 0
	if i := strings.IndexAny(digits, "eE"); i >= 0 {
		exponent = clampExponent(digits[i+1:])
		digits = digits[:i]
	}
	whole, fraction, _ := strings.Cut(digits, ".")
	digits = strings.TrimLeft(whole+fraction, "0")
	exponent -= len(fraction)
	for exponent < 0 && strings.HasSuffix(digits, "0") {
		digits = digits[:len(digits)-1]
		exponent++
	}
	const most = 20 // digits of the biggest number
	switch {
	case digits == "":
		return "0", Reason{}
	case exponent < 0:
		return "", Because("expected a whole number")
	case len(digits)+exponent > most:
		return "", Because("the number is too big for any type")
	}
	return sign + digits + strings.Repeat("0", exponent), Reason{}
}

// clampExponent reads an exponent; one beyond all that counts is as good as any
// other such.
func clampExponent(s string) int {
	const most = 2 * maxText
	negative := strings.HasPrefix(s, "-")
	x := 0
	for _, digit := range strings.TrimLeft(s, "+-") {
		x = min(10*x+int(digit-'0'), most)
	}
	if negative {
		return -x
	}
	return x
}
