package send

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/report/safe"
)

// tellNext names, to people at a terminal, the command that is most useful next.
func (s *sending) tellNext(run *conformance.Report) {
	o := &s.o.output
	if o.Quiet || s.o.watch || o.Format != "text" || !cli.IsTerminal(s.a.RawErr) {
		return
	}
	if line := s.next(run); line != "" {
		s.a.Note("next: %s", safe.Visible(line))
	}
}

// next is a command line: after a finding the one that explains its check, and after a pass the one that plays the
// suite. It is empty where there is no answer to go on from.
func (s *sending) next(run *conformance.Report) string {
	for _, r := range run.Results {
		if o := r.Outcome(); o != judge.Fail && o != judge.Warn {
			continue
		}
		if found := r.Judgement.Findings; len(found) > 0 {
			return "timhook explain " + found[0].Check.ID
		}
	}
	if run.Verdict() != judge.Pass {
		return ""
	}
	line := flags.CommandLine("test", s.o.flags, s.setup.Target, notOfTest(), nil)
	if names := unusual(run.Results); len(names) > 0 {
		line += " --callbacks " + strings.Join(names, ",")
	}
	return line
}

// notOfTest is true of the flags that the suite does not have: it makes and signs its packets itself.
func notOfTest() func(*pflag.Flag) bool {
	suite := &cobra.Command{}
	target := flags.Target{SignsItself: true}
	target.Bind(suite)
	new(flags.HTTP).Bind(suite, &target)
	return func(f *pflag.Flag) bool {
		shared := suite.Flags().Lookup(f.Name)
		return shared == nil || shared.Hidden
	}
}

// unusual are the names of the callbacks that were sent, where one of them is played only on demand.
func unusual(results []conformance.Result) (names []string) {
	usual := chat.Usual()
	isUnusual := func(r conformance.Result) bool { return !slices.Contains(usual, r.Packet.Command) }
	if !slices.ContainsFunc(results, isUnusual) {
		return nil
	}
	for _, r := range results {
		if name := r.Packet.Command.Short; !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
