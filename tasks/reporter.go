package tasks

// Reporter is how work tells of itself while it runs. Its methods may be called
// from any goroutine of the work's, never block, and do nothing once the task
// has finished.
type Reporter struct{ task *Task }

// Task gives the task that runs the work, to be a parent of others.
func (r *Reporter) Task() *Task { return r.task }

// Progress tells how far the work is: done of total, or of an unknown number
// where total is 0, and one line of text for people. Reports that come faster
// than subscribers drain are coalesced to the latest.
func (r *Reporter) Progress(done, total int64, text string) {
	t := r.task
	e := t.engine
	e.mu.Lock()
	if t.state == Running {
		t.progress = Progress{done, total, text}
		e.changedLocked(t)
	}
	wakes := e.takeWakesLocked()
	e.mu.Unlock()
	runAll(wakes)
}
