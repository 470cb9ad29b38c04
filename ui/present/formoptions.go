package present

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// DefaultTimeout is how long a new call waits: longer than the 25 s that a system bus
// takes to give up on a service that does not start, for it tells why.
const DefaultTimeout = 30 * time.Second

// CallOptions are how a call is made, as New Call has them.
type CallOptions struct {
	Timeout time.Duration // 0 for none
	Flags   bus.Flags
	Times   int // how often it is made; 1 is no repetition
	AtOnce  int // how many of these at once
}

// FirstOptions are those of a call that nothing is known of.
func FirstOptions() CallOptions {
	return CallOptions{Timeout: DefaultTimeout, Times: 1, AtOnce: 1}
}

// Summary tells in one line what is unusual about the options, and the timeout.
func (o CallOptions) Summary() string {
	parts := []string{Limit(o.Timeout)}
	for _, flag := range []struct {
		flag bus.Flags
		name string
	}{
		{bus.NoReply, tr.T("No Reply")},
		{bus.NoAutoStart, tr.T("No Auto Start")},
		{bus.InteractiveAuthorization, tr.T("Interactive Authorization")},
	} {
		if o.Flags&flag.flag != 0 {
			parts = append(parts, flag.name)
		}
	}
	if o.Times > 1 {
		times := tr.N(o.Times, "%d time", "%d times", o.Times)
		if o.AtOnce > 1 {
			times = tr.N(o.Times, "%d time, %d at once", "%d times, %d at once", o.Times, o.AtOnce)
		}
		parts = append(parts, times)
	}
	return joined(parts...)
}

// TimeoutText writes a number of seconds for the entry of a timeout: "25",
// "0.5", and "No limit" for 0.
func TimeoutText(seconds float64) string {
	if seconds <= 0 {
		return tr.T("No limit")
	}
	return strconv.FormatFloat(seconds, 'f', -1, 64)
}

// leastTimeout is the shortest, in seconds, that is not none.
const leastTimeout = 0.001

// ReadTimeout reads what TimeoutText writes, or a person: a number of seconds, or what
// is wrong with it.
func ReadTimeout(text string, most float64) (seconds float64, reason string) {
	text = strings.TrimSpace(text)
	if text == TimeoutText(0) {
		return 0, ""
	}
	seconds, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
	if err != nil || seconds != 0 && !(seconds >= leastTimeout && seconds <= most) {
		return 0, tr.F("Seconds are needed, from %s to %s, or 0 for no limit.", TimeoutText(leastTimeout), TimeoutText(most))
	}
	return seconds, ""
}

// ReadWholeTimeout is ReadTimeout where seconds are not divided.
func ReadWholeTimeout(text string, most float64) (seconds float64, reason string) {
	if strings.TrimSpace(text) == TimeoutText(0) {
		return 0, ""
	}
	n, reason := ReadNumber(text, 0, int64(most))
	return float64(n), reason
}

// methodTitle is what the task of a call is called that has no title of its own.
func methodTitle(call bus.Call) string { return string(call.Interface) + "." + string(call.Member) }

// CommandRefusal says why there is no command for a call. It may begin with the
// name of a tool, which has no capital letter.
func CommandRefusal(err error) string {
	e, ok := errors.AsType[*bus.CommandError](err)
	switch {
	case !ok:
		return Line(err.Error())
	case e.Argument == 0:
		return Line(e.Reason.Say(tr.F))
	}
	return Line(tr.F("argument %d: %s", e.Argument, e.Reason.Say(tr.F)))
}
