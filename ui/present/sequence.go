package present

import (
	"slices"

	"github.com/bellhop-gtk/bellhop/tasks"
)

// sequence is rows in order. It keeps the order as indices into a table of the rows:
// to move a hundred thousand pointers takes several times as long while a collection
// runs, which has to be told of each.
type sequence struct {
	table        []*row
	free         []rowIndex // of the table, without a row
	order, spare []rowIndex // and room for the next order
}

// rowIndex is where a sequence keeps a row.
type rowIndex uint32

// newSequence takes over rows that are in order.
func newSequence(rows []*row) sequence {
	s := sequence{table: rows, order: make([]rowIndex, len(rows))}
	for i, row := range rows {
		row.index, s.order[i] = rowIndex(i), rowIndex(i)
	}
	return s
}

func (s *sequence) len() int { return len(s.order) }

// at gives the row at a position; nil if there is none.
func (s *sequence) at(position int) *row {
	if position < 0 || position >= len(s.order) {
		return nil
	}
	return s.table[s.order[position]]
}

// find gives the position of a row, if it is there.
func (s *sequence) find(r *row) (position int, ok bool) { return search(s.table, s.order, r) }

func search(table []*row, order []rowIndex, r *row) (position int, ok bool) {
	return slices.BinarySearchFunc(order, r, func(i rowIndex, r *row) int { return compareRows(table[i], r) })
}

// merge takes rows out and puts others in, both in order. It tells what was edited,
// and which tasks have another row in the same place.
func (s *sequence) merge(slot int, gone, come []*row) ([]Edit, []tasks.ID) {
	for _, row := range come {
		s.keep(row)
	}
	m := merger{slot: slot, table: s.table, old: s.order, rows: s.spare[:0], gone: gone, come: come}
	m.merge()
	s.order, s.spare = m.rows, s.order
	for _, row := range gone {
		s.table[row.index] = nil
		s.free = append(s.free, row.index)
	}
	return m.edits, m.stayed
}

// keep gives a row a place in the table.
func (s *sequence) keep(r *row) {
	last := len(s.free) - 1
	if last < 0 {
		r.index = rowIndex(len(s.table))
		s.table = append(s.table, r)
		return
	}
	r.index = s.free[last]
	s.free, s.table[r.index] = s.free[:last], r
}
