package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/timhook/timhook/conformance"
)

// writeGitHub writes workflow commands: an annotation for each cause, a notice with the verdict.
func writeGitHub(w io.Writer, r *conformance.Report) error {
	a := annotations{w: &errorWriter{w: w}, hide: secretsOf(w)}
	for _, c := range r.Causes() {
		lines := []string{c.Message(), c.Check.Title, "Mend: " + c.Check.Mend, "Again: " + Again(r, c.First)}
		if n := len(c.Cases) - 1; n > 0 {
			lines = append(lines, fmt.Sprintf("%d more: %s", n, spread(c.Cases)))
		}
		a.write(kindOf(c.Outcome()), c.Check.ID+" "+c.First.Name(), lines...)
	}
	for _, result := range r.Results {
		switch result.Outcome() {
		case conformance.Error:
			a.write("error", "not judged: "+result.Name(), answerLine(result))
		case conformance.Fixed:
			a.write("error", "fixed: "+result.Name(), "listed as a known failure, and passes: take it off the list")
		}
	}
	a.write("notice", "timhook", fmt.Sprintf("%s: %s; seed %d", r.Verdict(), counted(r, Palette{}), r.Seed))
	return a.w.err
}

func kindOf(o conformance.Outcome) string {
	switch o {
	case conformance.Fail:
		return "error"
	case conformance.Warn:
		return "warning"
	}
	return "notice"
}

type annotations struct {
	w    *errorWriter
	hide secrets
}

// write writes one annotation. What was a line break before stays a visible escape.
func (a annotations) write(kind, title string, lines ...string) {
	for i := range lines {
		lines[i] = Visible(a.hide.mask(lines[i]))
	}
	fmt.Fprintf(a.w, "::%s title=%s::%s\n", kind, property(Visible(a.hide.mask(title))), data(strings.Join(lines, "\n")))
}

// data and property escape what would end a workflow command or start another.
func data(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func property(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}
