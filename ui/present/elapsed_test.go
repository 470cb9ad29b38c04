package present

import (
	"testing"
	"time"
)

func TestElapsed(t *testing.T) {
	for _, tt := range []struct {
		d    time.Duration
		want string
	}{
		{-time.Second, "0 ms"},
		{0, "0 ms"},
		{99 * time.Microsecond, "<0.1 ms"},
		{100 * time.Microsecond, "0.1 ms"},
		{999 * time.Microsecond, "0.9 ms"},
		{time.Millisecond, "1 ms"},
		{40 * time.Millisecond, "40 ms"},
		{999*time.Millisecond + 999*time.Microsecond, "999 ms"},
		{time.Second, "1.0 s"},
		{12*time.Second + 480*time.Millisecond, "12.4 s"},
		{time.Minute - 1, "59.9 s"},
		{time.Minute, "1:00 min"},
		{3*time.Minute + 7*time.Second, "3:07 min"},
		{time.Hour - 1, "59:59 min"},
		{time.Hour, "1:00:00 h"},
		{26*time.Hour + 3*time.Minute + 7*time.Second, "26:03:07 h"},
	} {
		if got := Elapsed(tt.d); got != tt.want {
			t.Errorf("Elapsed(%v) = %q, want %q", tt.d, got, tt.want)
		}
	}
}

func TestLimit(t *testing.T) {
	for _, tt := range []struct {
		d    time.Duration
		want string
	}{
		{0, "No limit"},
		{-1, "No limit"},
		{25 * time.Second, "25 s"},
		{500 * time.Millisecond, "0.5 s"},
		{2 * time.Hour, "7,200 s"},
	} {
		if got := Limit(tt.d); got != tt.want {
			t.Errorf("Limit(%v) = %q, want %q", tt.d, got, tt.want)
		}
	}
}
