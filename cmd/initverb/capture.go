package initverb

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/inputs"
	"github.com/timhook/timhook/internal/lint"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook/capture/read"
)

// captured is what a capture tells of the backend.
type captured struct {
	commands     map[string]bool
	applications []uint64 // each once
}

// readCapture reads all callbacks of a capture. Those that nobody knows are noted.
func readCapture(ctx context.Context, a *cli.App, name string) (captured, error) {
	found := captured{commands: map[string]bool{}}
	list, err := inputs.Captures(a, []string{name})
	if err != nil {
		return found, err
	}
	unknown := map[string]bool{}
	for e, err := range read.Entries(inputs.UntilDone(ctx, list), read.ReadOptions{}) {
		var bad *read.BadEntry
		switch {
		case ctx.Err() != nil:
			return found, cli.ErrStopped()
		case errors.As(err, &bad):
			a.Note("note: left out: %s", safe.Visible(bad.Error()))
			continue
		case err != nil:
			return found, inputs.ReadingError(err)
		}
		c, err := chat.Lookup(e.Command())
		if err == nil {
			found.commands[c.Name] = true
			found.learn(e)
		} else if command := e.Command(); !unknown[command] && command != "" {
			unknown[command] = true
			a.Note("note: left out: %s, which timhook does not know", safe.Visible(safe.Cut(command, mostName)))
		}
	}
	if len(found.commands) == 0 {
		return found, cli.ErrNothing("there is no callback in it")
	}
	return found, nil
}

// mostName is how many bytes of a command that nobody knows are shown.
const mostName = 80

// learn takes the application of a callback.
func (c *captured) learn(e *read.Entry) {
	text, _ := lint.Query(e)
	query, err := url.ParseQuery(text)
	if err != nil {
		return
	}
	id, err := strconv.ParseUint(query.Get("SdkAppid"), 10, 64)
	if err == nil && id != 0 && !slices.Contains(c.applications, id) {
		c.applications = append(c.applications, id)
	}
}

// callbacks are their short names, in the catalogue's order.
func (c captured) callbacks() (names []string) {
	for _, command := range chat.All() {
		if c.commands[command.Name] {
			names = append(names, command.Short)
		}
	}
	return names
}

// application is the one that all callbacks are of; 0: there are several, or none is known.
func (c captured) application() uint64 {
	if len(c.applications) != 1 {
		return 0
	}
	return c.applications[0]
}
