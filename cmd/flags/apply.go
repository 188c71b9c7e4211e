package flags

import (
	"errors"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/internal/config"
)

// layer is a part of the configuration that holds settings for the verb; earlier ones win.
type layer struct {
	settings config.Value
	profile  string // its name, for where a setting came from
}

// profiles lists the names of the profiles.
func profiles(f *config.File) []string {
	var names []string
	profiles, _ := f.Root.Get(profilesKey)
	for _, m := range profiles.Members {
		names = append(names, m.Name)
	}
	return names
}

// layers are those for a verb: the profile's section for it, the profile, the file's section, the file.
func layers(f *config.File, verb, profile string) ([]layer, error) {
	var list []layer
	add := func(top config.Value, profile string) {
		if section, found := top.Get(verb); found && section.Kind == config.Map {
			list = append(list, layer{section, profile})
		}
		list = append(list, layer{top, profile})
	}
	if profile != "" {
		profiles, _ := f.Root.Get(profilesKey)
		chosen, found := profiles.Get(profile)
		if !found {
			return nil, noProfile(f, profile)
		}
		add(chosen, profile)
	}
	add(f.Root, "")
	return list, nil
}

// apply sets the flags that have no value yet.
func apply(f *config.File, c *cobra.Command, layers []layer) error {
	verbs := settingsOf(c.Root()).verbs
	var first error
	c.Flags().VisitAll(func(flag *pflag.Flag) {
		if flag.Changed || first != nil {
			return
		}
		for _, l := range layers {
			v, found := l.settings.Get(flag.Name)
			// sign is a verb and a flag
			if isSection := v.Kind == config.Map && verbs[flag.Name] != nil; found && !isSection {
				first = set(f, c.Flags(), flag, v, l.profile)
				return
			}
		}
	})
	return first
}

func set(f *config.File, flags *pflag.FlagSet, flag *pflag.Flag, v config.Value, profile string) error {
	from := f.Where(v.At)
	if profile != "" {
		from += ", profile " + profile
	}
	flag.Annotations[sourceAnnotation] = []string{from}
	for _, item := range itemsOf(flag, v) {
		if known, isKnown := flag.Value.(*KnownValue); isKnown {
			if err := setKnown(f, flag, known, item); err != nil {
				return err
			}
			flag.Changed = true
			continue
		}
		text := FromHere(f, flag, item.Text)
		if err := flags.Set(flag.Name, text); err != nil {
			return settingError(f, flag, item, err)
		}
	}
	return nil
}

// settingError says what a flag wants, and where in the file it got something else.
func settingError(f *config.File, flag *pflag.Flag, item config.Value, err error) error {
	if invalid, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		err = invalid.Unwrap()
	}
	err = valueError(f.Where(item.At)+": "+flag.Name, err)
	return &config.Error{Err: err, Advice: cli.HintOf(err), Lines: f.Caret(item.At)}
}

// FromHere makes a path in the file one from the working directory: the file's paths begin where it lies.
func FromHere(f *config.File, flag *pflag.Flag, text string) string {
	after := flag.Annotations[fileAnnotation]
	if after == nil {
		return text
	}
	prefix, path := after[0], text
	switch {
	case prefix == "=":
		kind, file, _ := strings.Cut(text, "=")
		prefix, path = kind+"=", file
	case prefix != "":
		var isFile bool
		if path, isFile = strings.CutPrefix(text, prefix); !isFile {
			return text
		}
	}
	if path == "" || path == cli.StdoutPath || filepath.IsAbs(path) {
		return text
	}
	return prefix + config.ShortPath(filepath.Join(f.Dir, path))
}

// setKnown adds an entry of the known failures: a pattern, or a mapping with its reason and last day.
func setKnown(f *config.File, flag *pflag.Flag, known *KnownValue, item config.Value) error {
	if item.Kind != config.Map {
		return known.add(FromHere(f, flag, item.Text), f.Where(item.At))
	}
	entry, err := knownEntry(f, item)
	if err != nil {
		return err
	}
	known.sources = append(known.sources, knownSource{entry: entry})
	return nil
}

// knownKeys are the keys of an entry of the known failures, of which the first has to be there.
func knownKeys() []string { return []string{"run", "reason", "until"} }

func knownEntry(f *config.File, item config.Value) (conformance.KnownFailure, error) {
	entry := conformance.KnownFailure{From: f.Where(item.At)}
	for _, m := range item.Members {
		if m.Value.Kind != config.Text && m.Value.Kind != config.Number {
			return entry, f.Wrong(m.Value.At, "", "%s: got %s, want a text", m.Name, m.Value.Described())
		}
		switch m.Name {
		case "run":
			entry.Pattern = m.Value.Text
			entry.From = f.Where(m.At)
		case "reason":
			entry.Reason = m.Value.Text
		case "until":
			var err error
			if entry.Until, err = conformance.ParseDay(m.Value.Text); err != nil {
				return entry, f.Wrong(m.Value.At, "", "until: %w", err)
			}
		default:
			return entry, unknownKey(f, m, knownKeys())
		}
	}
	if entry.Pattern == "" {
		return entry, f.Wrong(item.At, "",
			"an entry of known-failing has no run, the pattern of the cases that it means")
	}
	return entry, nil
}
