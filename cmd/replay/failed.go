package replay

import (
	"os"
	"slices"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/inputs"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/replay"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/read"
)

// replayFailedFile keeps what failed in the last replays.
const replayFailedFile = cli.StateFolder + "/replay-failed.ndjson"

// The file has bounds: of a million callbacks that all fail, a thousand are enough to find out why.
const (
	mostFailed      = 1000
	mostFailedBytes = 16 << 20
)

// failedNames is the file of what failed last, if there is one.
func failedNames() ([]string, error) {
	if _, err := os.Stat(replayFailedFile); os.IsNotExist(err) {
		return nil, cli.ErrNothing("nothing failed in the last replay")
	} else if err != nil {
		return nil, cli.Usage("", "--failed: %w", err)
	}
	return []string{replayFailedFile}, nil
}

// failedStore is the file during a run: entries that fail are added, those that pass now are removed, others are kept.
type failedStore struct {
	hide    capture.Redaction
	lines   []failedLine
	bytes   int
	changed bool
	err     error // reading it; then it is left alone
}

type failedLine struct {
	key  string
	text []byte
}

func openFailedStore(a *cli.App) *failedStore {
	s := &failedStore{hide: a.Redaction()}
	file, err := os.Open(replayFailedFile)
	if os.IsNotExist(err) {
		return s
	}
	if err != nil {
		s.err = err
		return s
	}
	_ = file.Close()
	inputs, err := inputs.Captures(a, []string{replayFailedFile})
	if err != nil {
		s.err = err
		return s
	}
	for e, err := range read.Entries(inputs, read.ReadOptions{}) {
		if err != nil {
			continue // a line that cannot be read cannot be sent again either
		}
		s.add(replay.OriginOf(e).Key, &e.Record)
	}
	s.changed = false
	return s
}

func (s *failedStore) add(key string, r *capture.Record) {
	text, err := r.AppendLine(nil)
	if err != nil {
		return
	}
	s.remove(key)
	if s.full() {
		return
	}
	s.lines = append(s.lines, failedLine{key, text})
	s.bytes += len(text)
	s.changed = true
}

func (s *failedStore) remove(key string) {
	s.lines = slices.DeleteFunc(s.lines, func(l failedLine) bool {
		if l.key != key {
			return false
		}
		s.bytes -= len(l.text)
		s.changed = true
		return true
	})
}

// note adds an entry that failed, with what was sent and answered, and removes one that passes.
func (s *failedStore) note(e *read.Entry, results []conformance.Result) {
	failed := slices.IndexFunc(results,
		func(r conformance.Result) bool { return replay.Fails(r.Outcome()) && r.Exchange != nil })
	is := func(o judge.Outcome) bool {
		return slices.ContainsFunc(results, func(r conformance.Result) bool { return r.Outcome() == o })
	}
	switch {
	case failed >= 0 && is(judge.Error) && len(replay.Findings(results)) == 0 && s.has(replay.OriginOf(e).Key):
		// A backend that is gone says nothing about what failed before.
	case failed >= 0:
		origin := replay.OriginOf(e)
		r := capture.Unmasked(results[failed].Exchange)
		r.Verdict, r.Findings, r.Extra = replay.Verdict(results), replay.Findings(results), origin.Extra()
		s.add(origin.Key, r.Redact(s.hide)) // with the findings, which may quote an answer
	case len(s.lines) > 0 && is(judge.Pass):
		s.remove(replay.OriginOf(e).Key)
	}
}

func (s *failedStore) has(key string) bool {
	return slices.ContainsFunc(s.lines, func(l failedLine) bool { return l.key == key })
}

func (s *failedStore) full() bool { return len(s.lines) >= mostFailed || s.bytes >= mostFailedBytes }

// write writes the file. A failure is a note, since it changes nothing of the run.
func (s *failedStore) write(a *cli.App) {
	err := s.err
	if err == nil && s.changed {
		err = s.replace(a)
	}
	if err != nil {
		a.Note("note: the failures could not be saved for --failed: %v", cli.Cause(err))
	}
}

// replace writes the file anew. Only its owner may read it: packets hold what people write.
func (s *failedStore) replace(a *cli.App) error {
	if len(s.lines) == 0 {
		if err := os.Remove(replayFailedFile); !os.IsNotExist(err) {
			return err
		}
		return nil
	}
	var text []byte
	for _, l := range s.lines {
		text = append(text, l.text...)
	}
	if err := a.MakeStateFolder(); err != nil {
		return err
	}
	return a.ReplaceFile(replayFailedFile, []byte(a.Out.Patterns().Values().Mask(string(text))), 0o600)
}
