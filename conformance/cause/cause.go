// Package cause names what is wrong with a backend behind a finding, and the change that cures it.
//
// A check knows what an answer breaks, but not why. The why lies in what the case varied and in what was answered: the
// same HTTP 500 means an integer of 32 bits under a Random above 2147483647, and MySQL's utf8 under an emoji. [Of]
// looks both up in one table of rows. [Answer] is what two answers have in common when one cause has drawn them, and
// [Corrected] is the backend's own answer as it should have been.
//
// Nothing here judges: the same findings come out, only better explained.
package cause

import (
	"net/http"
	"strings"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/phrase"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

// Shown is a finding and the request that drew it.
type Shown struct {
	Finding  judge.Finding
	Callback string            // short name of the command: "send"
	Command  *payloads.Command // nil: not known
	Case     string            // id of the variant or tamper; "" or "baseline-minimal": the ordinary packet
	Label    string            // which of several requests of the case
	Varied   string            // what the case varies, in words
	Signed   bool              // a token was given
	Among    bool              // the backend went away with others under way: which of them it was is not known
	Said     string            // the last words of a backend that went away
	Secrets  []string          // that no text of a cause may hold
	Reaction judge.Reaction
	Exchange *webhook.Exchange // nil: nothing was sent
}

// Cause is why, and what to do about it.
type Cause struct {
	ID   string // of the row of the table; empty: none fits
	Text string // one sentence; empty: the check's own words are all there is
	Fix  string // empty: the check's own
	// IsOne is true of a cause that is the same whatever a case varied: one change cures all that drew the same answer.
	IsOne bool
	// Explains are the cases whose acceptance follows from the cause, as [row].cases has them.
	Explains string
	Rank     int // the lower, the earlier it is shown among findings of the same outcome
}

// Of is the cause of a finding, as far as the finding and the run tell it.
func Of(s Shown, r *Run) Cause {
	for _, row := range rows() {
		if row.fits(s, r) {
			return row.fill(s, r)
		}
	}
	return Cause{Rank: rankOf(s), IsOne: true}
}

// DoesExplain reports whether the finding is an acceptance that follows from the cause.
func (c Cause) DoesExplain(s Shown) bool {
	isTaken := s.Reaction == judge.Accepted && matches(refusing, s.Finding.Check.ID) ||
		s.Reaction == judge.Unclear && s.Finding.Check.ID == "behave-refusal-form"
	return isTaken && matches(c.Explains, s.Case)
}

// row is a cause: where it is found, and its words.
type row struct {
	id       string
	checks   string // ids of checks, separated by blanks; a * at the end matches any rest; empty: any
	cases    string // ids of cases, in the same way; [ordinary] is the ordinary packet
	label    string // a part of the label; empty: any
	status   string // of the answer: "404", "4xx 5xx"; empty: any, or none
	body     string // parts of the body in lower case, separated by |, of which one is there; empty: any
	contrast string // kinds of contrasts, of which one was accepted; empty: any or none
	when     func(Shown, *Run) bool
	text     string // what stands in braces is filled in, see [row.fill]
	fix      string
	each     bool   // each kind of cases has a cause of its own
	explains string // cases whose acceptance follows from it
	rank     int
}

const ordinary = "ordinary"

func (w *row) fits(s Shown, r *Run) bool {
	return (w.checks == "" || matches(w.checks, s.Finding.Check.ID)) &&
		(w.cases == "" || matches(w.cases, s.id())) &&
		(w.label == "" || strings.Contains(s.Label, w.label)) &&
		(w.status == "" || hasStatus(w.status, s.Exchange)) &&
		(w.body == "" || holds(w.body, s.Exchange)) &&
		(w.contrast == "" || r.contrast(s, w.contrast) != "") &&
		(w.when == nil || w.when(s, r))
}

func (w *row) fill(s Shown, r *Run) Cause {
	fill := strings.NewReplacer(
		"{varied}", s.varied(), "{answer}", s.answered(), "{ordinary}", r.ordinaryClause(s),
		"{got}", shortGot(s.Finding.Got), "{fix}", adviceOf(s), "{bytes}", itoa(sizeOf(s)),
		"{contrast}", r.contrast(s, w.contrast), "{field}", fieldNamed(s, r), "{key}", keyOf(s), "{clock}", clockOf(s),
		"{callbacks}", strings.Join(r.acceptedCallbacks(), ","), "{accepted}",
		phrase.And(r.acceptedCallbacks()),
		"{lacks}", strings.Join(r.lacking(s), ", "), "{own}", strings.Join(r.own(s), ", "),
		"{missing}", strings.Join(r.missingFields(), ", "),
		"{form}", formOf(s, w.text), "{formfix}", formFixOf(s, w.fix, r),
	)
	c := Cause{ID: w.id, Text: fill.Replace(w.text), Fix: fill.Replace(w.fix), Rank: w.rank}
	c.Explains, c.IsOne = w.explains, !w.each
	if s.Said != "" {
		c.Text += ". Its last words: " + s.Said
	}
	if c.Rank == 0 {
		c.Rank = rankOf(s)
	}
	return c
}

// clockOf says how far the backend's clock is from this one, where its answer tells and it matters.
func clockOf(s Shown) string {
	if s.Exchange == nil || s.Exchange.Start.IsZero() {
		return ""
	}
	date, err := http.ParseTime(s.Exchange.Get("Date"))
	off := date.Sub(s.Exchange.Start).Round(time.Second)
	if err != nil || off.Abs() < 30*time.Second {
		return ""
	}
	return ". By its Date header the backend's clock is " + off.String() + " off"
}

// adviceOf is what the judge says about the mismatch.
func adviceOf(s Shown) string {
	if s.Finding.Check == nil {
		return ""
	}
	_, fix := s.Finding.Advice()
	return fix
}

// id is the case as rows name it.
func (s Shown) id() string {
	if s.IsOrdinary() {
		return ordinary
	}
	return s.Case
}

// IsOrdinary reports whether the finding is on the ordinary packet, so that nothing that a case varies is to blame.
func (s Shown) IsOrdinary() bool {
	switch s.Case {
	case "", "baseline-minimal", "example":
		return true
	}
	return false
}

// matches reports whether one of the patterns is the name, or its beginning with a * behind it.
func matches(patterns, name string) bool {
	for p := range strings.FieldsSeq(patterns) {
		if start, open := strings.CutSuffix(p, "*"); p == name || open && strings.HasPrefix(name, start) {
			return true
		}
	}
	return false
}

func hasStatus(patterns string, x *webhook.Exchange) bool {
	if x == nil || x.Status == 0 {
		return false
	}
	status := string(rune('0'+x.Status/100)) + "xx"
	for p := range strings.FieldsSeq(patterns) {
		if p == status || p == itoa(x.Status) {
			return true
		}
	}
	return false
}

// searched is how much of a body is looked through.
const searched = 8 << 10

func holds(parts string, x *webhook.Exchange) bool {
	if x == nil {
		return false
	}
	body := strings.ToLower(string(x.Body[:min(len(x.Body), searched)]))
	for part := range strings.SplitSeq(parts, "|") {
		if strings.Contains(body, part) {
			return true
		}
	}
	return false
}

// The ranks. What breaks everything comes before what breaks one kind of packet, and taste comes last.
const (
	rankGone     = 1 + iota // the backend goes away, or does not answer
	rankOrdinary            // the ordinary packet fails
	rankUsual
	rankCrowd // what shows only among other callbacks
	rankTaste
)

func rankOf(s Shown) int {
	switch id := s.Finding.Check.ID; {
	case matches("behave-stays-up resp-answer", id):
		return rankGone
	case matches("behave-keeps-connection behave-method-405 behave-path-404 behave-slash-redirect "+
		"resp-content-type resp-extra-fields", id):
		return rankTaste
	case s.IsOrdinary():
		return rankOrdinary
	case s.Finding.Check.Under != judge.Plain && s.Finding.Check.Under != judge.Repeated:
		return rankCrowd
	}
	return rankUsual
}
