package e2e_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/timhook/timhook/internal/lint"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/report/request"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture/read"
)

// What generate prints in any form is read back, whatever the seed and the language, and lint finds nothing in it, not
// even a note, but for that where a script or another tool's file was found. The gate tries 1,000 seeds.
func TestGeneratedRequestsAreClean(t *testing.T) {
	seeds := uint64(20)
	switch {
	case os.Getenv("CI_E2E") == "all":
		seeds = 1000
	case testing.Short():
		seeds = 2 // one goroutine each, in which a race detector finds nothing
	}
	formats := request.Formats()
	if len(formats) < 8 {
		t.Fatalf("got %d formats, want all of them", len(formats))
	}
	at := time.Unix(1762851903, 417e6).UTC()
	const token = "k7Qd2mXz9TnB4vRw"
	endpoint, err := webhook.ParseEndpoint("http://127.0.0.1:8080/im")
	if err != nil {
		t.Fatal(err)
	}
	target := webhook.Target{URL: endpoint, SDKAppID: 1400000001, Token: token}
	for _, lang := range payloads.Langs() {
		t.Run(string(lang), func(t *testing.T) {
			t.Parallel()
			for seed := range seeds {
				requests := ofSeed(t, target, lang, seed, at)
				for _, format := range formats {
					if isProgram(format.Name) || isCollection(format.Name) && seed >= 20 && seed%8 != 0 {
						continue
					}
					known := lint.Options{Token: token, SDKAppID: target.SDKAppID}
					if format.Name == "k6" {
						known.Token = "" // a script signs each request when it sends it
					}
					var text bytes.Buffer
					if err := format.Write(&text, requests, at); err != nil {
						t.Fatal(err)
					}
					name := fmt.Sprintf("%s, seed %d", format.Name, seed)
					if n := cleanEntries(t, name, text.String(), known); n != len(requests) {
						t.Fatalf("%s: got %d requests, want %d", name, n, len(requests))
					}
				}
			}
		})
	}
}

// isProgram is true of the forms that only their own interpreter reads. They are run (TestWhatRunsIsRun).
func isProgram(form string) bool {
	return slices.Contains([]string{"httpie", "go", "python", "node"}, form)
}

// isCollection is true of the forms that are JSON around the same texts. Of many seeds they take every eighth.
func isCollection(form string) bool {
	return slices.Contains([]string{"postman", "bruno", "insomnia"}, form)
}

// ofSeed are the ordinary requests of a seed.
func ofSeed(t *testing.T, target webhook.Target, lang payloads.Lang, seed uint64, at time.Time) []*webhook.Request {
	t.Helper()
	var requests []*webhook.Request
	for i, c := range chat.All() {
		if !chat.IsUsual(c) && seed >= 20 && (uint64(i)+seed)%8 != 0 {
			continue // each of the others is in every eighth of many seeds
		}
		packets, err := c.Build(nil, payloads.Params{Seed: seed, Now: at, Lang: lang})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range packets {
			callback := webhook.Callback{Command: c.Name, ClientIP: p.ClientIP, OptPlatform: p.OptPlatform, Body: p.Body}
			requests = append(requests, target.Request(callback, at))
		}
	}
	return requests
}

// cleanEntries is how many requests a text holds. Each has to be without a problem.
func cleanEntries(t *testing.T, name, text string, o lint.Options) (n int) {
	t.Helper()
	open := func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }
	for e, err := range read.Entries([]read.Input{{Name: name, Open: open}}, read.ReadOptions{}) {
		if err != nil {
			t.Fatalf("%v\n%.2000s", err, text)
		}
		n++
		for _, p := range lint.Entry(e, o) {
			if p.Rule != lint.InputOdd || !strings.HasPrefix(p.Message, "found in ") {
				t.Errorf("%s: %s %s\n%s", name, p.Rule, p.Text(), e.Request.Body)
			}
		}
	}
	return n
}
