package report

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/payloads"
)

// Text writes for people: a line for each result as it comes, then the findings, then a summary.
type Text struct {
	W       io.Writer
	Palette Palette
	Verbose int  // 1: the answer of each result; 2: the request and answer in full
	Brief   bool // no line for results that pass or only inform, so that a long run stays on one screen
}

// Result writes the line of one result.
func (t Text) Result(r conformance.Result) {
	o := r.Outcome()
	if t.Brief && t.Verbose == 0 && (o == conformance.Pass || o == conformance.Info || o == conformance.Skip) {
		return
	}
	name := r.Name()
	if r.Delivery != "" {
		name += " (" + r.Delivery + ")"
	}
	fmt.Fprintf(t.W, "%s  %-58s  %s\n", t.Palette.Outcome(o, fmt.Sprintf("%-5s", o)), t.show(name), t.Palette.Faint(t.show(answerLine(r))))
	if r.Note != "" && t.Verbose > 0 {
		fmt.Fprintf(t.W, "       %s\n", t.Palette.Faint("note: "+t.show(r.Note)))
	}
	if t.Verbose > 0 && r.Exchange != nil {
		t.exchange(r)
	}
}

// show makes a text from outside fit to be seen.
func (t Text) show(s string) string { return Visible(secretsOf(t.W).mask(s)) }

// answerLine says in a few words what came back.
func answerLine(r conformance.Result) string {
	switch {
	case r.Skip != "":
		return "skipped: " + r.Skip
	case r.Judgement.Err != nil:
		return r.Judgement.Err.Error()
	case r.Exchange == nil:
		return ""
	case r.Exchange.Failure != nil:
		return r.Exchange.Failure.Error() + " · " + round(r.Exchange.Timing.Whole)
	}
	line := fmt.Sprintf("%d · %s", r.Exchange.Status, round(r.Exchange.Timing.Whole))
	if r.Judgement.Outcome == conformance.Pass && r.Expect.Accepts() {
		return line
	}
	return line + " · the backend " + r.Judgement.Reaction.String()
}

// End writes the findings and the summary.
func (t Text) End(r *conformance.Report) {
	for _, c := range r.Causes() {
		fmt.Fprintln(t.W)
		t.cause(r, c)
	}
	if len(r.Results) > 1 || len(r.Causes()) > 0 {
		fmt.Fprintln(t.W)
	}
	t.hints(r)
	t.summary(r)
}

func (t Text) cause(r *conformance.Report, c conformance.Cause) {
	o := c.Outcome()
	head := t.show(fmt.Sprintf("%s  %s  %s  %s", o, c.Check.ID, c.Level, c.First.Name()))
	rule := strings.Repeat("─", max(0, 96-len(head)))
	fmt.Fprintf(t.W, "── %s %s\n", t.Palette.Outcome(o, head), t.Palette.Faint(rule))
	t.row("Requirement", c.Check.Title)
	t.row("Source", fmt.Sprintf("%s (%s)", c.Check.Source, c.Check.Evidence))
	t.row("Sent", sentLine(c.First))
	t.row("Got", gotLine(c.First))
	t.place(c)
	t.row("Means", c.Check.Means)
	t.row("Mend", c.Check.Mend)
	if others := len(c.Cases) - 1; others > 0 {
		t.row("Same cause", fmt.Sprintf("%d more: %s", others, spread(c.Cases)))
	}
	t.line("Again", t.show(Again(r, c.First))) // in one piece, to be copied
}

const label = 13

// row wraps a value. No line begins with two colons, which GitHub's runner would take for a command.
func (t Text) row(name, value string) {
	for i, line := range wrap(t.show(value), 100) {
		if i > 0 {
			name = ""
		}
		if name == "" && strings.HasPrefix(line, "::") {
			line = `\x3a` + line[1:]
		}
		t.line(name, line)
	}
}

// line writes a value that is fit to be seen as it stands.
func (t Text) line(name, value string) {
	fmt.Fprintf(t.W, " %s%s\n", t.Palette.Strong(fmt.Sprintf("%-*s", label, name)), value)
}

func sentLine(r conformance.Result) string {
	line := fmt.Sprintf("%s %s · %d bytes · expected: %s", r.Exchange.Request.Method, endpointOf(r), len(r.Packet.Body), r.Expect.Doc())
	if r.Packet.Variant != nil {
		line += " · " + r.Packet.Variant.Doc
	}
	if r.Packet.Label != "" {
		line += " (" + r.Packet.Label + ")"
	}
	return line
}

func gotLine(r conformance.Result) string {
	x := r.Exchange
	if x.Failure != nil && x.Status == 0 {
		return x.Failure.Error() + " · " + round(x.Timing.Whole)
	}
	line := fmt.Sprintf("%d %s · %s · %d bytes", x.Status, x.Reason, round(x.Timing.Whole), len(x.Body))
	if x.Failure != nil {
		line += " · " + x.Failure.Error()
	}
	return line
}

// endpointOf is the backend's URL without its query, which may hold secrets of the app's own.
func endpointOf(r conformance.Result) string {
	e := *r.Exchange.Request.Endpoint
	e.RawQuery = ""
	return e.String()
}

// spread counts the cases for each callback: "bot 4, attr 7".
func spread(cases []conformance.Result) string {
	var parts []string
	counts := map[string]int{}
	for _, r := range cases[1:] {
		counts[r.Packet.Command.Short]++
	}
	for _, c := range payloads.All() {
		if n := counts[c.Short]; n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", c.Short, n))
		}
	}
	return strings.Join(parts, ", ")
}

// Again is the command line that repeats one case.
func Again(r *conformance.Report, result conformance.Result) string {
	name := result.Packet.Command.Short
	if v := result.Packet.Variant; v != nil {
		name += "/" + v.ID
	}
	line := fmt.Sprintf("%s %s --seed %d --now %s", r.Command, name, r.Seed, r.Now.Format(time.RFC3339Nano))
	if n := result.Packet.Number; n > 0 {
		line += fmt.Sprintf(" -n %d", n+1)
	}
	return line
}

func round(d time.Duration) string {
	switch {
	case d >= time.Second:
		return d.Round(10 * time.Millisecond).String()
	case d >= 10*time.Millisecond:
		return d.Round(time.Millisecond).String()
	}
	return d.Round(100 * time.Microsecond).String()
}

// wrap breaks a text at spaces.
func wrap(s string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(s) {
		if line != "" && len(line)+1+len(word) > width {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}
