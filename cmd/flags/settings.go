package flags

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/internal/config"
	"github.com/timhook/timhook/internal/nearest"
)

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
	FilesFor(c, "config")
	Complete(c, "profile", completeProfiles)
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

// Settings gives the flags that the command line leaves out the values of the environment, then of the configuration.
func Settings(a *cli.App, c *cobra.Command) error {
	if err := fromEnvironment(a, c.Flags()); err != nil {
		return err
	}
	if c.Flags().Lookup("config") == nil {
		return nil
	}
	if err := fromConfig(a, c); err != nil {
		return err
	}
	tellSettings(a, c.Flags())
	return nil
}

// fromConfig reads the whole configuration before any of it counts, so that a mistake shows at once and not with the first who needs it.
func fromConfig(a *cli.App, c *cobra.Command) error {
	path, _ := c.Flags().GetString("config")
	profile, _ := c.Flags().GetString("profile")
	f, err := config.Open(path)
	if err != nil {
		return err
	}
	if f == nil {
		if profile != "" {
			return cli.Usage("profiles stand in "+config.Name+", here or further up in the repository; -c names another file", "--profile %s: there is no configuration", profile)
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
	return apply(f, c.Flags(), layers)
}

// completeProfiles offers the profiles of the configuration; a broken one has none.
func completeProfiles(c *cobra.Command, _ []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	path, _ := c.Flags().GetString("config")
	f, err := config.Open(path)
	if err != nil || f == nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return profiles(f), cobra.ShellCompDirectiveNoFileComp
}

// tellSettings says with -v where each setting came from that is not on the command line. Values are not shown: they may be secrets.
func tellSettings(a *cli.App, flags *pflag.FlagSet) {
	if verbose := flags.Lookup("verbose"); verbose == nil || verbose.Value.String() == "0" {
		return
	}
	flags.VisitAll(func(f *pflag.Flag) {
		if from := f.Annotations[environmentAnnotation]; from != nil {
			a.Note("setting: --%s from %s", f.Name, from[0])
		}
	})
}

// hideTokens keeps a token that stands in the file in clear out of all output, the refusal of it included.
func hideTokens(a *cli.App, v config.Value) {
	for _, m := range v.Members {
		text := m.Value.Text
		if m.Name == "token" && text != "" && !strings.HasPrefix(text, "env:") && !strings.HasPrefix(text, "file:") {
			a.Out.Hide(text)
			a.Err.Hide(text)
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
