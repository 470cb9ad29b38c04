// How the bridges behave that others are measured by, case by case: the cases come
// from the test suites of PyGObject's asyncio (py), libdex (dex), gtk-rs (rs), gbulb
// and CPython's asyncio (cpy), where they have a meaning in Go. The numbers are the
// project's own, with gaps; a test whose name begins with TestCase and the number
// proves the case in each of the packages named here, which are tasks, gasync and
// mainloop. A dash stands before a case that has no test of that name, and its line
// ends with the reason. What is said of a future here holds of a Future, an await or
// a post, whichever there is; a canceled context stands for a dropped future.
//
// One await:
//
//	 1 gasync          py: a soft callback is queued, then an operation awaited: the callback ran first, the result is the sync call's
//	 2 tasks           py: the result of a pending operation is asked for: an error; a later await succeeds
//	 4 gasync          py: nobody runs the loop: the operation is never started, the await ends with its context
//	 5 gasync          py: the thread has another main context as its default: refused, not delivered elsewhere
//	 7 tasks,gasync    dex: the operation fails: same domain and code, zero value
//	 8 gasync          dex: a result is got twice: an error, the first stands
//	10 tasks           dex: a name is set: it reads back, and is in labels and traces
//	11 gasync          dex: a future never completes and is dropped: nothing is kept, nothing called
//	12 tasks           dex: a task returns a value of whatever kind: the same value; what it deferred ran once
//
// Cancellation:
//
//	14 gasync          py: the caller's own GCancellable is cancelled from outside: the await ends CANCELLED
//	15 tasks,gasync    py: an idle cancels a task with a message: the error carries it, the GError stays readable, an outer waiter sees it too
//	17 tasks           py: a finished task is canceled: its result stays
//	18 tasks           py: a failure that nobody awaits: subscribers are told of it, once
//	20 gasync          dex: a detached await is canceled: it ends at once, the GCancellable is set, the late end is harmless
//	21 tasks,gasync    dex: a waiter's deadline has passed: the waiter times out, the operation is left alone and completes
//	22 gasync          dex: a waiter is canceled: it ends, a late completion is harmless and says so
//	24 tasks,gasync    dex: a cancel races the completion, 128 times and more: one outcome, no crash
//	25 gasync          rs: nobody cancels: the value, and a GCancellable that is not cancelled
//	27 gasync          rs: a pending await is given up: nothing is left on a long-lived GCancellable
//	28 gasync          rs: an await was ready: nothing is left on a long-lived GCancellable
//
// Time:
//
//	30 tasks,gasync    dex: a deadline has passed already: DeadlineExceeded, and no operation is started
//	31 tasks           dex: a finished future, a waiter whose time is up: the value
//	32 tasks           dex: a failed future, a waiter whose time is up: the failure, not a timeout
//	34 mainloop        rs: a timer on another thread ticks: two ticks reach the loop, then it stops
//	35 -               gbulb: a call in 0.1 s fires, and the clock agrees (the time package's own)
//
// Combinators:
//
//	37 tasks           dex: First of two that are done: the first
//	38 tasks           dex: Any of two that are done: the first
//	40 tasks           dex: All of one done and one canceled: an error that says which
//	41 tasks           dex: Any of one canceled and one pending: pending, then the other's value
//	42 tasks           dex: All of three that fail one by one: pending until the last, each error kept by index
//	44 tasks           dex: Any of three that fail one by one: fails after the last
//	45 tasks           dex: First: the first completion of either kind settles it
//	47 -               dex: a then-callback returns nothing, the value passes through (code after Wait stands for callbacks)
//	48 -               dex: a gate round a future opens when both are ready (a channel that is closed, and Wait)
//
// Task groups:
//
//	50 tasks           dex: all children succeed: so does the group
//	51 tasks           dex: the first error cancels the rest and is the group's
//	52 tasks           dex: the group's deadline passes: every child is canceled
//	54 tasks           dex: groups are nested: a child lands in the group that it names
//	55 tasks           dex: a group ends without having been closed: its children are canceled
//
// Limiter:
//
//	57 tasks           dex: one place, held: the second waits for the release
//	58 tasks           dex: three places, 24 that want one: the peak is three, all complete, none is active
//	60 tasks           dex: one that waits is dropped: it never runs, the next gets the place
//	61 tasks           dex: one that waits times out: the place goes to the next, not lost
//	62 tasks           dex: the handle of a running task is dropped: it finishes once, its place is returned
//	64 tasks           dex: the waiter for a running task times out: the place is held until the task has ended
//	65 tasks           dex: the limiter is closed: those that wait and come later are turned away, the holder may release
//	67 tasks           dex: many threads wait and post: as many handled as posted
//
// Channels:
//
//	68 -               dex: a bounded channel blocks, drains and closes (Go's channels)
//	70 -               dex: receive everything from a full channel: its blocked sender goes on (Go's channels)
//
// Scheduling and threads:
//
//	71 mainloop        dex: push from the loop's thread and from another: each runs once
//	72 -               dex: a spawned function gives its name (stacks and profiles have it; a task is called what its Spec says)
//	74 tasks,gasync,mainloop  dex: A yields and B runs: A1 B A2; an await where none can be: an error, no hang
//	75 tasks           dex: a task leaves without returning: an error, not a silent success
//	77 gasync          dex: a thread waits for what the main loop makes: values cross both ways
//	78 tasks           dex: closed twice while draining: both calls end when it has drained
//	80 tasks           rs: a task panics: the value is its error, the process lives
//	81 -               rs: a panic under a pushed thread-default context (no context is ever pushed here)
//
// Event loop:
//
//	82 gasync          py: an application is held while a task runs: it does not quit before
//	84 gasync,mainloop py: a foreign iteration, inside or outside: another context runs nothing of ours, a nested one goes on
//	85 mainloop        py: stop inside nested loops: every level unwinds
//	87 mainloop        py: a second owner for the context: refused; after the end it can be used again
//	88 -               py: a loop is dropped without a close, or asked for by nobody (a Loop is passed on as an argument, and the program's until Close)
//	90 -               py, cpy: readers and writers on file descriptors (the net and os packages)
//	91 tasks,gasync,mainloop  gbulb: callbacks run first in, first out; what is no function is refused
//	92 gasync,mainloop gbulb: the loop stops first: an error, not an empty result; loops may nest
//	94 -               gbulb: a subprocess and its pipes (os/exec)
//	95 gasync,mainloop cpy: a foreign thread wakes an idle loop; a post to a loop that closes is not lost in silence; a cancel ends a socket's read
//
// Descriptors, streams, D-Bus:
//
//	 97 -               dex: wait until a descriptor is readable, writable or hung up (the runtime's poller)
//	 98 gasync          dex: files and streams: data or typed errors (signals: os/signal)
//	100 gasync          dex: proxies, absent names, results of many parts, cancels, and the bus is usable after
//	101 gasync          dex: a signal came before anybody asked: it is there, once
//	102 -               dex: a service answers late, loses its name, gives up what runs (in bus/practice: TestNameTaken, TestCloseGivesUpWhatRuns)
//	104 mainloop        dex: a test's body runs on the loop, which is idle before the next (mainlooptest.Do)
package tasks_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var (
	row  = regexp.MustCompile(`(?m)^\s+(\d+) (-|[a-z,]+)\s+(.+)$`)
	name = regexp.MustCompile(`^TestCase(\d+)\D`)
)

// The list above is the truth: each case has its tests where it says, no test has a
// number that is not in it, and every dash has its reason.
func TestCasesAreWhereTheListSays(t *testing.T) {
	tests := testsByDirectory(t)
	listed := map[string]bool{} // "tasks 15"
	last := 0
	for _, fields := range row.FindAllStringSubmatch(list(t), -1) {
		number, packages, text := fields[1], strings.Split(fields[2], ","), fields[3]
		n, err := strconv.Atoi(number)
		if err != nil || n <= last {
			t.Errorf("case %s stands after case %d", number, last)
		}
		last = n
		if packages[0] == "-" && !strings.HasSuffix(text, ")") {
			t.Errorf("case %s has neither a test nor a reason", number)
		}
		for _, p := range packages {
			listed[p+" "+number] = true
			if p != "-" && !slices.ContainsFunc(tests[p], func(test string) bool { return caseNumber(test) == number }) {
				t.Errorf("case %s has no test in %s", number, p)
			}
		}
	}
	if len(listed) < 70 {
		t.Fatalf("found %d places in the list", len(listed))
	}
	for p, names := range tests {
		for _, test := range names {
			if number := caseNumber(test); number != "" && !listed[p+" "+number] {
				t.Errorf("%s in %s is not in the list", test, p)
			}
		}
	}
	for _, test := range regexp.MustCompile(`Test[A-Z]\w+`).FindAllString(list(t), -1) {
		if test != "TestCase" && !slices.Contains(tests["practice"], test) {
			t.Errorf("the list names %s, which is not there", test)
		}
	}
}

// list gives the text above.
func list(t *testing.T) string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "behaviour_test.go", nil, parser.ParseComments|parser.PackageClauseOnly)
	if err != nil {
		t.Fatal(err)
	}
	return file.Doc.Text()
}

func caseNumber(test string) string {
	if fields := name.FindStringSubmatch(test); fields != nil {
		return fields[1]
	}
	return ""
}

// testsByDirectory gives the tests' names, by the last part of their directory.
func testsByDirectory(t *testing.T) map[string][]string {
	t.Helper()
	tests := map[string][]string{}
	err := filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		directory := filepath.Base(filepath.Dir(path))
		if directory == "." {
			directory = "tasks"
		}
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && strings.HasPrefix(f.Name.Name, "Test") {
				tests[directory] = append(tests[directory], f.Name.Name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return tests
}
