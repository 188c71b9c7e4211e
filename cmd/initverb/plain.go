package initverb

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/internal/config"
	"github.com/timhook/timhook/internal/phrase"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/report/safe"
)

// writePlain writes timhook.yaml and the CI job.
func writePlain(ctx context.Context, a *cli.App, o *options) error {
	job := jobNamed(o.ci)
	names := []string{config.Name}
	if job.file != "" {
		names = append(names, job.file)
	}
	if there := config.InFolder(filepath.Join(o.dir, ".")); there != "" { // of either name
		names[0] = filepath.Base(there)
	}
	if err := cli.RefuseExisting(o.dir, names); err != nil {
		return err
	}
	callbacks, application, err := o.known(ctx, a)
	if err != nil {
		return err
	}
	files := map[string][]byte{config.Name: []byte(settings(callbacks, application))}
	if job.file != "" {
		files[job.file] = []byte(job.of(o.configuration(a)))
	}
	if err := cli.WriteNewFiles(o.dir, files); err != nil {
		return err
	}
	for i := range names {
		names[i] = path.Join(filepath.ToSlash(o.dir), names[i])
	}
	a.Note("wrote %s", safe.Visible(phrase.And(names)))
	if job.file != "" && a.Named()(names[1]) != job.file {
		a.Note("note: %s counts at the top of a repository alone; move %s there", job.file, safe.Visible(names[1]))
	}
	doctor := "timhook doctor"
	if names[0] != config.Name { // it is not found from here
		doctor += " -c " + safe.Quote(names[0])
	}
	a.Note("next: correct the url in %s, then: %s", safe.Visible(names[0]), safe.Visible(doctor))
	return nil
}

// configuration is where the settings are, seen from the top of the repository. A folder with another name than CI
// systems take as it is stays out of the job.
func (o *options) configuration(a *cli.App) string {
	name := path.Join(a.Named()("."), filepath.ToSlash(o.dir), config.Name) // the file itself is not there yet
	if strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/-") != "" ||
		path.IsAbs(name) || filepath.IsAbs(o.dir) {
		return config.Name
	}
	return name
}

// known are the callbacks of the backend, and its application where a capture tells it; 0: not known.
func (o *options) known(ctx context.Context, a *cli.App) (callbacks []string, application uint64, err error) {
	found := captured{}
	if o.from != "" {
		if found, err = readCapture(ctx, a, o.from); err != nil {
			return nil, 0, err
		}
	}
	switch {
	case o.selected.IsGiven():
		return o.selected.Names(), found.application(), nil
	case o.from != "":
		return found.callbacks(), found.application(), nil
	case a.AsksOnTerminal():
		callbacks, err = ask(a)
		return callbacks, 0, err
	}
	return short(chat.Usual()), 0, nil
}

func short(commands []*payloads.Command) (names []string) {
	for _, c := range commands {
		names = append(names, c.Short)
	}
	return names
}

// ask asks for the callbacks, with the usual ones as the default. The end of the input is an empty answer.
func ask(a *cli.App) ([]string, error) {
	usual := short(chat.Usual())
	fmt.Fprintf(a.Err, "Callbacks of the backend, by name or family [%s]: ", strings.Join(usual, ","))
	_ = a.Err.Flush()
	in, err := a.Stdin("the question for the callbacks")
	if err != nil {
		return nil, err
	}
	const longest = 4 << 10
	line, err := bufio.NewReader(io.LimitReader(in, longest)).ReadString('\n')
	if exit, stopped := errors.AsType[*cli.Exit](err); stopped {
		return nil, exit
	}
	var answer flags.Selection
	if line = strings.TrimSpace(line); line == "" {
		return usual, nil
	}
	if err := answer.Take(line); err != nil {
		return nil, err
	}
	return answer.Names(), nil
}

// settings is the text of timhook.yaml.
func settings(callbacks []string, application uint64) string {
	words := make([]string, len(callbacks))
	for i, name := range callbacks {
		if words[i] = name; strings.ContainsAny(name, "*?[]{},:#&!|>%@'\" ") {
			words[i] = strconv.Quote(name) // a glob
		}
	}
	id := "# sdk-app-id: 1400000001"
	if application != 0 {
		id = fmt.Sprintf("sdk-app-id: %d", application)
	}
	return strings.NewReplacer("{callbacks}", strings.Join(words, ", "), "{application}", id).Replace(settingsText)
}

const settingsText = `# Settings of timhook, for the whole team: commit this file. A key is the name of a flag.
# A flag on the command line wins, then TIMHOOK_ and its name in the environment, then a profile, then this file.

# Where the backend listens, with the path that is entered in Chat's console.
url: http://127.0.0.1:8080/im

# The callbacks that are switched on in the console. timhook list callbacks shows all.
callbacks: [{callbacks}]

# The SDKAppID of the application. With it the suite sends those of other applications too, which have to be refused.
{application}

# The token of the console, where authentication is switched on. It never stands here itself.
# token: env:IM_TOKEN

# Settings of one verb: what the suite is known to fail, and how fast the backend has to be.
# test:
#   budget: ["p95<300ms"]
#   known-failing:
#     - {run: "send/neg-json-*", reason: "ticket 812", until: 2027-01-31}

# Other backends by name: timhook test -p staging
# profiles:
#   staging: {url: "https://staging.example.com/im"}
`
