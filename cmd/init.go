package cmd

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/examples/receivers"
)

func initVerb(a *cli.App) *cobra.Command {
	var language string
	var choices []flags.Choice
	for _, r := range receivers.All() {
		choices = append(choices, flags.Choice{Name: r.Language, Doc: r.Doc})
	}
	c := &cobra.Command{
		Use:   "init DIR",
		Short: "write a right receiver to start from, with timhook.yaml and a CI job",
		Long: "Write a receiver that verifies, answers and decides rightly into a new folder, with timhook.yaml, a " +
			"job for GitHub and a README that says how to try it. It stands in a folder of its own: nothing is " +
			"overwritten.",
		Example: `  timhook init --lang node receiver
  timhook init --lang python services/im`,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 || args[0] == "" {
				return cli.Usage("", "want the name of one folder that is new or empty")
			}
			r, _ := receivers.Named(language) // the flag takes no other
			return writeReceiver(a, args[0], r)
		},
		ValidArgsFunction: onlyFolder,
	}
	flags.NewGroup(c, "").Enum(&language, "lang", "go", "language of the receiver", choices)
	return c
}

func writeReceiver(a *cli.App, dir string, r receivers.Receiver) error {
	files, err := r.Files()
	if err != nil {
		return err
	}
	start := strings.Join(r.Start, " ")
	build := ""
	if r.Build != nil {
		build = strings.Join(r.Build, " ") + " && "
	}
	fill := strings.NewReplacer("{lang}", r.Language, "{image}", r.Image, "{start}", start, "{build}", build,
		"{commands}", "    "+strings.Join(r.Commands(), "\n    "), "{notes}", strings.TrimSpace("\n"+r.Notes))
	for name, text := range map[string]string{
		"timhook.yaml": initSettings, ".github/workflows/callbacks.yml": initWorkflow, "README.md": initReadme,
	} {
		files[name] = []byte(fill.Replace(text))
	}
	if err := cli.WriteFolder(dir, files); err != nil {
		return err
	}
	a.Note("a receiver in %s; %s/README.md says how to try it", r.Language, dir)
	return nil
}

const initSettings = `# Settings of timhook; a flag on the command line wins. All of them: timhook test --help
url: http://127.0.0.1:8080/im
sdk-app-id: 1400000001            # of your application
token: env:IM_TOKEN               # the token of the console, never written here
callbacks: [send, before-send]    # those that are switched on in the console; timhook list callbacks
`

const initWorkflow = `name: callbacks
on: [push, pull_request]
jobs:
  callbacks:
    runs-on: ubuntu-latest
    container: {image}
    env: {IM_TOKEN: a-token-for-tests, IM_SDKAPPID: "1400000001"}
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-go@v5
        with: {go-version: stable}
      - run: go install github.com/timhook/timhook@latest
      - run: {build}timhook test -- {start}
`

const initReadme = `# A receiver of Tencent Cloud Chat's callbacks

It verifies SdkAppid, Sign and RequestTime, answers within the two seconds that Chat waits, takes an event once, and
decides where an answer decides. Its settings are in the environment:

    export IM_TOKEN=a-token-for-tests IM_SDKAPPID=1400000001

Start it, and test it:

{commands}
    timhook test

Or in one line: ` + "`{build}timhook test -- {start}`" + `

Your work goes into the function handle, which runs after the answer, and your rules into decide. What each callback is
and what may be answered: ` + "`timhook explain CALLBACK`" + `.

{notes}
`

// onlyFolder completes one folder.
func onlyFolder(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return nil, cobra.ShellCompDirectiveFilterDirs
}
