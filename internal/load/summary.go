package load

import (
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/budget"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

// Summary is the result of a load.
type Summary struct {
	// What was asked for.
	Rate        Rate
	Duration    time.Duration // 0: Count decided
	Count       int           // 0: Duration decided
	Connections int           // at most
	Payloads    int           // distinct request packets that took their turns

	Started time.Time
	Elapsed time.Duration // from the first due time to the last answer
	Sending time.Duration // the part of it in which callbacks were due; rates are taken over it
	End     End           // why it ended
	Remedy  string        // what to do about an end that was not planned; empty otherwise
	// Slow is why the exchanges went the way of single sends, at several times the CPU; empty: they did not.
	Slow string

	Asked      int  // callbacks that were due by the schedule; without a rate, those that were sent
	Sent       int  // in whole or in part, with those of [judge.Error], which found no connection
	Full       bool // all allowed connections were in use, so that callbacks had to wait for one
	Overdue    int  // sent more than [Overdue] after they were due
	Unfinished int  // under way when the run was interrupted: neither answered nor failed

	All       Callback   // all callbacks together
	Callbacks []Callback // each of the mix, in its order
	Jitter    Latencies  // distance of each send from its due time; empty without a rate

	Errors            map[webhook.FailureClass]int // exchanges without a whole answer, by what went wrong
	Connected         int                          // connections made
	Reused            int                          // exchanges on a connection that had carried another one
	Redialed          int                          // kept connections that turned out to be closed while sending
	BytesOut, BytesIn int64                        // of requests and answers, heads included
	Seconds           []Second
	// Tally has the exchanges that were not plainly right: causes, counts, a few of each with their bytes.
	// [Callback.Count] has all.
	Tally   *conformance.Tally
	Budgets []budget.Result
}

// Callback is the result for one callback command of a load, or for all of them.
type Callback struct {
	Command *payloads.Command // nil: all
	Sent    int

	// Latencies of the answers that accept, and of those that never came: they count with the time waited. FromDue is
	// from the moment at which the schedule wanted the callback sent: what users of the backend feel. FromSend is from
	// the actual send: what the backend needed. Without a rate they are the same.
	FromDue, FromSend Latencies

	PastSecond, PastDeadline int // callbacks without a whole answer, right or wrong, 1 s and 2 s after they were due

	outcomes         [judge.Error + 1]int
	acceptable, late int // callbacks that have to be accepted, and the late ones of them
}

// Shortfall is how many callbacks were due and not sent.
func (s *Summary) Shortfall() int { return max(0, s.Asked-s.Sent) }

// Achieved is the rate at which callbacks were sent, a second.
func (s *Summary) Achieved() float64 { return perSecond(s.Sent, s.Sending) }

// Throughput is the rate at which answers came, a second.
func (s *Summary) Throughput() float64 { return perSecond(s.All.Judged(), s.Elapsed) }

func perSecond(n int, d time.Duration) float64 {
	if d <= 0 {
		return 0
	}
	return float64(n) / d.Seconds()
}

// Overdue is how late a callback may leave before it counts as overdue: more than a busy machine's clock is off.
const Overdue = 10 * time.Millisecond

// Second is one second of a run, for live lines and plots. Callbacks count in the second in which they were sent,
// answers in that in which they came.
type Second struct {
	Number        int           // from 0
	Length        time.Duration // the last one may be shorter
	Sent          int
	Answered      int // whole answers
	Failed        int // judged as a failure, errors included
	Overdue       int
	Late          int           // without a whole answer 2 s after they were due
	P50, P99, Max time.Duration // from the due time, of the same exchanges as [Callback.FromDue]
	InFlight      int           // under way at the end of the second
	Connections   int           // open at the end of the second
}
