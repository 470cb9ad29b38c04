package present

import (
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

const (
	// NoticeAfter is how long a task must have run for its end to be news.
	NoticeAfter = 10 * time.Second

	// maxNotices is how many tasks have a notice of their own at once. More are
	// told of together.
	maxNotices = 3

	// sumID is the id of the notice for many tasks.
	sumID = "tasks"
)

// Notice tells somebody who looks elsewhere that tasks have ended. It holds no
// text from a bus but in Title, since what shows a notification may take its body
// for markup.
type Notice struct {
	ID          string   // one notice replaces another of the same id
	Task        tasks.ID // 0 for many
	Title, Body string
	Failed      bool // the task, or one of them
}

// Notices keeps in mind which ends of tasks were told of and not seen yet. The
// zero Notices is ready. It is not safe for use by several goroutines.
type Notices struct {
	ended map[tasks.ID]struct{} // the long tasks that have ended and are kept
	told  []ending              // those that nobody has seen
	sum   bool                  // they are told of together
}

// ending is how a task ended.
type ending struct {
	id     tasks.ID
	failed bool
}

// Note takes over what has changed in the engine. Of each long task that has
// ended, it asks away whether to tell; if so, or if a task that was told of is
// gone, it gives the ids of the notices to withdraw, and then those to send.
//
// A task is not told of if somebody or something on purpose canceled it, nor if
// it is part of another.
func (n *Notices) Note(changes tasks.Changes, away func() bool) (withdraw []string, send []Notice) {
	for _, id := range changes.Removed {
		withdraw = append(withdraw, n.forget(id)...)
	}
	var news []Notice
	for i := range changes.Updated {
		s := &changes.Updated[i]
		if !isNews(s) || !n.note(s.ID) || !away() {
			continue
		}
		n.told = append(n.told, ending{s.ID, s.State == tasks.Failed})
		news = append(news, noticeOf(s))
	}
	switch {
	case len(news) == 0:
		return withdraw, nil
	case !n.sum && len(n.told) <= maxNotices:
		return withdraw, news
	}
	if !n.sum {
		for _, old := range n.told[:len(n.told)-len(news)] {
			withdraw = append(withdraw, noticeID(old.id))
		}
		n.sum = true
	}
	return withdraw, []Notice{n.sumUp()}
}

// Seen gives the ids of all notices that stand, which are to be withdrawn, and
// forgets them.
func (n *Notices) Seen() (withdraw []string) {
	switch {
	case n.sum:
		withdraw = []string{sumID}
	default:
		for _, t := range n.told {
			withdraw = append(withdraw, noticeID(t.id))
		}
	}
	n.told, n.sum = nil, false
	return withdraw
}

// note reports whether the end of the task is new.
func (n *Notices) note(id tasks.ID) bool {
	if _, old := n.ended[id]; old {
		return false
	}
	if n.ended == nil {
		n.ended = make(map[tasks.ID]struct{})
	}
	n.ended[id] = struct{}{}
	return true
}

// forget gives the notice to withdraw since a task is gone, if any.
func (n *Notices) forget(id tasks.ID) []string {
	delete(n.ended, id)
	i := slices.IndexFunc(n.told, func(t ending) bool { return t.id == id })
	if i < 0 {
		return nil
	}
	if len(n.told) == 1 {
		return n.Seen()
	}
	n.told = slices.Delete(n.told, i, i+1)
	if n.sum {
		return nil // it tells of the others still
	}
	return []string{noticeID(id)}
}

// sumUp tells of all tasks that were told of and not seen.
func (n *Notices) sumUp() Notice {
	failed := 0
	for _, t := range n.told {
		if t.failed {
			failed++
		}
	}
	body := tr.N(failed, "%d failed", "%d failed", failed)
	if failed == 0 {
		body = tr.T("None failed")
	}
	return Notice{
		ID:     sumID,
		Title:  tr.N(len(n.told), "%d task has ended", "%d tasks have ended", len(n.told)),
		Body:   body,
		Failed: failed > 0,
	}
}

func noticeOf(s *tasks.Snapshot) Notice {
	return Notice{
		ID:    noticeID(s.ID),
		Task:  s.ID,
		Title: taskTitle(s),
		// Translators: a state and a time, as in “Succeeded after 12.4 s”
		Body:   tr.F("%s after %s", statusOf(s).text(), Elapsed(s.Elapsed(s.Finished))),
		Failed: s.State == tasks.Failed,
	}
}

func noticeID(id tasks.ID) string { return "task-" + strconv.FormatUint(uint64(id), 10) }

// isNews reports whether the end of a task may be told of.
func isNews(s *tasks.Snapshot) bool {
	return s.State.Final() && s.Parent == 0 && s.Elapsed(s.Finished) > NoticeAfter && !CanceledOnPurpose(s)
}

// CanceledOnPurpose tells that a task was canceled because somebody asked for
// that, for what it ran on, or for what it was part of.
func CanceledOnPurpose(s *tasks.Snapshot) bool {
	if s.State != tasks.Canceled {
		return false
	}
	cause, ok := errors.AsType[*tasks.CancelError](s.Cause)
	return ok && cause.Reason != tasks.ReasonOther && cause.Reason != tasks.ReasonLimit
}
