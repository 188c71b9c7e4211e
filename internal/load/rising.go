package load

import "time"

// Callbacks pile up where a run is long enough and has enough answers to tell that from ordinary ups and downs.
const (
	risingSeconds = 4  // a shorter run shows nothing
	risingAnswers = 10 // in each second that is looked at
)

// Rising reports whether the answers took longer from second to second at a constant rate: the backend gets more than
// it works off, and only the end of the run has kept its queue from growing beyond every deadline. The median went from
// one time to the other. A queue that grows by less than 5 % of the callbacks does not count.
func (s *Summary) Rising() (from, to time.Duration, rising bool) {
	whole := s.Seconds[:min(len(s.Seconds), int(s.Sending.Seconds()))]
	if s.Rate.Max || s.Rate.needsDuration() || len(whole) < risingSeconds {
		return 0, 0, false
	}
	third := len(whole) / 3
	first, last := whole[:third], whole[len(whole)-third:]
	to = last[0].P50
	for i := range third {
		if min(first[i].Answered, last[i].Answered) < risingAnswers {
			return 0, 0, false
		}
		// The slowest of the first and the fastest of the last: one second's noise is not enough.
		from, to = max(from, first[i].P50), min(to, last[i].P50)
	}
	between := time.Duration(len(whole)-third) * time.Second
	return from, to, to > from*3/2 && float64(to-from) > closeEnough*float64(between)
}
