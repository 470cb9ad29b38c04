package bus

import (
	"context"
	"math"
	"os"
	"path"
	"strconv"
	"strings"
	"sync/atomic"
)

// Process is what is known of the process that has a name.
type Process struct {
	PID  int    // 0 if it is not known
	Name string // what the process is called; empty if it is not known
}

// askedBetweenWakes is how many owners are asked about before what was learned is
// told: a bus near by answers for all of its names at once.
const askedBetweenWakes = 128

// processes keeps the processes of owners. Its owner holds the lock.
type processes struct {
	known   map[Name]Process // of every owner, of those that were not asked about too
	unasked map[Name]struct{}
}

func newProcesses() processes {
	return processes{known: map[Name]Process{}, unasked: map[Name]struct{}{}}
}

// add notes that there is an owner, and reports whether it was not known.
func (p *processes) add(owner Name) bool {
	if _, ok := p.known[owner]; ok || owner == "" {
		return false
	}
	p.known[owner] = Process{}
	p.unasked[owner] = struct{}{}
	return true
}

// forget notes that an owner has left.
func (p *processes) forget(owner Name) {
	delete(p.known, owner)
	delete(p.unasked, owner)
}

// take gives owners to ask about.
func (p *processes) take() []Name {
	var owners []Name
	for owner := range p.unasked {
		if len(owners) == askedBetweenWakes {
			break
		}
		owners = append(owners, owner)
		delete(p.unasked, owner)
	}
	return owners
}

// learn takes in what was found out, but of those that have left meanwhile, and
// reports whether there is anything new.
func (p *processes) learn(owners []Name, found []Process) (news bool) {
	for i, owner := range owners {
		if _, ok := p.known[owner]; ok && found[i] != (Process{}) {
			p.known[owner] = found[i]
			news = true
		}
	}
	return news
}

// processLookup asks a bus about the processes of owners.
type processLookup struct {
	conn   Conn
	here   bool         // the bus numbers processes as this machine does
	silent atomic.Int64 // how many questions got no answer
}

func newProcessLookup(ctx context.Context, conn Conn) *processLookup {
	return &processLookup{conn: conn, here: numbersAlike(ctx, conn)}
}

// all asks about owners, some at once. A bus that gives no answer again and again
// is asked no more.
func (l *processLookup) all(ctx context.Context, owners []Name) []Process {
	found := make([]Process, len(owners))
	someAtOnce(len(owners), func(i int) {
		if ctx.Err() == nil && l.silent.Load() < maxSilent {
			found[i] = l.one(ctx, owners[i])
		}
	})
	return found
}

func (l *processLookup) one(ctx context.Context, owner Name) Process {
	pid, err := processID(ctx, l.conn, owner)
	if KindOf(err) == KindTimeout {
		l.silent.Add(1)
	}
	process := Process{PID: pid}
	if l.here && pid > 0 {
		process.Name = processName("/proc/" + strconv.Itoa(pid))
	}
	return process
}

// processID asks for the process of an owner, in the old way if the bus is old.
// It is 0 if the bus does not tell: the bus may know of none.
func processID(ctx context.Context, conn Conn, owner Name) (int, error) {
	c := Credentials{Owner: owner, PID: -1}
	err := c.ask(ctx, conn)
	if KindOf(err) == KindNoSuchMember {
		var pid int64
		pid, err = c.askNumber(ctx, conn, "GetConnectionUnixProcessID")
		c.PID = int(pid)
	}
	if err != nil || c.PID < 0 || c.PID > math.MaxInt32 {
		return 0, err
	}
	return c.PID, nil
}

// numbersAlike reports whether a process's number means here what it means to the
// bus: then the bus knows us by our own.
func numbersAlike(ctx context.Context, conn Conn) bool {
	pid, err := processID(ctx, conn, conn.UniqueName())
	return err == nil && pid == os.Getpid()
}

// processName reads what a process is called, of which the kernel keeps but the
// beginning; the rest is in the command line, unless the process has changed its
// name.
func processName(dir string) string {
	const kept = 15 // bytes
	text, err := os.ReadFile(dir + "/comm")
	if err != nil {
		return ""
	}
	name := strings.TrimSuffix(string(text), "\n")
	if len(name) >= kept {
		text, _ := os.ReadFile(dir + "/cmdline")
		for _, word := range strings.SplitN(string(text), "\x00", 3) { // a script is the second word
			if base := path.Base(word); strings.HasPrefix(base, name) {
				name = base
				break
			}
		}
	}
	return strings.ToValidUTF8(name, "�")
}
