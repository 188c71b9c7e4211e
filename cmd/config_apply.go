package cmd

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"
	"github.com/timhook/timhook/conformance"
)

// layer is a part of the configuration that holds settings for the verb; earlier ones win.
type layer struct {
	settings yamlValue
	profile  string // its name, for where a setting came from
}

// profiles lists the names of the profiles.
func (f *configFile) profiles() []string {
	var names []string
	profiles, _ := f.root.get(profilesKey)
	for _, m := range profiles.members {
		names = append(names, m.name)
	}
	return names
}

// layers are those for a verb: the profile's section for it, the profile, the file's section, the file.
func (f *configFile) layers(verb, profile string) ([]layer, error) {
	var list []layer
	add := func(top yamlValue, profile string) {
		if section, found := top.get(verb); found && section.kind == yamlMap {
			list = append(list, layer{section, profile})
		}
		list = append(list, layer{top, profile})
	}
	if profile != "" {
		profiles, _ := f.root.get(profilesKey)
		chosen, found := profiles.get(profile)
		if !found {
			return nil, noProfile(f, profile)
		}
		add(chosen, profile)
	}
	add(f.root, "")
	return list, nil
}

// apply sets the flags that have no value yet.
func (f *configFile) apply(flags *pflag.FlagSet, layers []layer) error {
	var first error
	flags.VisitAll(func(flag *pflag.Flag) {
		if flag.Changed || first != nil {
			return
		}
		for _, l := range layers {
			if v, found := l.settings.get(flag.Name); found && !(v.kind == yamlMap && slices.Contains(configVerbs(), flag.Name)) {
				first = f.set(flags, flag, v, l.profile)
				return
			}
		}
	})
	return first
}

func (f *configFile) set(flags *pflag.FlagSet, flag *pflag.Flag, v yamlValue, profile string) error {
	from := f.where(v.at)
	if profile != "" {
		from += ", profile " + profile
	}
	if flag.Annotations == nil {
		flag.Annotations = map[string][]string{}
	}
	flag.Annotations[environmentAnnotation] = []string{from}
	items := []yamlValue{v}
	if v.kind == yamlList {
		items = v.items
	}
	for _, item := range items {
		if known, isKnown := flag.Value.(*knownValue); isKnown {
			if err := f.setKnown(known, item); err != nil {
				return err
			}
			flag.Changed = true
			continue
		}
		text := f.fromHere(flag.Name, item.text)
		if err := flags.Set(flag.Name, text); err != nil {
			return f.valueError(flag, item, err)
		}
	}
	return nil
}

// valueError says what a flag wants, and where in the file it got something else.
func (f *configFile) valueError(flag *pflag.Flag, item yamlValue, err error) error {
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) {
		err = invalid.Unwrap()
	}
	err = valueError(f.where(item.at)+": "+flag.Name, flag, item.text, err)
	return &configError{err, hintOf(err), f.caret(item.at)}
}

// fromHere makes a path in the file one from the working directory: the file's paths begin where it lies.
func (f *configFile) fromHere(flag, text string) string {
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
	return prefix + shortPath(filepath.Join(f.dir, path))
}

// setKnown adds an entry of the known failures: a pattern, or a mapping with its reason and last day.
func (f *configFile) setKnown(known *knownValue, item yamlValue) error {
	if item.kind != yamlMap {
		return known.add(f.fromHere("known-failing", item.text), f.where(item.at))
	}
	entry, err := f.knownEntry(item)
	if err != nil {
		return err
	}
	known.sources = append(known.sources, knownSource{entry: entry})
	return nil
}

func (f *configFile) knownEntry(item yamlValue) (conformance.KnownFailure, error) {
	entry := conformance.KnownFailure{From: f.where(item.at)}
	for _, m := range item.members {
		if m.value.kind != yamlText && m.value.kind != yamlNumber {
			return entry, f.wrong(m.value.at, "", "%s: got %s, want a text", m.name, m.value.described())
		}
		switch m.name {
		case "run":
			entry.Pattern = m.value.text
			entry.From = f.where(m.at)
		case "reason":
			entry.Reason = m.value.text
		case "until":
			var err error
			if entry.Until, err = conformance.ParseDay(m.value.text); err != nil {
				return entry, f.wrong(m.value.at, "", "until: %w", err)
			}
		default:
			return entry, f.unknownKey(m, []string{"run", "reason", "until"})
		}
	}
	if entry.Pattern == "" {
		return entry, f.wrong(item.at, "", "an entry of known-failing has no run, the pattern of the cases that it means")
	}
	return entry, nil
}
