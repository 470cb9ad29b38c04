package present

import "slices"

// runs sorts rows that come a few at a time, a few at a time: those that came together
// are a run, in order, and of the runs the first two in the queue are merged into one
// that joins it at the end (Knuth, The Art of Computer Programming, volume 3, section
// 5.2.4, natural merge sort). No step takes long, however many rows there are.
type runs struct {
	queue [][]*row

	// What is being merged: a and b, and then rest, are appended to out.
	a, b, rest, out []*row
}

// add adds rows, in any order. It keeps the slice.
func (r *runs) add(rows []*row) {
	if len(rows) > 0 {
		slices.SortFunc(rows, compareRows)
		r.queue = append(r.queue, rows)
	}
}

// merge takes a step of n rows at most, and reports whether all are one run, which
// sorted gives.
func (r *runs) merge(n int) (done bool) {
	for {
		switch {
		case len(r.a) == 0 && len(r.b) == 0 && len(r.rest) > 0:
			r.a, r.rest = r.rest, nil
		case len(r.a) == 0 && len(r.b) == 0:
			if len(r.out) > 0 {
				r.queue, r.out = append(r.queue, r.out), nil
			}
			if len(r.queue) < 2 {
				return true
			}
			r.begin()
		case n <= 0:
			return false
		case len(r.a) == 0 || len(r.b) == 0:
			n -= r.copy(n)
		case compareRows(r.a[0], r.b[0]) <= 0:
			r.out, r.a = append(r.out, r.a[0]), r.a[1:]
			n--
		default:
			r.out, r.b = append(r.out, r.b[0]), r.b[1:]
			n--
		}
	}
}

// begin takes the first two runs of the queue. Where one is all before the other, as
// mostly, there is nothing to compare.
func (r *runs) begin() {
	a, b := r.queue[0], r.queue[1]
	r.queue = r.queue[2:]
	r.out = make([]*row, 0, len(a)+len(b))
	switch {
	case compareRows(a[len(a)-1], b[0]) <= 0:
		r.a, r.rest = a, b
	case compareRows(b[len(b)-1], a[0]) <= 0:
		r.a, r.rest = b, a
	default:
		r.a, r.b = a, b
	}
}

// copy appends up to n rows of the one run that is left, and tells how many.
func (r *runs) copy(n int) int {
	left := &r.a
	if len(r.a) == 0 {
		left = &r.b
	}
	n = min(n, len(*left))
	r.out, *left = append(r.out, (*left)[:n]...), (*left)[n:]
	return n
}

// sorted gives all rows, once merge is done.
func (r *runs) sorted() []*row {
	if len(r.queue) == 0 {
		return nil
	}
	return r.queue[0]
}
