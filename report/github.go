package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/timhook/timhook/report/safe"
)

// WriteGitHub writes workflow commands: an annotation for each finding, for what could not be judged and for what else
// fails the run, and a notice with the verdict.
func WriteGitHub(w io.Writer, d *Document) error {
	d = Masked(w, d)
	a := annotations{w: &safe.StickyWriter{W: w}}
	for _, f := range d.Findings {
		lines := []string{f.Message}
		if !isNote(f.Outcome) {
			lines = append(lines, summed(f)...)
		}
		a.write(kindOf(f.Outcome), f.Check+" "+f.Case, lines...)
	}
	if lines := unverifiedLines(d); len(lines) > 0 {
		a.write("notice", "not verified", lines...)
	}
	var errs repeated
	for _, c := range d.Cases {
		switch c.Outcome {
		case "error":
			if line := answerLine(c); errs.add(line) <= mostAlike {
				a.write("error", "not judged: "+c.Name, line)
			}
		case "fixed":
			a.write("error", "fixed: "+c.Name, fixedLine(c))
		}
	}
	for _, e := range errs {
		if e.count > mostAlike {
			a.write("error", fmt.Sprintf("not judged: ... and %d more", e.count-mostAlike), e.text)
		}
	}
	for _, p := range d.Problems {
		a.write("error", "timhook", p)
	}
	line := VerdictLine(d) + ": " + counted(d, safe.Palette{})
	if !d.Captured {
		line += fmt.Sprintf("; seed %d", d.Seed)
	}
	lines := []string{line}
	if d.Rerun != "" {
		lines = append(lines, "Run again what failed: "+d.Rerun)
	}
	a.write("notice", "timhook", lines...)
	if d.Load != nil {
		kind := "notice"
		if d.Verdict == "fail" || d.Verdict == "error" {
			kind = "error"
		}
		a.write(kind, "timhook load", d.Load.Sentence)
	}
	return a.w.Err
}

// summed are the lines behind a finding's message where there is room for a few.
func summed(f Finding) []string {
	lines := []string{f.Title}
	for _, row := range []struct{ name, value string }{
		{"Cause", f.Cause},
		{"Fix", f.Fix},
		{"Corrected", correctedLine(f)},
		{sameWord(f), othersLine(f)},
		{"Not sent", notSentLine(f)},
		{"Reproduce", f.Reproduce},
	} {
		if row.value != "" {
			lines = append(lines, row.name+": "+row.value)
		}
	}
	return lines
}

func kindOf(outcome string) string {
	switch outcome {
	case "fail":
		return "error"
	case "warn":
		return "warning"
	}
	return "notice"
}

type annotations struct{ w *safe.StickyWriter }

// Write writes one annotation. What was a line break before stays a visible escape.
func (a annotations) write(kind, title string, lines ...string) {
	for i := range lines {
		lines[i] = safe.Visible(lines[i])
	}
	fmt.Fprintf(a.w, "::%s title=%s::%s\n", kind, safe.GitHubProperty(safe.Visible(title)),
		safe.GitHubData(strings.Join(lines, "\n")))
}
