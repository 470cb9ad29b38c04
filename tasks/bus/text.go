package bus

// ParseValue reads one value in GVariant's notation as a value of type typ, as
// g_variant_parse does. If typ is empty, the type is taken from the text. The
// error is a [*TextError].
func ParseValue(text string, typ Signature) (Value, error) { return parseValue(text, typ) }

// ParseArguments reads the arguments of a call in GVariant's notation: values
// with blanks or a comma between them, or all of them as one tuple. If sig is
// empty, the types are taken from the text. The error is a [*TextError].
func ParseArguments(text string, sig Signature) ([]Value, error) { return parseArguments(text, sig) }
