package flags

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"

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
func apply(f *config.File, flags *pflag.FlagSet, layers []layer) error {
	var first error
	flags.VisitAll(func(flag *pflag.Flag) {
		if flag.Changed || first != nil {
			return
		}
		for _, l := range layers {
			if v, found := l.settings.Get(flag.Name); found && !(v.Kind == config.Map && slices.Contains(configVerbs(), flag.Name)) {
				first = set(f, flags, flag, v, l.profile)
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
	if flag.Annotations == nil {
		flag.Annotations = map[string][]string{}
	}
	flag.Annotations[environmentAnnotation] = []string{from}
	items := []config.Value{v}
	if v.Kind == config.List {
		items = v.Items
	}
	for _, item := range items {
		if known, isKnown := flag.Value.(*KnownValue); isKnown {
			if err := setKnown(f, known, item); err != nil {
				return err
			}
			flag.Changed = true
			continue
		}
		text := FromHere(f, flag.Name, item.Text)
		if err := flags.Set(flag.Name, text); err != nil {
			return settingError(f, flag, item, err)
		}
	}
	return nil
}

// settingError says what a flag wants, and where in the file it got something else.
func settingError(f *config.File, flag *pflag.Flag, item config.Value, err error) error {
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) {
		err = invalid.Unwrap()
	}
	err = valueError(f.Where(item.At)+": "+flag.Name, flag, item.Text, err)
	return &config.Error{Err: err, Advice: cli.HintOf(err), Lines: f.Caret(item.At)}
}

// FromHere makes a path in the file one from the working directory: the file's paths begin where it lies.
func FromHere(f *config.File, flag, text string) string {
	prefix, path := "", text
	switch flag {
	case "cacert", "cert", "key", "output", "body":
	case "token":
		prefix, path = "file:", strings.TrimPrefix(text, "file:")
		if path == text {
			return text
		}
	case "report":
		kind, file, _ := strings.Cut(text, "=")
		prefix, path = kind+"=", file
	case "run", "skip", "known-failing":
		prefix, path = "@", strings.TrimPrefix(text, "@")
		if path == text {
			return text
		}
	default:
		return text
	}
	if path == "" || path == "-" || filepath.IsAbs(path) {
		return text
	}
	return prefix + config.ShortPath(filepath.Join(f.Dir, path))
}

// setKnown adds an entry of the known failures: a pattern, or a mapping with its reason and last day.
func setKnown(f *config.File, known *KnownValue, item config.Value) error {
	if item.Kind != config.Map {
		return known.add(FromHere(f, "known-failing", item.Text), f.Where(item.At))
	}
	entry, err := knownEntry(f, item)
	if err != nil {
		return err
	}
	known.sources = append(known.sources, knownSource{entry: entry})
	return nil
}

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
			return entry, unknownKey(f, m, []string{"run", "reason", "until"})
		}
	}
	if entry.Pattern == "" {
		return entry, f.Wrong(item.At, "", "an entry of known-failing has no run, the pattern of the cases that it means")
	}
	return entry, nil
}
