package report

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/report/safe"
)

// Bounds of the Markdown, which GitHub cuts at 65,536 characters in a comment and at 1 MiB in a step summary.
const (
	markdownFindings = 20
	markdownBytes    = 1500      // of a request or an answer
	markdownText     = 800       // of any other text from outside
	markdownEnough   = 400 << 10 // no further finding behind so many bytes
)

// writeMarkdown writes what the reader of a pull request needs without opening anything else: the verdict, the counts,
// and each finding with its requirement, its place, what to mend and how to repeat it.
func writeMarkdown(w io.Writer, d *Document) error { return StepSummary(w, d) }

// StepSummary writes the Markdown that a GitHub workflow appends to the file named in GITHUB_STEP_SUMMARY.
func StepSummary(w io.Writer, d *Document) error {
	d = maskedFor(w, d)
	m := markdown{w: &safe.StickyWriter{W: w}, size: new(int)}
	m.head(d)
	m.problems(d)
	m.findings(d)
	m.foot(d)
	return m.w.Err
}

// findings writes as many as fit.
func (m markdown) findings(d *Document) {
	for i, f := range d.Findings {
		if i == markdownFindings || *m.size > markdownEnough {
			m.line("", fmt.Sprintf("_… and %d further findings; another format has them all._", len(d.Findings)-i))
			break
		}
		m.finding(f)
	}
}

type markdown struct {
	w    *safe.StickyWriter
	size *int // bytes written so far
}

func (m markdown) write(text string) {
	*m.size += len(text)
	fmt.Fprint(m.w, text)
}

// line writes lines; an empty one parts blocks.
func (m markdown) line(lines ...string) {
	for _, l := range lines {
		m.write(l + "\n")
	}
}

func (m markdown) head(d *Document) {
	m.line(fmt.Sprintf("## timhook: %s %s", markOf(d.Verdict), mdText(verdictLine(d))), "",
		fmt.Sprintf("%s against %s in %s.", counted(d, safe.Palette{}), mdCode(d.Backend), seconds(d.Seconds)), "")
	columns := []string{"callback"}
	for _, o := range judge.Outcomes() {
		if d.Counts[word(o)] > 0 {
			columns = append(columns, word(o))
		}
	}
	m.line("| "+strings.Join(columns, " | ")+" |", "| --- "+strings.Repeat("| ---: ", len(columns)-1)+"|")
	for _, row := range countedByCallback(d) {
		cells := []string{mdCode(row.callback)}
		for _, c := range columns[1:] {
			cells = append(cells, orDash(row.counts[c]))
		}
		m.line("| " + strings.Join(cells, " | ") + " |")
	}
	if line := unlistedLine(d); line != "" {
		m.line("", "_"+line+"_")
	}
}

func markOf(outcome string) string {
	switch outcome {
	case "pass":
		return "✅"
	case "fail", "fixed":
		return "❌"
	case "warn":
		return "⚠️"
	case "error":
		return "🚫"
	case "info", "known":
		return "ℹ️"
	}
	return "⏭️"
}

func orDash(n int) string {
	if n == 0 {
		return "–"
	}
	return fmt.Sprint(n)
}

// callbackCounts are a callback's cases by outcome.
type callbackCounts struct {
	callback string
	counts   map[string]int
}

// countedByCallback counts cases in the order in which the callbacks come.
func countedByCallback(d *Document) []callbackCounts {
	var rows []callbackCounts
	at := map[string]int{}
	for _, c := range d.Cases {
		i, seen := at[c.Callback]
		if !seen {
			i = len(rows)
			at[c.Callback] = i
			rows = append(rows, callbackCounts{c.Callback, map[string]int{}})
		}
		rows[i].counts[c.Outcome]++
	}
	return rows
}

func (m markdown) problems(d *Document) {
	var list []string
	for _, p := range d.Problems {
		list = append(list, "❌ "+mdText(p))
	}
	for _, c := range d.Cases {
		switch c.Outcome {
		case "error":
			list = append(list, "🚫 "+mdCode(c.Name)+" could not be judged: "+mdText(answerLine(c)))
		case "fixed":
			list = append(list, "❌ "+mdCode(c.Name)+" is listed as a known failure, and passes: take it off the list")
		}
	}
	for _, h := range d.Hints {
		list = append(list, "Hint: "+mdText(h))
	}
	for i, l := range list {
		if i == 0 {
			m.line("")
		}
		if i == markdownFindings {
			m.line(fmt.Sprintf("- … and %d more", len(list)-i))
			break
		}
		m.line("- " + l)
	}
}

func (m markdown) finding(f Finding) {
	m.line("", fmt.Sprintf("### %s %s %s in %s", markOf(f.Outcome), f.Level, mdCode(f.Check), mdCode(f.Case)), "", "**"+mdText(f.Title)+"**", "")
	if p, ok := placeOf(f); ok {
		blanks, carets := p.carets()
		m.fence("", fmt.Sprintf("body  %s\n      %s%s byte %d\n", p.line(), blanks, carets, f.Offset))
	}
	m.line("- Found: "+mdText(f.Message), "- Means: "+mdText(f.Means), "- **Mend**: "+mdText(f.Mend), "- Source: "+mdText(f.Source)+" ("+mdText(f.Evidence)+")")
	if f.Count > 1 {
		m.line("- Same cause: " + mdText(moreCases(f)))
	}
	if f.Shrunk != "" {
		m.line("- Shrunk: " + mdText(f.Shrunk))
	}
	if f.Again != "" && len(f.Again) <= longestCurl {
		m.line("", "Again:", "")
		m.fence("sh", safe.Visible(f.Again)+"\n")
	}
	m.details("Request and answer", visibleLines(requestText(f.Sample.Request), "> ", markdownBytes)+visibleLines(answerText(f.Sample.Answer), "< ", markdownBytes))
	if f.Curl != "" && len(f.Curl) <= longestCurl {
		m.details("As curl", safe.Visible(f.Curl)+"\n")
	}
}

// details folds a block. The blank lines let the fence within be read as one.
func (m markdown) details(title, text string) {
	m.line("", "<details><summary>"+title+"</summary>", "")
	m.fence("", text)
	m.line("", "</details>")
}

func (m markdown) foot(d *Document) {
	if slow := slowestOf(d); len(slow) > 0 {
		m.line("", "<details><summary>Slowest cases</summary>", "", "| case | took |", "| --- | ---: |")
		for _, c := range slow {
			m.line(fmt.Sprintf("| %s | %s |", mdCode(c.Name), seconds(c.Seconds)))
		}
		m.line("", "</details>")
	}
	if skipped := skippedFor(d.Cases); len(skipped) > 0 {
		m.line("", "<details><summary>Skipped cases</summary>", "")
		for _, s := range skipped {
			m.line(fmt.Sprintf("- %d: %s", s.count, mdText(s.text)))
		}
		m.line("", "</details>")
	}
	parts := append([]string{"timhook " + mdText(d.Version), "catalogue " + mdText(d.Catalogue)}, repeats(d)...)
	m.line("", "<sub>"+strings.Join(parts, " · ")+"</sub>")
}

// mdText is a text that is nothing but text in Markdown: what begins markup, HTML, a link, a mention or a table cell is a
// character reference. A colon with something behind it would begin an address or an emoji.
func mdText(s string) string {
	if len(s) > markdownText {
		s = s[:safe.RuneStart(s, markdownText)] + "…"
	}
	s = safe.Visible(s)
	var b strings.Builder
	for i, r := range s {
		switch {
		case strings.ContainsRune("<>&@\\`*_[]#|~$", r), r == ':' && i+1 < len(s) && s[i+1] != ' ', r == '.' && strings.HasSuffix(s[:i], "www"):
			fmt.Fprintf(&b, "&#%d;", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// mdCode is a text as code in a line, table cells included: HTML's element, since backticks within backticks and a pipe in a
// cell have no spelling that every reader takes.
func mdCode(s string) string { return "<code>" + mdText(cmp.Or(s, " ")) + "</code>" }

// fence writes a block of text behind a fence that is longer than any run of backticks within.
func (m markdown) fence(language, text string) {
	longest := 0
	for run, rest := 0, text; rest != ""; rest = rest[1:] {
		if rest[0] != '`' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	fence := strings.Repeat("`", max(3, longest+1))
	m.line(fence + language)
	m.write(text)
	if !strings.HasSuffix(text, "\n") {
		m.line("")
	}
	m.line(fence)
}
