package bus

// How the practice service is reached, on whichever bus it runs.
const (
	PracticeName      Name       = "io.github.bellhop_gtk.Bellhop.Practice"
	PracticePath      ObjectPath = "/io/github/bellhop_gtk/Bellhop/Practice"
	PracticeInterface Interface  = "io.github.bellhop_gtk.Bellhop.Practice"
)
