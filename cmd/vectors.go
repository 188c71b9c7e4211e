package cmd

import (
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/internal/vectors"
)

func vectorsVerb(a *cli.App) *cobra.Command {
	var now string
	var clock *pflag.Flag
	c := &cobra.Command{
		Use:   "vectors DIR",
		Short: "write signed requests and answers, right and wrong, as files",
		Long: "Write signed requests and answers, right and wrong, into a new folder, for tests of verifiers in any " +
			"language. index.json has the token, the clock and, for each file, what a verifier has to say: " +
			"accept or refuse, and why. The same --now gives the same bytes.",
		Example: `  timhook vectors testdata/vectors
  timhook vectors vectors --now now   # for a backend that cannot be given a clock: valid for a minute`,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 || args[0] == "" {
				return cli.Usage("", "want the name of one folder that is new or empty")
			}
			at, err := vectorsTime(clock.Name, now)
			if err != nil {
				return err
			}
			return writeVectors(a, args[0], at)
		},
		ValidArgsFunction: flags.CompleteFolder,
	}
	clock = flags.NewGroup(c, "").String(&now, "now", "", "the verifier's clock, RFC 3339, Unix seconds or now "+
		"(default 2025-11-11T09:05:03Z): `TIME`")
	return c
}

// vectorsTime is the clock, whose RequestTime has to have ten digits, as of any time since 2001.
func vectorsTime(flag, text string) (time.Time, error) {
	if text == "" {
		return time.Unix(vectors.Now, 0), nil
	}
	at, err := cli.ParseTime("--"+flag, text)
	if err == nil && (at.Unix() < vectors.Earliest || at.Unix() > vectors.Latest) {
		err = cli.Usage("", "--%s: got %q, want a time from 2001-09-10 to 2286-11-19", flag, text)
	}
	return at, err
}

func writeVectors(a *cli.App, dir string, at time.Time) error {
	set, err := vectors.Make(at)
	if err != nil {
		return err
	}
	files, err := set.Files()
	if err != nil {
		return err
	}
	data := map[string][]byte{}
	for _, f := range files {
		data[f.Path] = f.Data
	}
	if err := cli.WriteFolder(dir, data); err != nil {
		return err
	}
	a.Note("%d requests and %d answers; %s says what a verifier has to say of each", len(set.Requests),
		len(set.Answers), vectors.IndexName)
	return nil
}
