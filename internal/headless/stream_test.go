package headless_test

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/internal/headless"
	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/practice"
)

// running is a verb that goes on.
type running struct {
	out, errs *bufio.Scanner
	status    func() int // waits for its end
	interrupt context.CancelCauseFunc
	hush      func() // has what it says from now on lost
	engine    *tasks.Engine
}

// begin runs a verb beside the test, which must read all that it writes.
func (s shell) begin(t *testing.T, verb string, args ...string) *running {
	t.Helper()
	limited, stop := context.WithTimeout(t.Context(), 2*patience)
	ctx, cancel := context.WithCancelCause(limited)
	outRead, outWrite := io.Pipe()
	errsRead, errsWrite := io.Pipe()
	engine := tasks.New(tasks.Options{})
	var status int
	var ended sync.WaitGroup
	ended.Go(func() {
		status = s.start(t, ctx, engine, outWrite, errsWrite, verb, args...)
		outWrite.Close()
		errsWrite.Close()
	})
	t.Cleanup(func() {
		cancel(nil)
		outRead.Close()
		errsRead.Close()
		ended.Wait()
		stop()
	})
	return &running{
		bufio.NewScanner(outRead), bufio.NewScanner(errsRead),
		func() int { ended.Wait(); return status }, cancel,
		func() { errsRead.Close() },
		engine,
	}
}

// said waits for a line on standard error.
func (r *running) said(t *testing.T, want string) {
	t.Helper()
	if !r.errs.Scan() || !strings.Contains(r.errs.Text(), want) {
		t.Fatalf("it says %q; want %q", r.errs.Text(), want)
	}
}

// lines reads what is written to standard output until its end.
func (r *running) lines() (lines []string) {
	for r.out.Scan() {
		lines = append(lines, r.out.Text())
	}
	return lines
}

func TestWatch(t *testing.T) {
	onEach(t, func(t *testing.T, s shell) {
		text := s.begin(t, "watch", "--limit", "3", "--interface", string(practice.Interface), "--member", "Flooded")
		text.said(t, "Watching.")
		document := s.begin(t, "watch", "--json", "--limit", "3", "type='signal',path='"+string(practice.Path)+"'")
		document.said(t, "Watching.")
		s.call(t, nil, "Flood", "5").want(t, "()\n")

		lines := text.lines()
		if len(lines) != 3 || !strings.HasSuffix(lines[2], "\t"+string(practice.Path)+" · Practice.Flooded\t(uint32 2, uint32 5)") || text.status() != 0 {
			t.Errorf("it wrote %q", lines)
		}
		lines = document.lines()
		var last struct {
			Type, Sender, Path, Interface, Member string
			Body                                  struct {
				Type string
				Data []int
			}
		}
		if len(lines) != 3 || json.Unmarshal([]byte(lines[2]), &last) != nil || document.status() != 0 {
			t.Fatalf("it wrote %q", lines)
		}
		if last.Type != "signal" || last.Path != string(practice.Path) || last.Member != "Flooded" || last.Body.Type != "uu" || !slices.Equal(last.Body.Data, []int{2, 5}) {
			t.Errorf("the last one is %+v", last)
		}
		s.run(t, "watch", "type='nothing'").wantFailure(t, 2, "type")
		s.run(t, "watch", "--path", "x").wantFailure(t, 2, "path")
	})
}

func TestMonitor(t *testing.T) {
	onEach(t, func(t *testing.T, s shell) {
		r := s.begin(t, "monitor", "--json", "--limit", "2", "interface='"+string(practice.Interface)+"'", "type='method_return',sender='"+string(practice.Name)+"'")
		r.said(t, "All messages on the bus are seen.")
		s.call(t, []string{"--signature", "ii"}, "Add", "1", "2").want(t, "(3,)\n")
		var seen [2]struct {
			Type, Member string
			Serial       int
			ReplySerial  int `json:"reply_serial"`
			Body         struct{ Data []int }
		}
		for i, line := range r.lines() {
			if err := json.Unmarshal([]byte(line), &seen[i]); err != nil {
				t.Fatalf("%s: %v", line, err)
			}
		}
		call, reply := seen[0], seen[1]
		if call.Type != "call" || call.Member != "Add" || reply.Type != "reply" || reply.ReplySerial != call.Serial || !slices.Equal(reply.Body.Data, []int{3}) {
			t.Errorf("it saw %+v", seen)
		}
		if r.status() != 0 {
			t.Errorf("it ended with %d", r.status())
		}
	})
}

func TestWatchProperties(t *testing.T) {
	onEach(t, func(t *testing.T, s shell) {
		r := s.begin(t, "watch-properties", append([]string{"--limit", "2"}, onPractice("Text")...)...)
		if !r.out.Scan() || !strings.HasSuffix(r.out.Text(), "\tat first\tText\t'Change me'") {
			t.Fatalf("at first it writes %q", r.out.Text())
		}
		s.run(t, "set", onPractice("Text", "anew")...).want(t, "")
		if lines := r.lines(); len(lines) != 1 || !strings.HasSuffix(lines[0], "\tby signal\tText\t'anew'") || r.status() != 0 {
			t.Errorf("then it writes %q", lines)
		}
		all := s.begin(t, "watch-properties", append([]string{"--json", "--limit", "6"}, onPractice()...)...)
		names := map[string]bool{}
		for _, line := range all.lines() {
			var change struct{ Property, Error string }
			if err := json.Unmarshal([]byte(line), &change); err != nil {
				t.Fatalf("%s: %v", line, err)
			}
			names[change.Property] = change.Error == ""
		}
		if len(names) != 6 || !names["Text"] || names["Broken"] {
			t.Errorf("all of them are %v", names)
		}
		s.run(t, "watch-properties", onPractice("Text")[:2]...).wantFailure(t, 2, "INTERFACE")
		s.run(t, "watch-properties", string(practice.Name), string(practice.Path), "a.b").wantFailure(t, 2, "at least one property")
	})
}

func TestLossOfTheBusEndsAWatch(t *testing.T) {
	for _, verb := range []string{"watch", "monitor"} {
		t.Run(verb, func(t *testing.T) {
			onEach(t, func(t *testing.T, s shell) {
				r := s.begin(t, verb)
				r.said(t, "") // that it has begun
				s.daemon.Kill()
				r.hush()
				r.lines()
				if r.status() != 3 {
					t.Errorf("it ended with %d", r.status())
				}
			})
		})
	}
}

// What is not read in time is dropped, and told.
func TestItemsThatComeTooFastAreCounted(t *testing.T) {
	// As many as are kept may have been taken to be written when the first is not
	// read, and as many are kept behind them.
	const floods, each = 3, bus.MaxKeep
	onEach(t, func(t *testing.T, s shell) {
		r := s.begin(t, "watch", "--json", "--member", "Flooded")
		r.said(t, "Watching.")
		for range floods {
			s.call(t, []string{"--timeout", "none"}, "Flood", strconv.Itoa(each)).want(t, "()\n")
		}
		r.awaitItems(t, floods*each)
		r.interrupt(&headless.Interrupt{Signal: syscall.SIGINT})
		r.hush()
		dropped, written := 0, 0
		for _, line := range r.lines() {
			var item struct{ Dropped int }
			if err := json.Unmarshal([]byte(line), &item); err != nil {
				t.Fatalf("%s: %v", line, err)
			}
			if dropped += item.Dropped; item.Dropped == 0 {
				written++
			}
		}
		if dropped == 0 || dropped+written != floods*each {
			t.Errorf("%d were dropped, and %d written", dropped, written)
		}
		if status := r.status(); status != 130 {
			t.Errorf("it ended with %d", status)
		}
	})
}

// awaitItems waits until a task has emitted so many items.
func (r *running) awaitItems(t *testing.T, n uint64) {
	t.Helper()
	woken := make(chan struct{}, 1)
	changes := r.engine.Subscribe(func() {
		select {
		case woken <- struct{}{}:
		default:
		}
	})
	defer changes.Close()
	for deadline := time.After(patience); ; {
		for _, s := range changes.Drain().Updated {
			if s.Items.Total >= n {
				return
			}
		}
		select {
		case <-woken:
		case <-deadline:
			t.Fatal("they have not all come")
		}
	}
}

func TestInterruptCancels(t *testing.T) {
	onEach(t, func(t *testing.T, s shell) {
		for signal, want := range map[syscall.Signal]int{syscall.SIGINT: 130, syscall.SIGTERM: 143} {
			monitor := s.begin(t, "monitor", "--limit", "1", "member='NeverAnswer'")
			monitor.said(t, "All messages")
			call := s.begin(t, "call", append([]string{"--timeout", "none", "--signature", ""}, onPractice("NeverAnswer")...)...)
			monitor.lines() // the call is on its way
			call.interrupt(&headless.Interrupt{Signal: signal})
			call.said(t, "interrupted")
			if lines := call.lines(); len(lines) != 0 || call.status() != want {
				t.Errorf("after %v it ended with %d, and wrote %q; want %d", signal, call.status(), lines, want)
			}
		}
	})
}

func TestSignalsEndAContext(t *testing.T) {
	ctx, stop := headless.Interruptible(t.Context())
	defer stop()
	if err := syscall.Kill(os.Getpid(), syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	<-ctx.Done()
	if cause, ok := context.Cause(ctx).(*headless.Interrupt); !ok || cause.Signal != syscall.SIGTERM {
		t.Errorf("the cause is %v", context.Cause(ctx))
	}
	stop()
	stop()
}
