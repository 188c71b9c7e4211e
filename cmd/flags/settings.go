package flags

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/internal/config"
	"github.com/timhook/timhook/internal/nearest"
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
		"settings for flags that are not given (default timhook.yaml, here or further up in the repository): `FILE`",
		Short("c"), NotInFile, File)
	g.String(new(string), profileFlag, "",
		"profile of the configuration, which stands before its other settings: `NAME`",
		Short("p"), NotInFile, Completes(completeProfiles))
}

func hasGroups(c *cobra.Command) bool {
	grouped := false
	c.Flags().VisitAll(func(f *pflag.Flag) { grouped = grouped || has(f, groupAnnotation) })
	return grouped
}

// Settings gives the flags that the command line leaves out the values of the environment, then of the configuration.
func Settings(a *cli.App, c *cobra.Command) error {
	if err := fromEnvironment(a, c.Flags()); err != nil {
		return err
	}
	if c.Flags().Lookup(configFlag) == nil {
		return nil
	}
	if err := fromConfig(a, c); err != nil {
		return err
	}
	tellSettings(a, c.Flags())
	return nil
}

// fromConfig reads the whole configuration before any of it counts, so that a mistake shows at once and not with the
// first who needs it.
func fromConfig(a *cli.App, c *cobra.Command) error {
	path, _ := c.Flags().GetString(configFlag)
	profile, _ := c.Flags().GetString(profileFlag)
	f, err := config.Open(path)
	if err != nil {
		return err
	}
	if f == nil {
		if profile != "" {
			return cli.Usage("profiles stand in "+config.Name+", here or further up in the repository; -c names "+
				"another file", "--profile %s: there is no configuration", profile)
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

// completeProfiles offers the profiles of the configuration; a broken one has none.
func completeProfiles(c *cobra.Command, _ []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	path, _ := c.Flags().GetString(configFlag)
	f, err := config.Open(path)
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

// hideTokens keeps a token that stands in the file in clear out of all output, the refusal of it included.
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

// fromEnvironment gives each flag that the command line leaves out the value of TIMHOOK_ and its name in capitals.
func fromEnvironment(a *cli.App, set *pflag.FlagSet) error {
	var first error
	set.VisitAll(func(f *pflag.Flag) {
		name := "TIMHOOK_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
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

// publicKeys are the keys of the configuration, false for those that hold secrets.
func publicKeys(root *cobra.Command) map[string]bool {
	public := map[string]bool{}
	for name, f := range settingsOf(root).top {
		_, isToken := f.Value.(*Token)
		public[name] = !isToken && !has(f, maskedAnnotation)
	}
	return public
}
