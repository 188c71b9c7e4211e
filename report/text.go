package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/terminal"
	"github.com/timhook/timhook/report/why"
	"github.com/timhook/timhook/report/words"
)

// Text writes for people: a line for each case as it ends, then the findings, then a summary.
type Text struct {
	W       io.Writer
	Palette terminal.Palette // with the width of the terminal; without one nothing is wrapped
	Verbose int              // 1: the packet and answer of each exchange; 2: request and answer in full
	Brief   bool             // no line for cases that pass or are skipped: a long run fits on one screen
	Repeats bool             // the last line has all that repeats the run: seed, time, versions
	Clock   bool             // the time of day in front of the line of a case, as for one callback sent again and again
	// Indented breaks packet and answer into lines as an editor does, and names what Chat would do with the answer.
	// Without a terminal it is nothing.
	Indented bool
}

// Case writes the line of a case. With Verbose its exchanges follow.
func (t Text) Case(c Case) {
	o := words.OutcomeNamed(c.Outcome)
	if t.Brief && t.Verbose == 0 && (o == judge.Pass || o == judge.Skip) {
		return
	}
	c = why.Masked(t.W, c)
	t.result(t.clock(c), o, caseName(c), answerLine(c))
	for _, x := range c.Exchanges {
		if t.Verbose == 0 {
			break
		}
		if len(c.Exchanges) > 1 {
			t.request(x)
		}
		if x.Note != "" {
			for _, line := range terminal.Wrap(safe.Visible("note: "+x.Note), t.roomBehind(7)) {
				fmt.Fprintf(t.W, "       %s\n", t.Palette.Faint(line))
			}
		}
		if x.Request.Method != "" {
			t.exchange(x)
		}
	}
}

// clock is the time of day at which the first request of a case was sent, and two blanks.
func (t Text) clock(c Case) string {
	if !t.Clock || len(c.Exchanges) == 0 || c.Exchanges[0].Start.IsZero() {
		return ""
	}
	return c.Exchanges[0].Start.Local().Format("15:04:05.000") + "  "
}

// request writes the line of one of several requests.
func (t Text) request(x Exchange) {
	o := words.OutcomeNamed(x.Outcome)
	word := t.Palette.Outcome(o, fmt.Sprintf("%-5s", o))
	for i, line := range terminal.Wrap(safe.Visible(cmp.Or(x.Label, "-")+"  "+exchangeLine(x)), t.roomBehind(9)) {
		if i > 0 {
			word = "     "
		}
		fmt.Fprintf(t.W, "  %s  %s\n", word, line)
	}
}

// result writes the line of a case. On a terminal where name and answer do not fit beside each other, the answer goes
// below.
func (t Text) result(at string, o judge.Outcome, name, answer string) {
	name, answer = safe.Visible(name), safe.Visible(answer)
	front := len(at + "FIXED  ")
	room := t.roomBehind(front)
	padded := name + strings.Repeat(" ", max(0, nameWidth-terminal.Columns(name)))
	if room > 0 && terminal.Columns(padded+"  "+answer) > room {
		padded = name
	}
	word := t.Palette.Outcome(o, fmt.Sprintf("%-5s", o))
	if at != "" {
		word = t.Palette.Faint(at) + word
	}
	if room == 0 || terminal.Columns(padded+"  "+answer) <= room {
		fmt.Fprintf(t.W, "%s  %s  %s\n", word, padded, t.Palette.Faint(answer))
		return
	}
	for i, line := range terminal.Wrap(name, room) {
		if i > 0 {
			word = strings.Repeat(" ", front-2)
		}
		fmt.Fprintf(t.W, "%s  %s\n", word, line)
	}
	for _, line := range terminal.Wrap(answer, room) {
		fmt.Fprintf(t.W, "%s%s\n", strings.Repeat(" ", front), t.Palette.Faint(safe.Unobeyed(line)))
	}
}

// nameWidth is how many columns the names of cases take where there is room.
const nameWidth = 58

// caseName is the name of a case, and the delivery where it is not the first: "send/baseline-minimal (retry)".
func caseName(c Case) string {
	if len(c.Exchanges) == 1 && c.Exchanges[0].Delivery != "" {
		return c.Name + " (" + c.Exchanges[0].Delivery + ")"
	}
	return c.Name
}

// answerLine is the answer in a few words: of several exchanges, that of the first with the outcome of the case.
func answerLine(c Case) string {
	switch {
	case c.Skipped != "":
		return "skipped: " + c.Skipped
	case c.Bug != "":
		return c.Bug
	}
	line := ""
	if len(c.Exchanges) > 0 {
		decides := slices.IndexFunc(c.Exchanges, func(x Exchange) bool { return x.Outcome == c.Outcome })
		line = exchangeLine(c.Exchanges[max(0, decides)])
	}
	if n := len(c.Exchanges); n > 1 {
		line += fmt.Sprintf(" · %d requests", n)
	}
	if c.Known != "" {
		line += " · known: " + c.Known
	}
	return line
}

// messageBytes of a message are in the line of a case.
const messageBytes = 200

// exchangeLine is the status, the time, and the first finding: "200 · 12ms · resp-errorcode-present: …". Without a
// finding it has the decision, or the reaction of the backend, unless that is to accept.
func exchangeLine(x Exchange) string {
	took := why.TookLine(x)
	switch {
	case x.Error != "":
		return x.Error
	case x.Request.Method == "":
		return ""
	case len(x.Found) > 0 && x.Outcome != "pass":
		return statusOf(x) + took + " · " + x.Found[0].Check + ": " + safe.Cut(x.Found[0].Message, messageBytes)
	case x.Answer.Failure != "":
		return x.Answer.Failure + " · " + took
	case x.Decision != nil && x.Outcome == "pass":
		return statusOf(x) + took + " · " + x.Decision.Sentence
	case x.Outcome == "pass" && x.Reaction == judge.Accepted.String():
		return statusOf(x) + took
	case survived(x):
		return statusOf(x) + took + " · survived: the backend " + x.Reaction
	}
	return statusOf(x) + took + " · the backend " + x.Reaction
}

// survived is true of an exchange that passed since nothing broke: its answer neither accepts nor refuses.
func survived(x Exchange) bool {
	return x.Outcome == "pass" && x.Reaction == judge.Unclear.String()
}

func statusOf(x Exchange) string {
	if x.Answer.Status == 0 {
		return ""
	}
	return fmt.Sprintf("%d · ", x.Answer.Status)
}
