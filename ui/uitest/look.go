package uitest

import "fmt"

// A Look is how a person has told the desktop to look. The zero Look is how it
// comes.
type Look struct {
	Dark, HighContrast bool
	// RightToLeft lays windows out as for Arabic or Hebrew, whatever their words.
	RightToLeft bool
	// Language is what programs speak, named as catalogs are, English if empty.
	// Queries are in English whatever it is.
	Language string
	// TextScale is how large text is, 1 if zero.
	TextScale float64
	// Scale is how many pixels of the screen one of the program's has in a row, 1
	// if zero.
	Scale int
	// Shadows gives windows shadows and round corners, as a shell does that
	// composes them. Without, they have neither.
	Shadows bool
}

// environment is what tells programs of the look.
func (l Look) environment() []string {
	debug := "BELLHOP_DEBUG=threads"
	if l.RightToLeft {
		debug += ",rtl"
	}
	env := []string{debug, fmt.Sprintf("GDK_SCALE=%d", max(l.Scale, 1))}
	if l.Language != "" {
		env = append(env, "LANGUAGE="+l.Language)
	}
	if l.Dark {
		env = append(env, "ADW_DEBUG_COLOR_SCHEME=prefer-dark")
	}
	if l.HighContrast {
		env = append(env, "ADW_DEBUG_HIGH_CONTRAST=1")
	}
	return env
}

// resources are the X server's, of which GTK takes how large text is.
func (l Look) resources() string {
	const dpi = 96 // at a scale of 1
	if l.TextScale == 0 {
		return ""
	}
	return fmt.Sprintf("Xft.dpi:\t%.0f\n", dpi*l.TextScale)
}
