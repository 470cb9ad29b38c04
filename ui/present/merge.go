package present

import (
	"slices"

	"github.com/bellhop-gtk/bellhop/tasks"
)

// merger takes rows out of a list and puts others in, both in order. A task that has
// another row in the same place stays there: whoever shows the list need not move.
type merger struct {
	slot       int
	table      []*row     // the rows by their index
	old, rows  []rowIndex // the list as it was, and as it will be
	gone, come []*row     // what is left to be taken out and put in
	next       int        // the first row at or after the one come to that is not taken out
	edits      []Edit     // those of the last rows first
	stayed     []tasks.ID
}

func (m *merger) merge() {
	for i := 0; ; {
		// Rows up to the next that is touched stay.
		kept := i
		i += m.untouched(m.old[i:])
		m.rows = append(m.rows, m.old[kept:i]...)
		if i == len(m.old) && len(m.come) == 0 {
			break
		}
		// Then there are some that are taken out, others put in, or both.
		start, before := i, len(m.rows)
		for {
			if i < len(m.old) && len(m.gone) > 0 && m.old[i] == m.gone[0].index {
				if in := m.inPlace(i); in != nil {
					for m.come[0] != in {
						m.put()
					}
					m.edit(start, i, before)
					m.put()
					start, before = i+1, len(m.rows)
					if id := in.task.snapshot.ID; !in.isHeading() {
						m.stayed = append(m.stayed, id)
					}
				}
				i, m.gone = i+1, m.gone[1:]
			} else if len(m.come) > 0 && (i == len(m.old) || compareRows(m.come[0], m.table[m.old[i]]) < 0) {
				m.put()
			} else {
				break
			}
		}
		m.edit(start, i, before)
	}
	slices.Reverse(m.edits)
}

// put puts in the first of the rows that are left for that.
func (m *merger) put() { m.rows, m.come = append(m.rows, m.come[0].index), m.come[1:] }

// edit notes that old rows from start to end were taken out, and those that have
// come since there were before put in.
func (m *merger) edit(start, end, before int) {
	if added := len(m.rows) - before; end > start || added > 0 {
		m.edits = append(m.edits, Edit{Position: start, Removed: end - start, Added: added})
	}
}

// inPlace gives the row that is to be put in where the i-th old one of the same task
// is taken out; nil if there is none.
func (m *merger) inPlace(i int) *row {
	in := m.gone[0].task.in[m.slot].row
	if in == nil || len(m.come) == 0 || compareRows(in, m.come[0]) < 0 {
		return nil // or it has been put in further up
	}
	if m.next <= i {
		m.next = i
		for k := 0; m.next < len(m.old) && k < len(m.gone) && m.old[m.next] == m.gone[k].index; k++ {
			m.next++
		}
	}
	if m.next < len(m.old) && compareRows(in, m.table[m.old[m.next]]) > 0 {
		return nil
	}
	return in
}

// untouched is how many rows come before the first that is taken out or has
// another put before it.
func (m *merger) untouched(old []rowIndex) int {
	n := len(old)
	for _, rows := range [][]*row{m.gone, m.come} {
		if len(rows) > 0 {
			n, _ = search(m.table, old[:n], rows[0])
		}
	}
	return n
}
