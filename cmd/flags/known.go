package flags

import (
	"strings"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/conformance"
)

// knownSource is a pattern, a list @FILE or an entry of the configuration.
type knownSource struct {
	entry conformance.KnownFailure
	file  string // read when the run is planned
}

const knownFlag = "known-failing"

// KnownValue is the flag --known-failing.
type KnownValue struct{ sources []knownSource }

func (k *KnownValue) String() string { return "" }
func (k *KnownValue) Type() string   { return "" }

func (k *KnownValue) Set(text string) error { return k.add(text, "--"+knownFlag) }

// Known declares the flag.
func (g *Group) Known(k *KnownValue) {
	g.Add(k, knownFlag, repeatable("cases that are expected to fail; one that passes fails the run",
		"PATTERN[:CHECK]|@FILE"),
		NotRepeated, FileAfter("@"), Completes(CompleteCases))
}

// add takes a pattern or the name of a list; from is where it was given.
func (k *KnownValue) add(text, from string) error {
	if name, isFile := strings.CutPrefix(text, "@"); isFile {
		k.sources = append(k.sources, knownSource{file: name})
		return nil
	}
	if _, err := conformance.ParseKnownPattern(text); err != nil {
		return err
	}
	k.sources = append(k.sources, knownSource{entry: conformance.KnownFailure{Pattern: text, From: from}})
	return nil
}

// Entries reads the lists.
func (k *KnownValue) Entries(a *cli.App) ([]conformance.KnownFailure, error) {
	var entries []conformance.KnownFailure
	for _, s := range k.sources {
		if s.file == "" {
			entries = append(entries, s.entry)
			continue
		}
		data, err := a.ReadText("--"+knownFlag, s.file, cli.MostText)
		if err != nil {
			return nil, err
		}
		listed, err := conformance.ParseKnown(string(data), s.file)
		if err != nil {
			return nil, cli.Usage("a line is PATTERN [until=DATE] [# reason]", "--"+knownFlag+": %w", err)
		}
		entries = append(entries, listed...)
	}
	return entries, nil
}
