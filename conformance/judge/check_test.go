package judge_test

import (
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/webhook"
)

func TestEveryCheckSaysWhatItIs(t *testing.T) {
	kebab := regexp.MustCompile(`^(resp|behave|answer|effect)(-[a-z0-9]+)+$`)
	seen := make(map[string]bool)
	for _, c := range judge.Checks() {
		if !kebab.MatchString(c.ID) || seen[c.ID] {
			t.Errorf("%s: want an id of its own, in kebab-case", c.ID)
		}
		seen[c.ID] = true
		for name, text := range map[string]string{"Title": c.Title, "Source": c.Source, "Impact": c.Impact, "Fix": c.Fix, "Good": c.Good} {
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s: %s is empty", c.ID, name)
			}
		}
		if !strings.HasSuffix(c.Title, ".") || strings.Count(c.Title, ". ") > 0 {
			t.Errorf("%s: got the title %q, want one sentence", c.ID, c.Title)
		}
		if !strings.Contains(c.Impact, "documented") && !strings.Contains(c.Impact, "inferred") {
			t.Errorf("%s: got %q, want a word on how sure that is", c.ID, c.Impact)
		}
		if c.HeldFor == 0 || c.Run == nil {
			t.Errorf("%s: is held under no expectation or does nothing", c.ID)
		}
	}
	if len(seen) < 18 {
		t.Errorf("got %d checks, want all 18 or more", len(seen))
	}
}

func TestEveryCheckOfTheCatalogueIsThere(t *testing.T) {
	for id, level := range map[string]payloads.Level{
		"resp-status-200": payloads.Must, "resp-json": payloads.Must, "resp-actionstatus-present": payloads.Must,
		"resp-errorcode-present": payloads.Must, "resp-errorinfo-present": payloads.Must,
		"resp-errorcode-zero": payloads.Must,
		"resp-consistent":     payloads.Should, "resp-case": payloads.Must, "resp-content-type": payloads.May,
		"resp-extra-fields": payloads.May, "resp-under-2s": payloads.Must, "resp-no-redirect": payloads.Must,
		"resp-framing": payloads.Must, "resp-not-echo": payloads.May,
	} {
		t.Run(id, func(t *testing.T) {
			c, err := judge.Lookup(id)
			if err != nil {
				t.Error(err)
			} else if c.Level != level {
				t.Errorf("got level %v, want %v", c.Level, level)
			}
		})
	}
}

func TestTheGoodSampleOfEveryCheckPassesAndTheBadOneTripsIt(t *testing.T) {
	for _, c := range judge.Checks() {
		t.Run(c.ID, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				if got := brief(judgeSample(t, c, c.Good, true)); got != "" {
					t.Errorf("good sample: got %s, want no finding", got)
				}
				bad := judgeSample(t, c, c.Bad, false)
				if len(bad.Findings) == 0 || !strings.Contains(strings.Join(ids(bad), " "), c.ID) {
					t.Errorf("bad sample: got %s, want %s", brief(bad), c.ID)
				}
			})
		})
	}
}

// judgeSample reads a sample through the real client, under the limit that Check.Bad is written for and in the
// circumstance of the check. What such a check sees beside the answer is as good or bad as the sample.
func judgeSample(t *testing.T, c *judge.Check, raw string, good bool) judge.Judgement {
	t.Helper()
	if limit := "(12 KB)"; strings.Contains(raw, limit) { // a sample is for people, too
		_, body, _ := strings.Cut(raw, "\r\n\r\n")
		raw = whole(strings.Replace(body, limit, strings.Repeat("x", 12<<10), 1))
	}
	client := answering(raw)
	if c.ID == "resp-size" {
		client.MaxResponse = 256
	}
	defer client.Close()
	callback := callbackOf(t, c)
	request := target(t).Request(ordinary(callback), time.Now())
	spoil(request, c.Flaw)
	ex := client.Send(t.Context(), request)
	ex.Reused = good
	if raw == "" && c.Under == judge.Queued { // what the check wants is a connection
		ex.Failure = &webhook.Failure{Class: webhook.Connect, Err: os.ErrDeadlineExceeded}
	}
	options := judge.Options{Expect: expectation(c), Under: c.Under, Command: callback}
	switch {
	case c.ID == "answer-steady", c.ID == "answer-same-as-ordinary", c.ID == "answer-expected":
		options.Usual, options.Wanted = &judge.Decision{Does: payloads.Allow}, &judge.Wanted{Does: payloads.Allow}
		if c.ID == "answer-same-as-ordinary" {
			options.Expect = payloads.ExpectSame
		}
	case c.Under == judge.Repeated:
		options.Earlier = []judge.Reaction{judge.Accepted}
	case c.Under == judge.Halting && !good:
		ex.Reused, ex.Timing.Total = true, ex.Timing.FirstByte+40*time.Millisecond
	case c.Under == judge.WentAway && !good:
		options.Gone = &judge.Gone{}
	case c.Under == judge.Stored && !good:
		options.Effect = &judge.Effect{Breaks: c.ID, Got: "2 entries", Want: "1 entry"}
	case c.Under == judge.TookTurns && !good:
		options.Pace = &judge.Pace{Alone: 300 * time.Millisecond, Together: 2400 * time.Millisecond, Count: 8}
	}
	return judge.Judge(ex, options)
}

// callbackOf is one that the check is for.
func callbackOf(t *testing.T, c *judge.Check) *payloads.Command {
	t.Helper()
	if send := sendCommand(t); c.IsFor(send) {
		return send
	}
	isReplying := func(callback *payloads.Command) bool { return callback.Name == replying(t).Name }
	for _, callback := range append(slices.DeleteFunc(chat.All(), isReplying), replying(t)) {
		if c.IsFor(callback) {
			return callback
		}
	}
	t.Fatalf("%s is for no callback", c.ID)
	return nil
}

// replying is the callback whose answer carries a reply.
func replying(t *testing.T) *payloads.Command {
	t.Helper()
	c, err := chat.Lookup("bot-signal")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// spoil gives a request a flaw. Of a wrong Sign the judge knows only by what is expected.
func spoil(r *webhook.Request, flaw judge.Flaw) {
	last := len(r.Query) - 1 // RequestTime
	switch flaw {
	case judge.FlawMethod:
		r.Method = "PUT"
	case judge.FlawBody:
		r.SetBody([]byte("null"))
	case judge.FlawIdentity:
		r.Query = r.Query[1:]
	case judge.FlawTime:
		r.Query[last].Value = "1700000000"
	}
}

func TestLookupCheckNamesTheNearest(t *testing.T) {
	_, err := judge.Lookup("resp-errorcode-presnt")
	var unknown *payloads.UnknownError
	if !errors.As(err, &unknown) || len(unknown.Near) == 0 || unknown.Near[0] != "resp-errorcode-present" {
		t.Errorf("got %v, want an unknown check with resp-errorcode-present near it", err)
	}
}

func TestChecksMayBeChangedByTheCaller(t *testing.T) {
	judge.Checks()[0] = nil
	if judge.Checks()[0] == nil {
		t.Error("the list of checks is shared with its callers")
	}
}
