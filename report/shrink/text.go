package shrinkreport

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/terminal"
)

// Text writes for people.
func (s *Search) Text(w io.Writer, palette terminal.Palette) {
	if !s.Found() {
		s.nothing(w, palette)
		return
	}
	doc := s.Document()
	outcome := judge.OutcomeOf(s.Finding.Level)
	word := palette.Outcome(outcome, outcome.String())
	head := fmt.Sprintf("%s  %s  %s  ", outcome, doc.Check, doc.Level)
	name := palette.Hang(w, safe.Visible(doc.Case), terminal.Columns(head))
	message := palette.Hang(w, safe.Visible(s.Finding.Message()), 2)
	fmt.Fprintf(w, "%s  %s  %s  %s\n", word, doc.Check, doc.Level, name)
	fmt.Fprintf(w, "  %s\n  %s\n", message, palette.Faint(palette.Hang(w, doc.Title, 2)))
	if s.Sent > 1 {
		fmt.Fprintf(w, "  the first of %d callbacks that draws it\n", s.Sent)
	}
	if doc.Flaky && doc.Tries == 0 {
		fmt.Fprintf(w, "\nThe same packet did not draw it again: %s.\n",
			safe.Visible("the backend "+s.Second.Judgement.Reaction.String()))
		fmt.Fprintln(w, "The backend is flaky here, and a smaller packet would show nothing.")
		return
	}
	fmt.Fprintln(w)
	for _, step := range doc.Steps {
		place := cmp.Or(safe.Visible(step.Path), "the packet")
		fmt.Fprintf(w, "%7s  %-37s  %s\n", savedBytes(step.Bytes), step.What, palette.Hang(w, place, 48))
	}
	s.summary(w, palette, doc)
}

// command writes a command to be copied.
func command(w io.Writer, palette terminal.Palette, name, command string) {
	command = safe.Visible(safe.SecretsOf(w).Mask(command))
	for _, line := range terminal.ShellLines(command, max(0, palette.Columns()-11)) {
		fmt.Fprintf(w, "%-9s  %s\n", name, line)
		name = ""
	}
}

// nothing writes that no callback draws the finding.
func (s *Search) nothing(w io.Writer, palette terminal.Palette) {
	line := "the answer draws no finding, so there is nothing to shrink"
	if s.Sent > 1 {
		line = fmt.Sprintf("none of %d answers draws a finding, so there is nothing to shrink", s.Sent)
	}
	if len(s.Others) > 0 {
		line += "; left alone: " + strings.Join(s.Others, ", ")
	}
	fmt.Fprintf(w, "%s  %s\n", palette.Outcome(judge.Pass, "PASS"), palette.Hang(w, line, 6))
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

func (s *Search) summary(w io.Writer, palette terminal.Palette, doc Document) {
	switch {
	case len(doc.Steps) > 0:
		fmt.Fprintf(w, "\nfrom %d to %d bytes in %s\n", doc.From, doc.To, inTries(doc.Tries))
	case doc.Ended != "":
		fmt.Fprintf(w, "none of its %d bytes are left out yet (%s)\n", doc.From, inTries(doc.Tries))
	default:
		fmt.Fprintf(w, "none of its %d bytes can be left out (%s)\n", doc.From, inTries(doc.Tries))
	}
	if doc.Ended != "" {
		fmt.Fprintf(w, "ended early (%s): there may be a smaller one\n", safe.Visible(doc.Ended))
	}
	if doc.Flaky {
		fmt.Fprintln(w, "the smallest did not draw it again: the backend is flaky here")
	}
	body := string(s.Smallest.Body)
	shown := safe.Visible(body)
	fmt.Fprintf(w, "\n%s\n\n", shown)
	if shown != body && !s.InFile {
		fmt.Fprintln(w, "shown with escapes; -o FILE writes its bytes")
	}
	if doc.Reproduce != "" {
		command(w, palette, "Reproduce", doc.Reproduce)
		if s.judgedLess() {
			fmt.Fprintln(w, "           outside of the documentation: the backend only has to survive it")
		}
	}
	if doc.Curl != "" {
		command(w, palette, "As curl", doc.Curl)
	}
	fmt.Fprintf(w, "Explain    timhook explain %s\n", doc.Check)
}
