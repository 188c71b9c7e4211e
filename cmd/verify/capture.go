package verify

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/inputs"
	"github.com/timhook/timhook/internal/lint"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/words"
	"github.com/timhook/timhook/signer"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/read"
)

// namesCapture tells a capture from a URL, a request line and a query: those hold characters that are rare in names.
func namesCapture(arg string) bool {
	if name, _, _, err := inputs.Numbered(arg); err == nil {
		if _, err := os.Lstat(name); err == nil || name == "-" {
			return true
		}
	}
	return !cli.IsURL(arg) && !strings.ContainsAny(arg, "?=& \n")
}

// mostWrong is how many wrong signatures are shown one by one.
const mostWrong = 20

// verification checks the signatures of a capture.
type verification struct {
	app   *cli.App
	token string
	now   time.Time
	fixed bool // now was asked for, and is meant for all

	right, wrong     int
	masked, unsigned int
	unreadable       int
	only             string // what to say where there is one, and it is right
}

// capture checks what a capture holds.
func (v *verification) capture(ctx context.Context, name string) error {
	list, err := inputs.Captures(v.app, []string{name})
	if err != nil {
		return err
	}
	for e, err := range read.Entries(list, read.ReadOptions{}) {
		var bad *read.BadEntry
		switch {
		case ctx.Err() != nil:
			v.tell()
			return &cli.Exit{Code: cli.ExitInterrupted}
		case errors.As(err, &bad):
			v.unreadable++
			v.app.Note("%s", safe.Visible(bad.Error()))
		case err != nil:
			return inputs.ReadingError(err)
		default:
			v.check(e)
		}
	}
	v.tell()
	return v.verdict()
}

// check looks at one callback. Only what is wrong is shown one by one.
func (v *verification) check(e *read.Entry) {
	name := fmt.Sprintf("%s#%d", e.Input, e.Number)
	query, err := url.ParseQuery(e.Request.Query)
	switch {
	case err != nil:
		v.fail(name, fmt.Sprintf("the query cannot be read: %v", err))
		return
	case query.Get("Sign") == capture.Masked:
		v.masked++
		return
	case lint.IsBare(e):
		v.unsigned++
		return
	}
	now := v.now
	if e.Dated && !v.fixed {
		now = e.Start
	}
	diagnose := signer.Diagnose
	if v.wrong >= mostWrong { // it takes long, and is not shown
		diagnose = func(string, string, string) string { return "" }
	}
	right, wrong := signature(v.token, query, now, diagnose)
	if wrong != "" {
		v.fail(name, wrong)
		return
	}
	v.right++
	v.only = fmt.Sprintf("OK  %s  %s", name, right)
}

func (v *verification) fail(name, why string) {
	if v.wrong++; v.wrong <= mostWrong {
		fmt.Fprintf(v.app.Out, "FAIL  %s  %s\n", safe.Visible(name), safe.Visible(why))
	}
}

// tell sums up.
func (v *verification) tell() {
	out, all := v.app.Out, v.right+v.wrong+v.masked+v.unsigned
	if all == 1 && v.right == 1 {
		fmt.Fprintln(out, safe.Visible(v.only))
	}
	if v.wrong > mostWrong {
		fmt.Fprintf(out, "... and %d more\n", v.wrong-mostWrong)
	}
	if v.masked > 0 {
		fmt.Fprintf(out, "SKIP  %s: Sign was masked when this was captured\n", words.Plural(v.masked, "callback"))
	}
	if v.unsigned > 0 {
		fmt.Fprintf(out, "SKIP  %s: only the packet was captured, without a query\n",
			words.Plural(v.unsigned, "callback"))
	}
	if all > 1 {
		fmt.Fprintf(out, "%s: %d OK, %d FAIL, %d SKIP\n", words.Plural(all, "callback"), v.right, v.wrong,
			v.masked+v.unsigned)
	}
}

func (v *verification) verdict() error {
	return cli.Weightiest(
		cli.When(v.unreadable > 0, cli.ExitUsage,
			fmt.Sprintf("entries that could not be read: %d; the others were checked", v.unreadable)),
		cli.When(v.wrong > 0, cli.ExitBroken, ""),
		cli.When(v.right == 0, cli.ExitNothing, "nothing ran: no signature could be checked"),
	)
}
