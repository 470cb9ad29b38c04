package bus

import (
	"math"
	"math/bits"
	"time"
)

// Histogram counts times in buckets that grow with the time, eight to each
// doubling from eight microseconds on, so what it tells is exact to an eighth. It
// takes the same memory however many times it counts. The zero Histogram is empty;
// copies are independent of each other.
type Histogram struct {
	counts   [histogramBuckets]uint32
	count    int
	min, max time.Duration
}

// The last bucket holds all that is above 19 hours.
const (
	histogramBuckets = 272
	histogramUnit    = time.Microsecond
)

// Bucket is how many times there were from one to below another.
type Bucket struct {
	From, To time.Duration
	Count    int
}

// Add counts a time; one below 0 counts as 0.
func (h *Histogram) Add(d time.Duration) {
	d = max(d, 0)
	if h.count == 0 || d < h.min {
		h.min = d
	}
	h.max = max(h.max, d)
	h.count++
	h.counts[bucketOf(d)]++
}

// Count is how many times were added.
func (h *Histogram) Count() int { return h.count }

// Min is the shortest time, exactly; 0 if there is none.
func (h *Histogram) Min() time.Duration { return h.min }

// Max is the longest time, exactly; 0 if there is none.
func (h *Histogram) Max() time.Duration { return h.max }

// Quantile is the time that a share q of the times does not exceed: 0.5 for the
// median. It is too long by an eighth at most. q is from 0 to 1.
func (h *Histogram) Quantile(q float64) time.Duration {
	rank := int(math.Ceil(q * float64(h.count)))
	seen := 0
	for i, n := range h.counts {
		if seen += int(n); n > 0 && seen >= rank {
			return min(bucketStart(i+1), h.max)
		}
	}
	return h.max
}

// Buckets gives the buckets from the first to the last that is not empty, in order
// and without gaps.
func (h *Histogram) Buckets() []Bucket {
	if h.count == 0 {
		return nil
	}
	first, last := bucketOf(h.min), bucketOf(h.max)
	buckets := make([]Bucket, 0, last-first+1)
	for i := first; i <= last; i++ {
		buckets = append(buckets, Bucket{From: bucketStart(i), To: bucketStart(i + 1), Count: int(h.counts[i])})
	}
	return buckets
}

func bucketOf(d time.Duration) int {
	units := uint64(d / histogramUnit)
	if units < 8 {
		return int(units)
	}
	exponent := bits.Len64(units) - 1
	return min((exponent-2)*8+int(units>>(exponent-3)&7), histogramBuckets-1)
}

// bucketStart is the shortest time in a bucket.
func bucketStart(i int) time.Duration {
	switch {
	case i >= histogramBuckets:
		return math.MaxInt64
	case i < 8:
		return time.Duration(i) * histogramUnit
	}
	return time.Duration(8+i%8) << (i/8 - 1) * histogramUnit
}
