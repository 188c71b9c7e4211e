package why

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/report/request"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/words"
	"github.com/timhook/timhook/webhook"
)

// owners are the cases of a suite's requests. A case may send other packets than its own.
type owners map[*webhook.Exchange]*conformance.Case

func ownersIn(r *conformance.Report) owners {
	o := owners{}
	for _, s := range r.Suite {
		for _, result := range s.Results {
			o[result.Exchange] = s.Case
		}
	}
	return o
}

func (o owners) name(r conformance.Result) string {
	if c := o[r.Exchange]; c != nil {
		return c.Name()
	}
	return r.Name()
}

// Findings are what a run has found: one for each cause, the strongest first. Changing them changes nothing of the run.
func Findings(r *conformance.Report) []Finding {
	var list []Finding
	owners := ownersIn(r)
	for _, c := range r.Causes() {
		list = append(list, newFinding(r, c, owners))
	}
	return list
}

// Cases are the cases of a run: of its Suite where it has one, and otherwise of its Results, each of them a case of one
// exchange.
func Cases(r *conformance.Report) []Case {
	var list []Case
	owners := ownersIn(r)
	for _, s := range r.Suite {
		c := NewSuiteCase(s)
		if len(s.Results) > 0 && c.isWorthRepeating() {
			c.Reproduce = again(r, s.Results[0], owners)
		}
		list = append(list, c)
	}
	if r.Suite != nil {
		return list
	}
	for _, result := range r.Results {
		c := newCase(result)
		if c.isWorthRepeating() {
			c.Reproduce = again(r, result, owners)
		}
		list = append(list, c)
	}
	return list
}

func newFinding(r *conformance.Report, c conformance.Cause, o owners) Finding {
	found := newFound(c.Finding, policyIn(c.First))
	impact, fix := c.Advice()
	f := FindingOf(c.Check)
	f.Level, f.Outcome, f.Impact, f.Fix = c.Level.String(), words.Outcome(c.Outcome()), impact, fix
	f.Callback, f.Case, f.Reproduce = c.First.Packet.Command.Name, o.name(c.First), again(r, c.First, o)
	f.Take(found)
	f.Sample = newExchange(c.First)
	if own := o[c.First.Exchange]; own != nil {
		f.Doc = own.Doc
	} else if v := c.First.Packet.Variant; v != nil {
		f.Doc = v.Doc
	}
	f.Caret = caretAt(c, f.Sample.Answer.Text())
	f.Shrunk = shrunkLine(c)
	f.Curl = request.FreshCurl(c.First, r.Command)
	f.gather(r, c, o)
	f.explain(c)
	f.ListCases()
	return f
}

// FindingOf is what the catalogue knows of a finding.
func FindingOf(c *judge.Check) Finding {
	return Finding{
		Check: c.ID, Title: c.Title, Level: c.Level.String(), Source: c.Source, Evidence: c.Evidence.String(),
		Impact: c.Impact, Fix: c.Fix, Docs: words.Page("checks", c.ID),
	}
}

// Take takes over what an exchange shows.
func (f *Finding) Take(found Found) {
	f.Path, f.Offset, f.Length = found.Path, found.Offset, found.Length
	f.Got, f.Want, f.Message = found.Got, found.Want, found.Message
}

// gather counts the cases with a finding, a case of several requests once.
func (f *Finding) gather(r *conformance.Report, c conformance.Cause, o owners) {
	commands := map[string]int{}
	add := func(name string, command *payloads.Command) {
		if r.Suite != nil && slices.Contains(f.Cases, name) {
			return
		}
		f.Cases = append(f.Cases, name)
		commands[command.Short]++
	}
	for _, shown := range c.Cases {
		add(o.name(shown), shown.Packet.Command)
	}
	f.Count = len(f.Cases)
	if r.Tally != nil && r.Tally.Total() > len(r.Results) {
		f.Count = max(f.Count, r.Tally.Showing(c))
		return // too few are kept to know how the others spread
	}
	commands[c.First.Packet.Command.Short]--
	var parts []string
	for _, command := range chat.All() {
		if n := commands[command.Short]; n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", command.Short, n))
		}
	}
	f.Spread = strings.Join(parts, ", ")
}

// longestShrunk is how many bytes of a shrunk packet are shown. A larger one has not become small.
const longestShrunk = 4 << 10

func shrunkLine(c conformance.Cause) string {
	if c.Shrunk == nil {
		return ""
	}
	line := fmt.Sprintf("from %d to %s", len(c.First.Packet.Body), words.Bytes(len(c.Shrunk.Body)))
	if len(c.Shrunk.Body) > longestShrunk {
		return line
	}
	return line + ": " + string(c.Shrunk.Body)
}

// caretAt is the place of a finding in the body as it is kept; nil, where it is cut off.
func caretAt(c conformance.Cause, kept string) *safe.Caret {
	if c.First.Exchange == nil || c.Offset < 0 || c.Offset > len(c.First.Exchange.Body) {
		return nil
	}
	whole := string(c.First.Exchange.Body)
	at := safe.Caret{Offset: c.Offset, Length: min(max(c.Length, 1), max(1, len(whole)-c.Offset))}
	caret := at.Moved(whole, policyIn(c.First).SpansOf(whole))
	if caret.Offset > len(kept) {
		return nil
	}
	return caret
}

// again is the command line that repeats one case.
func again(r *conformance.Report, result conformance.Result, o owners) string {
	p := result.Packet
	line := r.Command
	if result.From != "" {
		if strings.HasPrefix(result.From, "-") { // of standard input, and no flag
			line += " --"
		}
		return line + " " + safe.Quote(result.From)
	}
	switch {
	case r.Suite != nil:
		line += " --run " + safe.Quote(o.name(result))
	case p.Variant != nil:
		line += " " + p.Command.Short + "/" + p.Variant.ID
	default:
		line += " " + p.Command.Short
	}
	line += fmt.Sprintf(" --seed %d --now %s", r.Seed, r.Now.Format(time.RFC3339Nano))
	if p.Number > 0 && r.Suite == nil {
		line += fmt.Sprintf(" -n %d", p.Number+1)
	}
	return line + r.After
}
