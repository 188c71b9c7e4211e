package report

import (
	"fmt"
	"io"

	"github.com/timhook/timhook/report/github"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/terminal"
	"github.com/timhook/timhook/report/why"
)

// WriteGitHub writes workflow commands: an annotation for each finding, for what could not be judged and for what else
// fails the run, and a notice with the verdict.
func WriteGitHub(w io.Writer, d *Document) error {
	d = why.Masked(w, d)
	var a github.Annotations
	for _, f := range d.Findings {
		lines := []string{f.Message}
		if !isNote(f.Outcome) {
			lines = append(lines, summed(f)...)
		}
		a.Add(github.Annotation{
			Kind: kindOf(f.Outcome), Title: f.Check + " " + f.Case, Group: f.Check, File: d.fileOf(f), Lines: lines,
		})
	}
	if lines := unverifiedLines(d); len(lines) > 0 {
		a.Add(github.Annotation{Kind: github.Notice, Title: "not verified", Lines: lines})
	}
	if lines := decisionLines(d); len(lines) > 0 {
		a.Add(github.Annotation{Kind: github.Notice, Title: "decided", Lines: lines})
	}
	addNotJudged(&a, d)
	if d.Ended != "" && d.Load == nil { // that of a load says so in its own words
		a.Add(github.Annotation{
			Kind: github.Error, Title: "timhook", Group: "the run", Lines: []string{"ended early: " + d.Ended},
		})
	}
	for _, p := range d.Problems {
		a.Add(github.Annotation{Kind: github.Error, Title: "timhook", Group: "the run", Lines: []string{p}})
	}
	out := &safe.StickyWriter{W: w}
	a.Write(out, closing(d)...)
	return out.Err
}

// addNotJudged adds the cases that no finding is about. Of those with the same reason the first three have one each.
func addNotJudged(a *github.Annotations, d *Document) {
	var errs repeated
	for _, c := range d.Cases {
		switch c.Outcome {
		case "error":
			if line := answerLine(c); errs.add(line) <= mostAlike {
				a.Add(github.Annotation{
					Kind: github.Error, Title: "not judged: " + c.Name, Group: "not judged", Lines: []string{line},
				})
			}
		case "fixed":
			a.Add(github.Annotation{
				Kind: github.Error, Title: "fixed: " + c.Name, Group: "fixed", Lines: []string{fixedLine(c)},
			})
		}
	}
	for _, e := range errs {
		if e.count > mostAlike {
			a.Add(github.Annotation{
				Kind: github.Error, Title: fmt.Sprintf("not judged: ... and %d more", e.count-mostAlike),
				Group: "not judged", Lines: []string{e.text},
			})
		}
	}
}

// closing are the annotations that GitHub must not drop: the verdict, what repeats the run, and the load.
func closing(d *Document) []github.Annotation {
	line := VerdictLine(d) + ": " + counted(d, terminal.Palette{})
	if d.isMade() {
		line += fmt.Sprintf("; seed %d", *d.Seed)
	}
	lines := []string{line}
	if d.Rerun != "" {
		lines = append(lines, "Run again what failed: "+d.Rerun)
	}
	list := []github.Annotation{{Kind: github.Notice, Title: "timhook", Lines: lines}}
	if d.Load != nil {
		kind := github.Notice
		if d.Verdict == "fail" || d.Verdict == "error" {
			kind = github.Error
		}
		list = append(list, github.Annotation{Kind: kind, Title: "timhook load", Lines: []string{d.Load.Sentence}})
	}
	return list
}

// summed are the lines behind a finding's message where there is room for a few.
func summed(f Finding) []string {
	lines := []string{f.Title}
	for _, row := range []struct{ name, value string }{
		{"Decision", why.DecisionIn(f)},
		{"Cause", f.Cause},
		{"Fix", f.Fix},
		{"Corrected", why.CorrectedLine(f)},
		{why.SameWord(f), why.OthersLine(f)},
		{"Not sent", why.NotSentLine(f)},
		{"More", f.Docs},
		{"Reproduce", f.Reproduce},
		{"Link", why.LinkOf(f)},
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
		return github.Error
	case "warn":
		return github.Warning
	}
	return github.Notice
}
