package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/words"
)

// mostRerun is how many patterns a line to be copied may have. More are remembered by the run itself.
const mostRerun = 6

// rerun is the command line that runs again what failed; empty, where nothing did or nothing repeats it.
func rerun(r *conformance.Report) string {
	var names []string
	for _, s := range r.Suite {
		if o := s.Outcome(); o == judge.Fail || o == judge.Error || o == judge.Warn {
			names = append(names, s.Case.Command.Short+"/"+s.Case.ID)
		}
	}
	names = shortened(names, r.Suite)
	repeated := fmt.Sprintf(" --seed %d --now %s", r.Seed, r.Now.Format(time.RFC3339Nano))
	switch {
	case len(names) == 0:
		return ""
	case len(names) > mostRerun:
		return r.Command + " --last-failed" + repeated + r.After
	}
	line := r.Command
	for _, name := range names {
		line += " --run " + safe.Quote(name)
	}
	return line + repeated + r.After
}

// shortened writes the id alone where it failed for every callback that was played with it.
func shortened(names []string, suite []conformance.SuiteResult) []string {
	failed, played := map[string]int{}, map[string]int{}
	for _, name := range names {
		_, id, _ := strings.Cut(name, "/")
		failed[id]++
	}
	for _, s := range suite {
		if s.Skip == "" {
			played[s.Case.ID]++
		}
	}
	var list []string
	for _, name := range names {
		if _, id, _ := strings.Cut(name, "/"); failed[id] > 1 && failed[id] == played[id] {
			name = id
		}
		list = append(list, name)
	}
	return words.Once(list)
}
