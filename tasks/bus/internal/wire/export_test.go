package wire

var ParseFrame = parseFrame

const MaxArray = maxArray

// Raw is the body as it came.
func (f *Frame) Raw() []byte { return f.body }
