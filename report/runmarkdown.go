package report

import (
	"fmt"
	"strings"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/report/markdown"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/words"
)

// Findings writes as many as fit.
func Findings(m markdown.Writer, d *Document) {
	for i, f := range d.Findings {
		if i == markdownFindings || *m.Size > markdownEnough {
			m.Line("", fmt.Sprintf("_… and %d further findings; another format has them all._", len(d.Findings)-i))
			break
		}
		finding(m, f)
	}
}

func head(m markdown.Writer, d *Document) {
	m.Line(fmt.Sprintf("## timhook: %s %s", markdown.Mark(d.Verdict), markdown.Text(VerdictLine(d))), "",
		fmt.Sprintf("%s against %s in %s.", Counted(d, safe.Palette{}), markdown.Code(d.Backend), words.Seconds(d.Seconds)), "")
	columns := []string{"callback"}
	for _, o := range judge.Outcomes() {
		if d.Counts[words.Outcome(o)] > 0 {
			columns = append(columns, words.Outcome(o))
		}
	}
	m.Line("| "+strings.Join(columns, " | ")+" |", "| --- "+strings.Repeat("| ---: ", len(columns)-1)+"|")
	for _, row := range countedByCallback(d) {
		cells := []string{markdown.Code(row.callback)}
		for _, c := range columns[1:] {
			cells = append(cells, orDash(row.counts[c]))
		}
		m.Line("| " + strings.Join(cells, " | ") + " |")
	}
	if line := unlistedLine(d); line != "" {
		m.Line("", "_"+line+"_")
	}
}

func Problems(m markdown.Writer, d *Document) {
	var list []string
	for _, p := range d.Problems {
		list = append(list, "❌ "+markdown.Text(p))
	}
	for _, c := range d.Cases {
		switch c.Outcome {
		case "error":
			list = append(list, "🚫 "+markdown.Code(c.Name)+" could not be judged: "+markdown.Text(answerLine(c)))
		case "fixed":
			list = append(list, "❌ "+markdown.Code(c.Name)+" is listed as a known failure, and passes: take it off the list")
		}
	}
	for _, h := range d.Hints {
		list = append(list, "Hint: "+markdown.Text(h))
	}
	for i, l := range list {
		if i == 0 {
			m.Line("")
		}
		if i == markdownFindings {
			m.Line(fmt.Sprintf("- … and %d more", len(list)-i))
			break
		}
		m.Line("- " + l)
	}
}

func finding(m markdown.Writer, f Finding) {
	m.Line("", fmt.Sprintf("### %s %s %s in %s", markdown.Mark(f.Outcome), f.Level, markdown.Code(f.Check), markdown.Code(f.Case)), "", "**"+markdown.Text(f.Title)+"**", "")
	if p, ok := placeOf(f); ok {
		blanks, carets := p.carets()
		m.Fence("", fmt.Sprintf("body  %s\n      %s%s byte %d\n", p.line(), blanks, carets, f.Offset))
	}
	m.Line("- Found: "+markdown.Text(f.Message), "- Means: "+markdown.Text(f.Means), "- **Mend**: "+markdown.Text(f.Mend), "- Source: "+markdown.Text(f.Source)+" ("+markdown.Text(f.Evidence)+")")
	if f.Count > 1 {
		m.Line("- Same cause: " + markdown.Text(moreCases(f)))
	}
	if f.Shrunk != "" {
		m.Line("- Shrunk: " + markdown.Text(f.Shrunk))
	}
	if f.Again != "" && len(f.Again) <= longestCurl {
		m.Line("", "Again:", "")
		m.Fence("sh", safe.Visible(f.Again)+"\n")
	}
	m.Details("Request and answer", visibleLines(requestText(f.Sample.Request), "> ", markdownBytes)+visibleLines(answerText(f.Sample.Answer), "< ", markdownBytes))
	if f.Curl != "" && len(f.Curl) <= longestCurl {
		m.Details("As curl", safe.Visible(f.Curl)+"\n")
	}
}

func Foot(m markdown.Writer, d *Document) {
	if slow := slowestOf(d); len(slow) > 0 {
		m.Line("", "<details><summary>Slowest cases</summary>", "", "| case | took |", "| --- | ---: |")
		for _, c := range slow {
			m.Line(fmt.Sprintf("| %s | %s |", markdown.Code(c.Name), words.Seconds(c.Seconds)))
		}
		m.Line("", "</details>")
	}
	if skipped := skippedFor(d.Cases); len(skipped) > 0 {
		m.Line("", "<details><summary>Skipped cases</summary>", "")
		for _, s := range skipped {
			m.Line(fmt.Sprintf("- %d: %s", s.count, markdown.Text(s.text)))
		}
		m.Line("", "</details>")
	}
	parts := append([]string{"timhook " + markdown.Text(d.Version), "catalogue " + markdown.Text(d.Catalogue)}, repeats(d)...)
	m.Line("", "<sub>"+strings.Join(parts, " · ")+"</sub>")
}
