package shrink

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/words"
)

// tellNothing is the end when no callback draws the finding.
func (s *shrinking) tellNothing(ctx context.Context) error {
	switch {
	case ctx.Err() != nil || s.over:
		s.a.Note("note: none of %s so far draws the finding", words.Plural(s.sent, "answer"))
		return s.exit(whyOver(ctx))
	case s.sent == 0 && s.skipped != "":
		s.a.Note("note: nothing was sent: %s", safe.Visible(s.skipped))
		return &cli.Exit{Code: cli.ExitNothing}
	case s.sent == 0:
		return &cli.Exit{Code: cli.ExitNothing}
	case s.o.format == "json":
		return s.a.WriteInert(shrunkDocument{Sent: s.sent, Others: s.others})
	}
	line := "the answer draws no finding, so there is nothing to shrink"
	if s.sent > 1 {
		line = fmt.Sprintf("none of %d answers draws a finding, so there is nothing to shrink", s.sent)
	}
	if len(s.others) > 0 {
		line += "; left alone: " + strings.Join(s.others, ", ")
	}
	fmt.Fprintf(s.a.Out, "%s  %s\n", s.a.Palette(s.a.RawOut).Outcome(judge.Pass, "PASS"), line)
	return nil
}

// whyOver is why a run is over: at the moment of its deadline the context may not know yet.
func whyOver(ctx context.Context) error {
	if err := context.Cause(ctx); err != nil {
		return err
	}
	return errTime
}

// tellFlaky is the end when the same packet draws the finding once and not again.
func (s *shrinking) tellFlaky(ctx context.Context) error {
	if ctx.Err() != nil || s.again.Skip != "" {
		return s.exit(whyOver(ctx))
	}
	s.shrunk.Body, s.last = s.first.Packet.Body, s.again
	if s.again.Outcome() == judge.Error {
		return s.unreachable(s.again)
	}
	if err := s.write(s.document(nil)); err != nil {
		return err
	}
	return &cli.Exit{Code: cli.ExitBroken, Meaning: "the finding came once and not again"}
}

// tell shows what was found and writes the packet.
func (s *shrinking) tell(why error) error {
	if s.o.output != "" {
		if err := s.a.WritePrivate(s.o.output, s.shrunk.Body); err != nil {
			return err
		}
	}
	if err := s.write(s.document(why)); err != nil {
		return err
	}
	return s.exit(why)
}

// exit is what the run comes to when there is a finding, or when it was broken off.
func (s *shrinking) exit(why error) error {
	return cli.Weightiest(
		cli.When(errors.Is(why, errTime), cli.ExitTime, ""),
		cli.When(errors.Is(why, context.Canceled), cli.ExitInterrupted, ""),
		cli.When(errors.Is(why, errGone), cli.ExitUnreachable, ""),
		&cli.Exit{Code: cli.ExitBroken}, // there is a finding
	)
}

func (s *shrinking) write(doc shrunkDocument) error {
	if s.o.format == "json" {
		return s.a.WriteInert(doc)
	}
	s.text(doc)
	return nil
}

// text writes for people.
func (s *shrinking) text(doc shrunkDocument) {
	w, palette := s.a.Out, s.a.Palette(s.a.RawOut)
	outcome := judge.Of(s.finding.Level)
	fmt.Fprintf(w, "%s  %s  %s  %s\n", palette.Outcome(outcome, outcome.String()), doc.Check, doc.Level, safe.Visible(doc.Case))
	fmt.Fprintf(w, "  %s\n  %s\n", safe.Visible(s.finding.Message()), palette.Faint(doc.Title))
	if s.sent > 1 {
		fmt.Fprintf(w, "  the first of %d callbacks that draws it\n", s.sent)
	}
	if doc.Flaky && doc.Tries == 0 {
		fmt.Fprintf(w, "\nThe same packet did not draw it again: %s.\nThe backend is flaky here, and a smaller packet would show nothing.\n", safe.Visible("the backend "+s.again.Judgement.Reaction.String()))
		return
	}
	fmt.Fprintln(w)
	for _, step := range doc.Steps {
		fmt.Fprintf(w, "%7s  %-37s  %s\n", savedBytes(step.Bytes), step.What, cmp.Or(safe.Visible(step.Path), "the packet"))
	}
	s.summary(doc)
}

// savedBytes is how much shorter a step has made the packet.
func savedBytes(n int) string {
	if n <= 0 {
		return "="
	}
	return fmt.Sprintf("-%d", n)
}

func inTries(n int) string {
	if n == 1 {
		return "1 try"
	}
	return fmt.Sprintf("%d tries", n)
}

func (s *shrinking) summary(doc shrunkDocument) {
	w := s.a.Out
	switch {
	case len(doc.Steps) > 0:
		fmt.Fprintf(w, "\nfrom %d to %d bytes in %s\n", doc.From, doc.To, inTries(doc.Tries))
	case doc.Ended != "":
		fmt.Fprintf(w, "nothing of its %d bytes is left out yet (%s)\n", doc.From, inTries(doc.Tries))
	default:
		fmt.Fprintf(w, "nothing of its %d bytes can be spared (%s)\n", doc.From, inTries(doc.Tries))
	}
	if doc.Ended != "" {
		fmt.Fprintf(w, "ended early (%s): there may be a smaller one\n", safe.Visible(doc.Ended))
	}
	if doc.Flaky {
		fmt.Fprintln(w, "the smallest did not draw it again: the backend is flaky here")
	}
	shown := safe.Visible(string(s.shrunk.Body))
	fmt.Fprintf(w, "\n%s\n\n", shown)
	if shown != string(s.shrunk.Body) && s.o.output == "" {
		fmt.Fprintln(w, "shown with escapes; -o FILE writes its bytes")
	}
	if doc.Again != "" {
		fmt.Fprintf(w, "Again    %s\n", safe.Visible(doc.Again))
		if s.judgedLess() {
			fmt.Fprintln(w, "         where it only has to be survived, since it leaves the documentation")
		}
	}
	if doc.Curl != "" {
		fmt.Fprintf(w, "As curl  %s\n", safe.Visible(doc.Curl))
	}
	fmt.Fprintf(w, "Explain  timhook explain %s\n", doc.Check)
}
