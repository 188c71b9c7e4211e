package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/words"
)

// Text writes for people: a line for each case as it ends, then the findings, then a summary.
type Text struct {
	W       io.Writer
	Palette safe.Palette
	Verbose int  // 1: the packet and answer of each exchange; 2: request and answer in full
	Brief   bool // no line for cases that pass, inform or are skipped: a long run fits on one screen
}

// Case writes the line of a case. With Verbose its exchanges follow.
func (t Text) Case(c Case) {
	o := words.OutcomeNamed(c.Outcome)
	if t.Brief && t.Verbose == 0 && (o == judge.Pass || o == judge.Skip) {
		return
	}
	c = maskedCase(t.W, c)
	t.result(o, caseName(c), answerLine(c))
	for _, x := range c.Exchanges {
		if t.Verbose == 0 {
			break
		}
		if len(c.Exchanges) > 1 {
			outcome := fmt.Sprintf("%-5s", strings.ToUpper(safe.Visible(x.Outcome)))
			fmt.Fprintf(t.W, "  %s  %s  %s\n", t.Palette.Outcome(words.OutcomeNamed(x.Outcome), outcome),
				safe.Visible(cmp.Or(x.Label, "-")), t.Palette.Faint(safe.Visible(exchangeLine(x))))
		}
		if x.Note != "" {
			fmt.Fprintf(t.W, "       %s\n", t.Palette.Faint("note: "+safe.Visible(x.Note)))
		}
		if x.Request.Method != "" {
			t.exchange(x)
		}
	}
}

// messageWidth is how many bytes of a message fit behind a case.
const messageWidth = 100

func (t Text) result(o judge.Outcome, name, answer string) {
	fmt.Fprintf(t.W, "%s  %-58s  %s\n",
		t.Palette.Outcome(o, fmt.Sprintf("%-5s", o)), safe.Visible(name), t.Palette.Faint(safe.Visible(answer)))
}

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

// exchangeLine is the status, the time, and the first finding: "200 · 12ms · resp-errorcode-present: …". Without a
// finding it has the reaction of the backend, unless that is to accept.
func exchangeLine(x Exchange) string {
	took := words.Seconds(x.Answer.WholeMS / 1000)
	switch {
	case x.Error != "":
		return x.Error
	case x.Request.Method == "":
		return ""
	case len(x.Found) > 0 && x.Outcome != "pass":
		return statusOf(x) + took + " · " + x.Found[0].Check + ": " + safe.Cut(x.Found[0].Message, messageWidth)
	case x.Answer.Failure != "":
		return x.Answer.Failure + " · " + took
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

// exchange writes packet and answer.
func (t Text) exchange(x Exchange) {
	if t.Verbose > 1 {
		t.block("> ", cmp.Or(x.Wire.Text(), requestText(x.Request)))
		t.block("< ", cmp.Or(x.Answer.Wire.Text(), answerText(x.Answer)))
		return
	}
	fmt.Fprintf(t.W, "  > %s\n", safe.Excerpt(x.Request.Text(), 400))
	if answer := x.Answer.Text(); answer != "" {
		fmt.Fprintf(t.W, "  < %s\n", safe.Excerpt(answer, 400))
	}
}

func (t Text) block(prefix, text string) {
	const longest = 16 << 10
	to := safe.RuneStart(text, longest)
	for line := range strings.Lines(text[:to]) {
		fmt.Fprintf(t.W, "  %s%s\n", t.Palette.Faint(prefix), safe.Visible(strings.TrimRight(line, "\r\n")))
	}
	if more := safe.Remainder(text, to); more != "" {
		fmt.Fprintf(t.W, "  %s%s\n", t.Palette.Faint(prefix), more)
	}
}
