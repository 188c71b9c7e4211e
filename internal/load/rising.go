package load

import "time"

// What tells callbacks that pile up from answers that take now more, now less time.
const (
	risingSeconds = 4  // a shorter run shows nothing
	risingAnswers = 10 // in each second that is looked at
)

// Rising says that the answers took longer from second to second at a rate that stayed: the backend is given more
// than it works off, and only the end of the run has kept the queue from growing beyond every deadline. What half of
// the answers took went from the one time to the other. A queue that grows by less than 5 % of the callbacks is not told.
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
