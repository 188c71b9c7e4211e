package cmd

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/internal/nearest"
)

// configName is the file that settings are read from, committed and without secrets.
const configName = "timhook.yaml"

// configFile is a configuration as it was read.
type configFile struct {
	shown string // its path, for messages
	dir   string // that relative paths in it begin at
	text  string
	root  yamlValue
}

// configVerbs are the verbs that read the configuration.
func configVerbs() []string {
	return []string{"send", "test", "replay", "record", "lint", "shrink", "load", "generate", "sign", "verify", "serve"}
}

// configure gives one of those verbs the flags of the configuration.
func configure(c *cobra.Command) {
	if !slices.Contains(configVerbs(), c.Name()) {
		return
	}
	c.Flags().StringP("config", "c", "", "settings for flags that are not given (default timhook.yaml, here or further up in the repository): `FILE`")
	c.Flags().StringP("profile", "p", "", "profile of the configuration, which stands before its other settings: `NAME`")
	if hasGroups(c) {
		for _, name := range []string{"config", "profile"} {
			c.Flags().Lookup(name).Annotations = map[string][]string{groupAnnotation: {"Configuration"}}
		}
	}
	filesFor(c, "config")
	complete(c, "profile", completeProfiles)
}

func hasGroups(c *cobra.Command) bool {
	has := false
	c.Flags().VisitAll(func(f *pflag.Flag) { has = has || f.Annotations[groupAnnotation] != nil })
	return has
}

func verbsWithConfig(root *cobra.Command) []*cobra.Command {
	var list []*cobra.Command
	for _, name := range configVerbs() {
		if c, _, err := root.Find([]string{name}); err == nil && c != root {
			list = append(list, c)
		}
	}
	return list
}

// settings gives the flags that the command line leaves out the values of the environment, then of the configuration.
func (a *app) settings(c *cobra.Command) error {
	if err := a.fromEnvironment(c.Flags()); err != nil {
		return err
	}
	if c.Flags().Lookup("config") == nil {
		return nil
	}
	if err := a.fromConfig(c); err != nil {
		return err
	}
	a.tellSettings(c.Flags())
	return nil
}

// fromConfig reads the whole configuration before any of it counts, so that a mistake shows at once and not with the first who needs it.
func (a *app) fromConfig(c *cobra.Command) error {
	path, _ := c.Flags().GetString("config")
	profile, _ := c.Flags().GetString("profile")
	f, err := openConfig(path)
	if err != nil {
		return err
	}
	if f == nil {
		if profile != "" {
			return usage("profiles stand in "+configName+", here or further up in the repository; -c names another file", "--profile %s: there is no configuration", profile)
		}
		return nil
	}
	a.hideTokens(f.root)
	a.makeAllFlags(c.Root()) // a setting may be any verb's
	if err := f.check(c.Root()); err != nil {
		return err
	}
	layers, err := f.layers(c.Name(), profile)
	if err != nil {
		return err
	}
	return f.apply(c.Flags(), layers)
}

// openConfig reads the file that is named, or the one that is found; nil when there is none.
func openConfig(path string) (*configFile, error) {
	named := path != ""
	if !named {
		here, err := os.Getwd()
		if err != nil {
			return nil, nil //nolint:nilerr // without a working directory there is nothing to look in
		}
		if path = findConfig(here); path == "" {
			return nil, nil
		}
	}
	text, err := os.ReadFile(path)
	switch {
	case named && err != nil:
		return nil, fmt.Errorf("--config: %w", err)
	case err != nil:
		return nil, fmt.Errorf("%w", err)
	}
	f := &configFile{shown: shortPath(path), dir: filepath.Dir(path), text: string(text)}
	f.root, err = f.parse()
	return f, err
}

// findConfig looks in a directory and further up to the repository's root. Outside of repositories it looks nowhere
// else: what lies in a directory that anybody may write to is nobody's settings.
func findConfig(dir string) string {
	var found string
	for at := dir; ; at = filepath.Dir(at) {
		candidate := filepath.Join(at, configName)
		if info, err := os.Stat(candidate); found == "" && err == nil && !info.IsDir() {
			found = candidate
		}
		if _, err := os.Lstat(filepath.Join(at, ".git")); err == nil {
			return found
		}
		if at == filepath.Dir(at) {
			break
		}
	}
	if info, err := os.Stat(filepath.Join(dir, configName)); err != nil || info.IsDir() {
		return ""
	}
	return filepath.Join(dir, configName)
}

// shortPath is the path from here, where that is shorter to read.
func shortPath(path string) string {
	here, err := os.Getwd()
	if err != nil {
		return path
	}
	if short, err := filepath.Rel(here, path); err == nil && len(short) < len(path) {
		return short
	}
	return path
}

// completeProfiles offers the profiles of the configuration; a broken one has none.
func completeProfiles(c *cobra.Command, _ []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	path, _ := c.Flags().GetString("config")
	f, err := openConfig(path)
	if err != nil || f == nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return f.profiles(), cobra.ShellCompDirectiveNoFileComp
}

// tellSettings says with -v where each setting came from that is not on the command line. Values are not shown: they may be secrets.
func (a *app) tellSettings(flags *pflag.FlagSet) {
	if verbose := flags.Lookup("verbose"); verbose == nil || verbose.Value.String() == "0" {
		return
	}
	flags.VisitAll(func(f *pflag.Flag) {
		if from := f.Annotations[environmentAnnotation]; from != nil {
			a.note("setting: --%s from %s", f.Name, from[0])
		}
	})
}

// hideTokens keeps a token that stands in the file in clear out of all output, the refusal of it included.
func (a *app) hideTokens(v yamlValue) {
	for _, m := range v.members {
		text := m.value.text
		if m.name == "token" && text != "" && !strings.HasPrefix(text, "env:") && !strings.HasPrefix(text, "file:") {
			a.out.Hide(text)
			a.err.Hide(text)
		}
		a.hideTokens(m.value)
	}
}

func noProfile(f *configFile, name string) error {
	known := f.profiles()
	hint := ""
	if near := nearest.Names(name, known); len(near) > 0 {
		hint = didYouMean("", near)
	}
	return usage(hint, "--profile %s: %s has no such profile", name, f.shown)
}
