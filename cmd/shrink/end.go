package shrink

import (
	"context"
	"errors"
	"fmt"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/words"
)

// endWithout is the end when no callback draws the finding.
func (s *shrinking) endWithout(ctx context.Context) error {
	switch sent := s.search.Sent; {
	case ctx.Err() != nil || s.over:
		s.a.Note("note: none of %s so far has the finding", words.Plural(sent, "answer"))
		return exitFor(whyOver(ctx))
	case sent == 0 && s.skipped != "":
		s.a.Note("note: nothing was sent: %s", safe.Visible(s.skipped))
		return &cli.Exit{Code: cli.ExitNothing}
	case sent == 0:
		return &cli.Exit{Code: cli.ExitNothing}
	}
	return s.write()
}

// whyOver is why a run is over: at the moment of its deadline the context may not know yet.
func whyOver(ctx context.Context) error {
	if err := context.Cause(ctx); err != nil {
		return err
	}
	return errTime
}

// endFlaky is the end when the same packet draws the finding once and then not again.
func (s *shrinking) endFlaky(ctx context.Context) error {
	f := &s.search
	if ctx.Err() != nil || f.Second.Skip != "" {
		return exitFor(whyOver(ctx))
	}
	if f.Second.Outcome() == judge.Error {
		return s.unreachable(f.Second)
	}
	f.Smallest.Body, f.Last = f.First.Packet.Body, f.Second
	if err := s.write(); err != nil {
		return err
	}
	return &cli.Exit{Code: cli.ExitBroken, Meaning: "the finding came once and not again"}
}

// end shows what was found and writes the packet.
func (s *shrinking) end(why error) error {
	if s.o.output != "" {
		if err := s.a.WritePrivate(s.o.output, s.search.Smallest.Body); err != nil {
			return err
		}
	}
	switch {
	case errors.Is(why, context.Canceled):
		s.search.Ended = cli.ErrInterrupted.Error()
	case why != nil:
		s.search.Ended = why.Error()
	}
	if err := s.write(); err != nil {
		return err
	}
	return exitFor(why)
}

// exitFor is what the run comes to when there is a finding, or when it was broken off.
func exitFor(why error) error {
	return cli.Weightiest(
		cli.When(errors.Is(why, errTime), cli.ExitTime, ""),
		cli.When(errors.Is(why, context.Canceled), cli.ExitInterrupted, ""),
		cli.When(errors.Is(why, errGone), cli.ExitUnreachable, ""),
		&cli.Exit{Code: cli.ExitBroken}, // there is a finding
	)
}

// write shows what was found.
func (s *shrinking) write() error {
	f := &s.search
	if f.Found() {
		f.Repeat, f.Command, f.InFile = s.repeat(), s.o.commandLine("send", s.runner.Target), s.o.output != ""
	}
	if s.o.format == "json" {
		return safe.WriteJSON(s.a.Out, f.Document())
	}
	f.Text(s.a.Out, s.a.Palette(s.a.RawOut))
	return nil
}

// longestInLine bounds a packet that is part of a command line.
const longestInLine = 1000

// repeat is the command line that sends the smallest packet once more. It is empty where no verb takes such a packet.
func (s *shrinking) repeat() string {
	body, command := s.search.Smallest.Body, s.search.First.Packet.Command
	if _, err := jsontree.Parse(body); err != nil {
		return ""
	}
	verb, from := "send "+command.Short, " --body "
	if command.Request == nil { // send knows no such callback
		verb, from = "replay", " "
	}
	line := s.o.commandLine(verb, s.runner.Target) + s.queryWords() + from
	switch text := string(body); {
	case s.o.output != "":
		return line + safe.Quote(s.o.output)
	case len(text) > longestInLine || safe.Visible(text) != text:
		return ""
	default:
		return "printf %s " + safe.Quote(text) + " | " + line + "-"
	}
}

// queryWords are the flags that repeat the query parameters of the request, but for those that were given as flags.
func (s *shrinking) queryWords() string {
	sent := s.search.Last.Exchange
	if sent == nil {
		return ""
	}
	words := ""
	for _, q := range s.o.target.AddressFlags() {
		for _, p := range sent.Request.Query {
			if !q.Flag.Changed && p.Name == q.Parameter {
				words += fmt.Sprintf(" --%s %s", q.Flag.Name, safe.Quote(p.Value))
			}
		}
	}
	return words
}
