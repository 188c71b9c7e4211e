package initverb

import (
	"strings"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/examples/receivers"
)

// writeReceiver writes a receiver of a language into a folder of its own.
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
