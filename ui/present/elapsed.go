package present

import (
	"fmt"
	"time"
)

// Elapsed words a duration for a column of figures: "0.2 ms", "40 ms",
// "12.4 s", "3:07 min", "1:02:03 h". It cuts and never rounds up, so that it
// does not run ahead of the clock. Below zero counts as zero.
func Elapsed(d time.Duration) string {
	switch {
	case d <= 0:
		return "0 ms"
	case d < 100*time.Microsecond:
		return "<0.1 ms"
	case d < time.Millisecond:
		return fmt.Sprintf("0.%d ms", d/(100*time.Microsecond))
	case d < time.Second:
		return fmt.Sprintf("%d ms", d/time.Millisecond)
	case d < time.Minute:
		return fmt.Sprintf("%d.%d s", d/time.Second, d%time.Second/(100*time.Millisecond))
	case d < time.Hour:
		return fmt.Sprintf("%d:%02d min", d/time.Minute, d%time.Minute/time.Second)
	}
	return fmt.Sprintf("%d:%02d:%02d h", d/time.Hour, d%time.Hour/time.Minute, d%time.Minute/time.Second)
}

// Limit words a timeout as somebody would write it: "25 s", "0.5 s",
// "No limit" for 0.
func Limit(d time.Duration) string {
	if d <= 0 {
		return "No limit"
	}
	return fmt.Sprintf("%g s", d.Seconds())
}
