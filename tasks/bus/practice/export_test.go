package practice

// Running counts the methods that run.
func (s *Service) Running() int { return len(s.places) }
