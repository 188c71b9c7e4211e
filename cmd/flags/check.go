package flags

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/internal/config"
	"github.com/timhook/timhook/internal/nearest"
)

// profilesKey holds the profiles.
const profilesKey = "profiles"

// freePrefix begins the keys that are free for a mapping with an anchor, as in other files of YAML.
const freePrefix = "x-"

// configSchema is what may stand in a configuration: the flags of all verbs at the top, those of a verb under its name.
type configSchema struct {
	verbs map[string]map[string]*pflag.Flag
	top   map[string]*pflag.Flag
}

// settingsOf are the verbs below the root that read the configuration, with their flags.
func settingsOf(root *cobra.Command) configSchema {
	s := configSchema{verbs: map[string]map[string]*pflag.Flag{}, top: map[string]*pflag.Flag{}}
	for _, c := range root.Commands() {
		if !readsSettings(c) {
			continue
		}
		flags := map[string]*pflag.Flag{}
		add := func(f *pflag.Flag) {
			if !has(f, notInFileAnnotation) {
				flags[f.Name] = f
			}
		}
		c.LocalFlags().VisitAll(add)
		c.InheritedFlags().VisitAll(add)
		s.verbs[c.Name()] = flags
		maps.Copy(s.top, flags)
	}
	return s
}

// Check holds the whole file to the flags that there are, whichever verb runs.
func Check(f *config.File, root *cobra.Command) error {
	return checkTop(f, f.Root, settingsOf(root), true)
}

func checkTop(f *config.File, top config.Value, s configSchema, isFile bool) error {
	for _, m := range top.Members {
		flags, isVerb := s.verbs[m.Name]
		var err error
		switch {
		case isFile && m.Name == profilesKey:
			err = checkProfiles(f, m, s)
		case strings.HasPrefix(m.Name, freePrefix):
		case isVerb && (m.Value.Kind == config.Map || m.Value.Kind == config.Null): // sign is a verb and a flag
			err = checkFlags(f, m.Value, flags)
		case s.top[m.Name] != nil:
			err = checkValue(f, m, s.top[m.Name])
		case isVerb:
			err = f.Wrong(m.Value.At, "", "%s: got %s, want the flags of timhook %s", m.Name, m.Value.Kind, m.Name)
		default:
			known := slices.Concat(slices.Collect(maps.Keys(s.top)), slices.Collect(maps.Keys(s.verbs)))
			if isFile {
				known = append(known, profilesKey)
			}
			err = unknownKey(f, m, known)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func checkProfiles(f *config.File, m config.Member, s configSchema) error {
	if m.Value.Kind != config.Map && m.Value.Kind != config.Null {
		return f.Wrong(m.Value.At, "", "profiles: got %s, want a name with its settings", m.Value.Kind)
	}
	for _, profile := range m.Value.Members {
		if profile.Value.Kind != config.Map && profile.Value.Kind != config.Null {
			return f.Wrong(profile.Value.At, "", "profile %s: got %s, want settings", profile.Name, profile.Value.Kind)
		}
		if err := checkTop(f, profile.Value, s, false); err != nil {
			return err
		}
	}
	return nil
}

func checkFlags(f *config.File, section config.Value, flags map[string]*pflag.Flag) error {
	for _, m := range section.Members {
		flag := flags[m.Name]
		if flag == nil {
			return unknownKey(f, m, slices.Collect(maps.Keys(flags)))
		}
		if err := checkValue(f, m, flag); err != nil {
			return err
		}
	}
	return nil
}

func unknownKey(f *config.File, m config.Member, known []string) error {
	slices.Sort(known)
	hint := "the keys are the names of flags and verbs, and profiles"
	if near := nearest.Names(m.Name, known); len(near) > 0 {
		hint = DidYouMean("", near)
	}
	hint = cmp.Or(config.Odd(m.Name), hint)
	if strings.ContainsAny(m.Name, " \t\n") {
		return f.Wrong(m.At, hint, "a key with blanks in it is none")
	}
	return f.Wrong(m.At, hint, "unknown key %q", m.Name)
}

// checkValue looks at the kind of a value. What it says is looked at where it is used.
func checkValue(f *config.File, m config.Member, flag *pflag.Flag) error {
	v := m.Value
	if _, isToken := flag.Value.(*Token); isToken {
		return checkToken(f, v)
	}
	if has(flag, repeatableAnnotation) {
		for _, item := range itemsOf(flag, v) {
			if err := checkAmbiguous(f, m.Name, item, flag); err != nil {
				return err
			}
			if _, isKnown := flag.Value.(*KnownValue); isKnown && item.Kind == config.Map {
				if _, err := knownEntry(f, item); err != nil {
					return err
				}
			} else if item.Kind != config.Text && item.Kind != config.Number {
				return f.Wrong(item.At, "", "%s: got %s, want a text or a list of texts", m.Name, item.Kind)
			}
		}
		return nil
	}
	want := []config.Kind{config.Text, config.Number}
	switch flag.Value.Type() {
	case "bool":
		want = []config.Kind{config.Bool}
	case "int", "uint64", "count":
		want = []config.Kind{config.Number}
	}
	if err := checkAmbiguous(f, m.Name, v, flag); err != nil {
		return err
	}
	if !slices.Contains(want, v.Kind) {
		return f.Wrong(v.At, quoteHint(v, want), "%s: got %s, want %s", m.Name, v.Described(), want[0])
	}
	return nil
}

func quoteHint(v config.Value, want []config.Kind) string {
	switch {
	case v.Kind == config.Bool && want[0] == config.Text:
		return "if the text is meant, put it in quotes"
	case v.Kind == config.Text && v.IsQuoted() && want[0] == config.Number:
		return "write the number without quotes"
	}
	return ""
}

// checkToken takes the places of a token only: the file is committed.
func checkToken(f *config.File, v config.Value) error {
	const hint = "this file is committed: write env:NAME or file:PATH, and give the token there"
	switch {
	case v.Kind != config.Text && v.Kind != config.Number:
		return f.Wrong(v.At, hint, "token: got %s, want env:NAME or file:PATH", v.Kind)
	case !strings.HasPrefix(v.Text, envPrefix) && !strings.HasPrefix(v.Text, filePrefix):
		return f.Wrong(v.At, hint, "token: it is here in clear")
	}
	return nil
}
