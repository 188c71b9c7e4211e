package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/payloads"
)

// writeGitHub writes workflow commands: an annotation for each cause, a notice with the verdict.
func writeGitHub(w io.Writer, r *conformance.Report) error {
	out := &errorWriter{w: w}
	for _, c := range r.Causes() {
		kind := map[payloads.Level]string{payloads.Must: "error", payloads.Should: "warning", payloads.May: "notice"}[c.Level]
		text := fmt.Sprintf("%s\n%s\nMend: %s\nAgain: %s", Visible(c.Message()), c.Check.Title, c.Check.Mend, Again(r, c.First))
		if n := len(c.Cases) - 1; n > 0 {
			text += fmt.Sprintf("\n%d more: %s", n, spread(c.Cases))
		}
		fmt.Fprintf(out, "::%s title=%s::%s\n", kind, property(c.Check.ID+" "+c.First.Name()), data(text))
	}
	for _, result := range r.Results {
		if result.Outcome() == conformance.Error {
			fmt.Fprintf(out, "::error title=%s::%s\n", property("not judged: "+result.Name()), data(Visible(result.Judgement.Err.Error())))
		}
	}
	fmt.Fprintf(out, "::notice title=timhook::%s\n", data(fmt.Sprintf("%s: %d pass, %d fail, %d warn, %d error of %d; seed %d",
		r.Verdict(), r.Count(conformance.Pass), r.Count(conformance.Fail), r.Count(conformance.Warn), r.Count(conformance.Error), len(r.Results), r.Seed)))
	return out.err
}

// data and property escape what would end a workflow command or start another.
func data(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func property(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}
