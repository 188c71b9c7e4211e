package verify

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/inputs"
	"github.com/timhook/timhook/conformance/judge"
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
	return !cli.IsURL(arg) && !strings.ContainsAny(arg, "?=& \n{\"'")
}

// mostWrong is how many wrong signatures are shown one by one.
const mostWrong = 20

// verification checks the signatures of a capture.
type verification struct {
	app   *cli.App
	mode  string // of the line of progress
	line  *cli.Counter
	token string
	clock clock

	right, wrong     int
	masked, unsigned int
	hidden           int // signatures that cannot be checked: the input has a variable in their place
	unreadable       int
	odd              inputs.Notes
	only             string // what to say where there is one, and it is right
}

// capture checks what a capture holds.
func (v *verification) capture(ctx context.Context, name string) error {
	list, err := inputs.Captures(v.app, []string{name})
	if err != nil {
		return err
	}
	v.line = v.app.StartCounter(v.mode, cli.Counting{Done: "checked", Fails: "wrong", Bytes: inputs.Bytes(list)})
	defer v.line.Stop()
	list = inputs.Counted(v.line, list)
	o := read.ReadOptions{Done: func(in read.Input, s *read.Summary) { v.notes(inputs.PassedOver(in, s)) }}
	for e, err := range read.Entries(list, o) {
		var bad *read.BadEntry
		switch {
		case ctx.Err() != nil:
			v.line.Stop()
			v.tell()
			return &cli.Exit{Code: cli.ExitInterrupted}
		case errors.As(err, &bad):
			v.unreadable++
			v.line.Clear()
			v.app.Note("%s", safe.Visible(bad.Error()))
		case err != nil:
			v.line.Stop()
			if text, is := v.linesOf(list); is {
				return pasted(v.app, v.token, text, v.clock)
			}
			return inputs.ReadingError(err)
		default:
			v.notes(v.odd.Entry(e))
			before := v.wrong
			v.check(e)
			v.line.Done(outcomeOf(v.wrong > before))
		}
	}
	v.line.Stop()
	v.tell()
	return v.verdict()
}

// linesOf is the text of an input that holds no exchanges and lines with signatures, as a list of URLs does.
func (v *verification) linesOf(list []read.Input) (text string, is bool) {
	const most = 1 << 20
	if len(list) != 1 || v.right+v.wrong+v.masked+v.unsigned+v.hidden+v.unreadable > 0 {
		return "", false
	}
	file, err := list[0].Open()
	if err != nil {
		return "", false
	}
	defer file.Close()
	head, err := io.ReadAll(io.LimitReader(file, most))
	text = strings.TrimSpace(string(head))
	isText := err == nil && len(head) < most && text != "" && !strings.ContainsAny(text[:1], "{[")
	return string(head), isText && hasName(text, "Sign") && hasName(text, "RequestTime")
}

// check looks at one callback. Only what is wrong is shown one by one.
func (v *verification) check(e *read.Entry) {
	name := fmt.Sprintf("%s#%d", e.Input, e.Number)
	text, isMerged := lint.Query(e)
	query, err := url.ParseQuery(text)
	switch {
	case err != nil:
		v.fail(name, fmt.Sprintf("the query cannot be read: %v", err))
		return
	case query.Get("Sign") == capture.Masked:
		v.masked++
		return
	case hides(e, query):
		v.hidden++
		return
	case lint.IsBare(e) && !isMerged:
		v.unsigned++
		return
	}
	came := time.Time{}
	if e.Dated {
		came = e.Start
	}
	diagnose := signer.Diagnose
	if v.wrong >= mostWrong { // it takes long, and is not shown
		diagnose = func(string, string, string) string { return "" }
	}
	right, wrong := signature(v.token, query, v.clock.at(came, query), diagnose)
	if wrong != "" {
		v.fail(name, wrong)
		return
	}
	v.right++
	v.only = fmt.Sprintf("OK  %s  %s", name, right)
}

func (v *verification) fail(name, why string) {
	if v.wrong++; v.wrong <= mostWrong {
		v.line.Clear()
		fmt.Fprintf(v.app.Out, "FAIL  %s  %s\n", safe.Visible(name), safe.Visible(why))
	}
}

// notes are lines on stderr.
func (v *verification) notes(lines []string) {
	for _, line := range lines {
		v.line.Clear()
		v.app.Note("%s", safe.Visible(line))
	}
}

// outcomeOf is what a signature comes to on the line of progress.
func outcomeOf(isWrong bool) judge.Outcome {
	if isWrong {
		return judge.Fail
	}
	return judge.Pass
}

// hides reports whether the input has a variable in the place of the signature.
func hides(e *read.Entry, query url.Values) bool {
	for _, part := range e.Hidden {
		switch part {
		case "query Sign", "query RequestTime":
			return true
		case "query", "url":
			if !query.Has("Sign") || !query.Has("RequestTime") {
				return true
			}
		}
	}
	return false
}

// tell sums up.
func (v *verification) tell() {
	out, all := v.app.Out, v.right+v.wrong+v.masked+v.unsigned+v.hidden
	if all == 1 && v.right == 1 {
		fmt.Fprintln(out, safe.Visible(v.only))
	}
	if v.wrong > mostWrong {
		fmt.Fprintf(out, "... and %d more\n", v.wrong-mostWrong)
	}
	if v.masked > 0 {
		fmt.Fprintf(out, "SKIP  %s: Sign was masked when this was captured\n", words.Plural(v.masked, "callback"))
	}
	if v.hidden > 0 {
		fmt.Fprintf(out, "SKIP  %s: the input hides the signature behind a variable\n",
			words.Plural(v.hidden, "callback"))
	}
	if v.unsigned > 0 {
		fmt.Fprintf(out, "SKIP  %s: only the packet was captured, without a query\n",
			words.Plural(v.unsigned, "callback"))
	}
	if all > 1 {
		fmt.Fprintf(out, "%s: %d OK, %d FAIL, %d SKIP\n", words.Plural(all, "callback"), v.right, v.wrong,
			v.masked+v.unsigned+v.hidden)
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
