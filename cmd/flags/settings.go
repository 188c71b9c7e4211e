package flags

import (
	"errors"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/internal/config"
	"github.com/timhook/timhook/internal/nearest"
	"github.com/timhook/timhook/report/request"
	"github.com/timhook/timhook/report/safe"
)

const (
	configFlag         = "config"
	profileFlag        = "profile"
	settingsAnnotation = "timhook_settings"
)

// ReadsSettings marks a verb whose flags may be set by the configuration.
func ReadsSettings(c *cobra.Command) *cobra.Command {
	annotate(c, settingsAnnotation)
	return c
}

func annotate(c *cobra.Command, name string) {
	if c.Annotations == nil {
		c.Annotations = map[string]string{}
	}
	c.Annotations[name] = "yes"
}

func readsSettings(c *cobra.Command) bool { return c.Annotations[settingsAnnotation] != "" }

// configure gives such a verb the flags of the configuration.
func configure(c *cobra.Command) {
	if !readsSettings(c) {
		return
	}
	heading := ""
	if hasGroups(c) {
		heading = "Configuration"
	}
	g := NewGroup(c, heading)
	g.String(new(string), configFlag, "",
		"file with defaults for flags (default timhook.yaml, here or in a parent folder of the repository): `FILE`",
		Short("c"), NotInFile, File)
	g.String(new(string), profileFlag, "",
		"profile of the configuration, which wins over its other settings: `NAME`",
		Short("p"), NotInFile, Completes(completeProfiles))
}

func hasGroups(c *cobra.Command) bool {
	grouped := false
	c.Flags().VisitAll(func(f *pflag.Flag) { grouped = grouped || has(f, groupAnnotation) })
	return grouped
}

// Settings gives the flags that the command line leaves out the values of the environment, then of the configuration.
func Settings(a *cli.App, c *cobra.Command) error {
	tellUnknown(a, c)
	hideProxies(a)
	tellMask(a)
	if err := fromEnvironment(a, c.Flags()); err != nil {
		return err
	}
	switch {
	case c.Flags().Lookup(configFlag) != nil:
		if err := fromConfig(a, c); err != nil {
			return err
		}
		tellSettings(a, c.Flags())
	case c.Annotations[maskAnnotation] != "":
		if err := maskFromConfig(a, c); err != nil {
			return err
		}
	}
	tellMask(a)
	return nil
}

// fromConfig reads the whole configuration before any of it counts, so that a mistake shows at once and not with the
// first who needs it.
func fromConfig(a *cli.App, c *cobra.Command) error {
	path, _ := c.Flags().GetString(configFlag)
	profile, _ := c.Flags().GetString(profileFlag)
	f, err := openConfig(a, path, allKeys(a, c.Root()))
	if err != nil {
		return notAFile(a, c, path, err)
	}
	if f == nil {
		if profile != "" {
			return cli.Usage("profiles are part of "+config.Name+", here or in a parent folder of the repository; -c "+
				"names another file", "--profile %s: there is no configuration", profile)
		}
		return nil
	}
	hideTokens(a, f.Root)
	MakeAllFlags(a, c.Root()) // a setting may be any verb's
	if err := Check(f, c.Root()); err != nil {
		return err
	}
	layers, err := layers(f, c.Name(), profile)
	if err != nil {
		return err
	}
	return apply(f, c, layers)
}

// openConfig reads a configuration, or the one that is found.
func openConfig(a *cli.App, path string, public func() map[string]bool) (*config.File, error) {
	read := func(name string) ([]byte, error) {
		data, info, err := cli.ReadBounded(a.Stop, name, cli.MostText)
		if err != nil {
			return nil, err
		}
		return data, a.Reads("the configuration", info)
	}
	return config.Open(path, read, public)
}

// notAFile explains -c 4, which is a number of connections to wrk, hey and ab.
func notAFile(a *cli.App, c *cobra.Command, path string, err error) error {
	if _, failed := strconv.Atoi(path); failed == nil && errors.Is(err, fs.ErrNotExist) {
		return cli.Usage(foreignFlag(a, c, "c"), "-c names the configuration, and there is no file %q", path)
	}
	return err
}

// completeProfiles offers the profiles of the configuration; a broken one has none.
func completeProfiles(c *cobra.Command, _ []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	path, _ := c.Flags().GetString(configFlag)
	f, err := openConfig(&cli.App{Stop: c.Context().Done()}, path, nil)
	if err != nil || f == nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return profiles(f), cobra.ShellCompDirectiveNoFileComp
}

// tellSettings says with -v where each setting came from that is not on the command line. Values are not shown: they
// may be secrets.
func tellSettings(a *cli.App, flags *pflag.FlagSet) {
	if verbose := flags.Lookup(verboseFlag); verbose == nil || !verbose.Changed {
		return
	}
	flags.VisitAll(func(f *pflag.Flag) {
		if from := f.Annotations[sourceAnnotation]; from != nil {
			a.Note("setting: --%s from %s", f.Name, from[0])
		}
	})
}

// hideTokens keeps a token that is in the file in clear out of all output, the refusal of it included.
func hideTokens(a *cli.App, v config.Value) {
	for _, m := range v.Members {
		text := m.Value.Text
		if m.Name == tokenFlag && text != "" && !strings.HasPrefix(text, envPrefix) &&
			!strings.HasPrefix(text, filePrefix) {
			a.Out.Hide(text)
		}
		hideTokens(a, m.Value)
	}
}

func noProfile(f *config.File, name string) error {
	known := profiles(f)
	hint := ""
	if near := nearest.Names(name, known); len(near) > 0 {
		hint = DidYouMean("", near)
	}
	return cli.Usage(hint, "--profile %s: %s has no such profile", name, f.Shown)
}

const variablePrefix = "TIMHOOK_"

// variableOf is the variable of the environment that a flag takes its value from.
func variableOf(f *pflag.Flag) string {
	return variablePrefix + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
}

// tellUnknown names the variables that look like a setting and are none: what they were set for does not happen.
func tellUnknown(a *cli.App, c *cobra.Command) {
	known := map[string]bool{}
	learn := func(f *pflag.Flag) { known[variableOf(f)] = !has(f, commandLineAnnotation) }
	c.Flags().VisitAll(learn)
	for _, variable := range a.Variables {
		name, value, _ := strings.Cut(variable, "=")
		if !strings.HasPrefix(name, variablePrefix) || value == "" || known[name] {
			continue
		}
		for _, name := range request.K6Variables() {
			known[name] = true
		}
		MakeAllFlags(a, c.Root())
		for _, verb := range c.Root().Commands() {
			verb.Flags().VisitAll(learn)
		}
		if !known[name] {
			tellNearest(a, strings.TrimPrefix(name, variablePrefix), slices.Sorted(maps.Keys(known)))
		}
	}
}

func tellNearest(a *cli.App, name string, known []string) {
	for i, full := range known { // the prefix would make all of them alike
		known[i] = strings.TrimPrefix(full, variablePrefix)
	}
	hint := "a variable is " + variablePrefix + " and the name of a flag in capitals, _ for -"
	if near := nearest.Names(name, known); len(near) > 0 {
		hint = DidYouMean(variablePrefix, near[:1])
	}
	a.Note("warning: %s%s is no setting of timhook; %s", variablePrefix, safe.Visible(name), hint)
}

// fromEnvironment gives each flag that the command line leaves out the value of TIMHOOK_ and its name in capitals.
func fromEnvironment(a *cli.App, set *pflag.FlagSet) error {
	var first error
	set.VisitAll(func(f *pflag.Flag) {
		name := variableOf(f)
		text := a.Environment(name)
		if f.Changed || text == "" || first != nil || has(f, commandLineAnnotation) {
			return
		}
		f.Annotations[sourceAnnotation] = []string{name}
		err := set.Set(f.Name, text)
		if invalid, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
			err = invalid.Unwrap()
		}
		if err != nil {
			first = valueError(name, err)
		}
	})
	return first
}

// allKeys are the public keys once the flags of all verbs are made.
func allKeys(a *cli.App, root *cobra.Command) func() map[string]bool {
	return func() map[string]bool {
		MakeAllFlags(a, root)
		return PublicKeys(root)
	}
}

// PublicKeys are the keys of the configuration, false for those that hold secrets.
func PublicKeys(root *cobra.Command) map[string]bool {
	public := map[string]bool{"reason": true, "until": true} // of an entry of known-failing
	for name, f := range settingsOf(root).top {
		_, isToken := f.Value.(*Token)
		list, isList := f.Value.(*ListValue)
		public[name] = !isToken && !has(f, maskedAnnotation) && (!isList || list.Check == nil)
	}
	return public
}
