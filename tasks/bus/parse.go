package bus

func parseValue(text string, typ Signature) (Value, error) {
	return Value{}, &TextError{Reason: "not read yet"}
}

func parseArguments(text string, sig Signature) ([]Value, error) {
	return nil, &TextError{Reason: "not read yet"}
}
