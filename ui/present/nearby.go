package present

// Nearby makes of a Change's edits fewer that will do where the rows from first to
// end are in sight and all others look alike: those that reach into sight, and one
// that moves the rows in sight by as many as those above do. What becomes of the rows
// below is left out: they are to be cut, or filled up, at the end of the list.
func Nearby(edits []Edit, first, end int) []Edit {
	var near []Edit
	moved := 0
	for _, edit := range edits {
		switch {
		case edit.Position >= end:
		case edit.Position < first && edit.Position+edit.Removed <= first:
			moved += edit.Added - edit.Removed
		default:
			near = append(near, edit)
		}
	}
	if moved != 0 {
		near = append(near, Edit{Position: 0, Removed: max(-moved, 0), Added: max(moved, 0)})
	}
	return near
}
