package bus

import (
	"context"
	"slices"
	"sync"
)

// slots are the calls without an answer that a bus lets a connection have: those
// whose caller waits, and the orphans. Tasks that are one call each are held back
// in the engine, by the number of places that set is told; the calls of tasks that
// make several wait here. Use newSlots.
type slots struct {
	most int              // places at most, however many the bus allows
	set  func(places int) // told in order; must not block
	news func()           // called when a number has changed that people are shown; must not block

	mu      sync.Mutex
	limit   int  // what the bus allows: known, learned, or guessed
	guessed bool // limit is
	usual   int  // limit before anything was learned
	calm    int  // calls that ended since, while the slots were taken
	full    bool // every slot was, and half of them are not free yet
	open    int  // calls that are out
	beside  int  // those of them whose tasks make several
	orphans int
	places  int             // what set was told
	waiting []chan struct{} // calls whose tasks make several; with room for one
	ended   bool            // the connection has: nobody is told anything any more
}

// allowance is what is known of a bus's slots before the first call.
type allowance struct {
	most    int // places at most
	limit   int // how many slots there are
	guessed bool
	message int // how long a message may be, in bytes; 0 is as long as the protocol lets it
}

func newSlots(a allowance, set func(places int), news func()) *slots {
	s := &slots{most: a.most, limit: a.limit, usual: a.limit, guessed: a.guessed, set: set, news: news}
	s.tellLocked()
	return s
}

func (s *slots) freeLocked() bool { return s.open+s.orphans < s.limit }

// tryEnter takes a slot for the only call of a task. If it reports false, there are
// fewer places than tasks that run, or soon will be: the task can go back into its
// queue, and will not come back before there is a slot.
func (s *slots) tryEnter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.waiting) > 0 || !s.freeLocked() {
		return false
	}
	s.open++
	return true
}

// leave gives back what tryEnter took. A call that was given up has become an
// orphan before.
func (s *slots) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.growLocked()
	s.open--
	s.handOnLocked()
}

// enter takes a slot for a call of a task that makes several, first in first out.
// It gives up when ctx or the connection ends, and then reports false.
func (s *slots) enter(ctx context.Context, connEnded <-chan struct{}) bool {
	turn := make(chan struct{}, 1)
	s.mu.Lock()
	s.waiting = append(s.waiting, turn)
	s.handOnLocked()
	s.mu.Unlock()
	select {
	case <-turn:
		return true
	default:
	}
	select {
	case <-turn:
		return true
	case <-ctx.Done():
	case <-connEnded:
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case <-turn: // in the same moment: it goes to the next
		s.leaveBesideLocked()
	default:
		s.waiting = slices.DeleteFunc(s.waiting, func(other chan struct{}) bool { return other == turn })
	}
	return false
}

// leaveBeside is leave for enter.
func (s *slots) leaveBeside() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.leaveBesideLocked()
}

func (s *slots) leaveBesideLocked() {
	s.growLocked()
	s.open--
	s.beside--
	s.handOnLocked()
	s.tellLocked()
}

func (s *slots) handOnLocked() {
	for len(s.waiting) > 0 && s.freeLocked() {
		s.open++
		s.beside++
		s.tellLocked()
		s.waiting[0] <- struct{}{}
		s.waiting = s.waiting[1:]
	}
}

// refused is leave for a call that the bus refused, and learns from it how many
// there may be: as many as are still open. It reports false if none is: then it was
// not for their number.
func (s *slots) refused() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open--
	learned := s.learnLocked()
	s.handOnLocked()
	return learned
}

// refusedBeside is refused for enter.
func (s *slots) refusedBeside() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open--
	s.beside--
	learned := s.learnLocked()
	s.handOnLocked()
	s.tellLocked()
	return learned
}

func (s *slots) learnLocked() bool {
	s.calm = 0
	count := s.open + s.orphans
	if count == 0 {
		return false
	}
	if count < s.limit {
		s.limit, s.guessed = count, false
		s.tellLocked()
		s.news()
	}
	return true
}

// growLocked tries one slot more now and then, up to the usual number: answers that
// came before a refusal was looked at make what is learned too low, and some buses
// share their slots among connections. A refusal costs little.
func (s *slots) growLocked() {
	if s.limit >= s.usual {
		return
	}
	taken := s.open + s.orphans
	s.full = taken >= s.limit || s.full && 2*taken >= s.limit // answers may come together
	if !s.full {
		return
	}
	if s.calm++; s.calm >= calmRounds*s.limit {
		s.calm = 0
		s.limit++
		s.tellLocked()
		s.news()
	}
}

// calmRounds is how often every slot is used before one more is tried.
const calmRounds = 16

// setOrphans is for [Conn.OnOrphans].
func (s *slots) setOrphans(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.orphans = n
	s.handOnLocked()
	s.tellLocked()
	s.news()
}

func (s *slots) tellLocked() {
	if places := min(s.most, s.limit-s.orphans-s.beside); places != s.places && !s.ended {
		s.places = places
		s.set(places)
	}
}

// info gives how many slots there are, 0 if nobody knows, and whether orphans have
// them all.
func (s *slots) info() (limit int, full bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.guessed {
		limit = s.limit
	}
	return limit, s.orphans >= s.limit
}

// end has nobody told anything any more.
func (s *slots) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
}
