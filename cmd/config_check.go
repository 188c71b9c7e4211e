package cmd

import (
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/internal/nearest"
)

// profilesKey holds the profiles.
const profilesKey = "profiles"

// configSchema is what may stand in a configuration: the flags of all verbs at the top, those of a verb under its name.
type configSchema struct {
	verbs map[string]map[string]*pflag.Flag
	top   map[string]*pflag.Flag
}

func schemaOf(root *cobra.Command) configSchema {
	s := configSchema{verbs: map[string]map[string]*pflag.Flag{}, top: map[string]*pflag.Flag{}}
	for _, c := range verbsWithConfig(root) {
		flags := map[string]*pflag.Flag{}
		add := func(f *pflag.Flag) {
			if !slices.Contains([]string{"help", "version", "config", "profile", "list-faults", "dry-run"}, f.Name) {
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

// check holds the whole file to the flags that there are, whichever verb runs.
func (f *configFile) check(root *cobra.Command) error {
	return f.checkTop(f.root, schemaOf(root), true)
}

func (f *configFile) checkTop(top yamlValue, s configSchema, isFile bool) error {
	for _, m := range top.members {
		flags, isVerb := s.verbs[m.name]
		var err error
		switch {
		case isFile && m.name == profilesKey:
			err = f.checkProfiles(m, s)
		case isVerb && m.value.kind == yamlMap: // sign is a verb and a flag
			err = f.checkFlags(m.value, flags)
		case s.top[m.name] != nil:
			err = f.checkValue(m, s.top[m.name])
		case isVerb:
			err = f.wrong(m.value.at, "", "%s: got %s, want the flags of timhook %s", m.name, m.value.kind, m.name)
		default:
			known := slices.Concat(slices.Collect(maps.Keys(s.top)), slices.Collect(maps.Keys(s.verbs)))
			if isFile {
				known = append(known, profilesKey)
			}
			err = f.unknownKey(m, known)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (f *configFile) checkProfiles(m yamlMember, s configSchema) error {
	if m.value.kind != yamlMap {
		return f.wrong(m.value.at, "", "profiles: got %s, want a name with its settings", m.value.kind)
	}
	for _, profile := range m.value.members {
		if profile.value.kind != yamlMap {
			return f.wrong(profile.value.at, "", "profile %s: got %s, want settings", profile.name, profile.value.kind)
		}
		if err := f.checkTop(profile.value, s, false); err != nil {
			return err
		}
	}
	return nil
}

func (f *configFile) checkFlags(section yamlValue, flags map[string]*pflag.Flag) error {
	for _, m := range section.members {
		flag := flags[m.name]
		if flag == nil {
			return f.unknownKey(m, slices.Collect(maps.Keys(flags)))
		}
		if err := f.checkValue(m, flag); err != nil {
			return err
		}
	}
	return nil
}

func (f *configFile) unknownKey(m yamlMember, known []string) error {
	slices.Sort(known)
	hint := "the keys are the names of flags and verbs, and profiles"
	if near := nearest.Names(m.name, known); len(near) > 0 {
		hint = didYouMean("", near)
	}
	return f.wrong(m.at, hint, "unknown key %q", m.name)
}

// checkValue looks at the kind of a value. What it says is looked at where it is used.
func (f *configFile) checkValue(m yamlMember, flag *pflag.Flag) error {
	v := m.value
	if m.name == "token" {
		return f.checkToken(v)
	}
	if isList(flag) {
		if v.kind != yamlList {
			v.items = []yamlValue{v}
		}
		for _, item := range v.items {
			if _, isKnown := flag.Value.(*knownValue); isKnown && item.kind == yamlMap {
				if _, err := f.knownEntry(item); err != nil {
					return err
				}
			} else if item.kind != yamlText && item.kind != yamlNumber {
				return f.wrong(item.at, "", "%s: got %s, want a text or a list of texts", m.name, item.kind)
			}
		}
		return nil
	}
	want := []yamlKind{yamlText, yamlNumber}
	switch flag.Value.Type() {
	case "bool":
		want = []yamlKind{yamlBool}
	case "int", "uint64", "count":
		want = []yamlKind{yamlNumber}
	}
	if !slices.Contains(want, v.kind) {
		return f.wrong(v.at, quoteHint(v, want), "%s: got %s, want %s", m.name, v.described(), want[0])
	}
	return nil
}

func quoteHint(v yamlValue, want []yamlKind) string {
	if v.kind == yamlBool && want[0] == yamlText {
		return "if the text is meant, put it in quotes"
	}
	return ""
}

// described is the value for a message.
func (v yamlValue) described() string {
	if v.kind == yamlText {
		return "the text " + `"` + v.text + `"`
	}
	if v.text != "" {
		return v.text
	}
	return string(v.kind)
}

// checkToken takes the places of a token only: the file is committed.
func (f *configFile) checkToken(v yamlValue) error {
	const hint = "this file is committed: write env:NAME or file:PATH, and give the token there"
	switch {
	case v.kind != yamlText && v.kind != yamlNumber:
		return f.wrong(v.at, hint, "token: got %s, want env:NAME or file:PATH", v.kind)
	case !strings.HasPrefix(v.text, "env:") && !strings.HasPrefix(v.text, "file:"):
		return f.wrong(v.at, hint, "token: it stands here in clear")
	}
	return nil
}

// isList says that the flag is repeatable.
func isList(f *pflag.Flag) bool {
	switch f.Value.(type) {
	case *listValue, editValue, *knownValue:
		return true
	}
	return false
}
