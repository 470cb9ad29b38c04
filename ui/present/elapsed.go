package present

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// Elapsed words a duration for a column of figures: "0.2 ms", "40 ms",
// "12.4 s", "3:07 min", "1:02:03 h". It cuts and never rounds up, so that it
// does not run ahead of the clock. Below zero counts as zero.
func Elapsed(d time.Duration) string {
	switch {
	case d <= 0:
		return tr.F("%d ms", 0)
	case d < 100*time.Microsecond:
		return tr.F("<%.1f ms", 0.1)
	case d < time.Millisecond:
		return tr.F("%.1f ms", tenths(d, time.Millisecond))
	case d < time.Second:
		return tr.F("%d ms", int(d/time.Millisecond))
	case d < time.Minute:
		return tr.F("%.1f s", tenths(d, time.Second))
	case d < time.Hour:
		// Translators: minutes and seconds, as in “3:07 min”
		return tr.F("%s min", fmt.Sprintf("%d:%02d", d/time.Minute, d%time.Minute/time.Second))
	}
	// Translators: hours, minutes and seconds, as in “1:02:03 h”
	return tr.F("%s h", fmt.Sprintf("%d:%02d:%02d", d/time.Hour, d%time.Hour/time.Minute, d%time.Minute/time.Second))
}

// tenths is d in units, cut after the first digit behind the point.
func tenths(d, unit time.Duration) float64 { return float64(d*10/unit) / 10 }

// clockTime is the time of day, to the millisecond.
func clockTime(t time.Time) string {
	// Translators: how a time of day is written, as Go's time.Format takes it: 15 stands for the hour, 03 for that of a clock of twelve hours, with PM
	return t.Format(tr.C("time of day", "15:04:05.000"))
}

// number writes a number with as many digits behind the point as it has.
func number(x float64) string {
	_, digits, _ := strings.Cut(strconv.FormatFloat(x, 'f', -1, 64), ".")
	return tr.Figures("%.*f", len(digits), x)
}

// Limit words a timeout as somebody would write it: "25 s", "0.5 s",
// "No limit" for 0.
func Limit(d time.Duration) string {
	if d <= 0 {
		return tr.T("No limit")
	}
	return tr.F("%s s", number(d.Seconds()))
}
