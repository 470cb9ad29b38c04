package present

import "github.com/bellhop-gtk/bellhop/tasks"

// PatternOutcome tells in one line how the task of a pattern stands: the word for
// its state, and what it does, gave, or failed of.
func PatternOutcome(s *tasks.Snapshot) string {
	word := statusOf(s).text()
	switch s.State {
	case tasks.Succeeded:
		if text, ok := s.Result.(string); ok {
			return joined(word, Line(text))
		}
	case tasks.Failed:
		return joined(word, shortReason(s.Err))
	case tasks.Running:
		return joined(word, Line(progressText(s.Progress)))
	}
	return word
}
