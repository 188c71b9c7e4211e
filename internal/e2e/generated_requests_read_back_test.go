package e2e_test

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report/request"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture/read"
	"pgregory.net/rapid"
)

// sentRequest is what has to come back of a request that was printed.
type sentRequest struct {
	Method, Target string
	Header         []webhook.HeaderField
	Body           []byte
}

// TestWhatGeneratePrintsIsReadBack prints requests in each format that holds a whole one.
func TestWhatGeneratePrintsIsReadBack(t *testing.T) {
	read := 0
	for _, format := range request.Formats() {
		if !slices.Contains([]string{"ndjson", "curl", "http", "har"}, format.Name) {
			continue // the others hold less, or are programs
		}
		read++
		t.Run(format.Name, rapid.MakeCheck(func(t *rapid.T) {
			requests := rapid.SliceOfN(rapid.Custom(drawRequest), 1, 3).Draw(t, "requests")
			var want []sentRequest
			for _, r := range requests {
				want = append(want, sentRequest{r.Method, r.RequestTarget(), fieldOrder(format.Name, r.Header), r.Body})
			}
			var text bytes.Buffer
			if err := format.Write(&text, requests, time.Unix(1, 0)); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, readBack(t, text.String()), cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("%s\n(-want +got):\n%s", text.String(), diff)
			}
		}))
	}
	if read != 4 {
		t.Errorf("%d formats were read back, want ndjson, curl, http and har", read)
	}
}

// fieldOrder puts Content-Length behind the others for curl, which sends it there.
func fieldOrder(format string, fields []webhook.HeaderField) []webhook.HeaderField {
	if format != "curl" {
		return fields
	}
	last := func(f webhook.HeaderField) int { return strings.Count(f.Name, "Content-Length") }
	sorted := slices.Clone(fields)
	slices.SortStableFunc(sorted, func(a, b webhook.HeaderField) int { return last(a) - last(b) })
	return sorted
}

// Only a shell can compute the signature of such a line.
func TestALineThatSignsItselfIsReadWithoutItsSignature(t *testing.T) {
	endpoint, err := webhook.ParseEndpoint("http://127.0.0.1:8080/im?key=a")
	if err != nil {
		t.Fatal(err)
	}
	target := webhook.Target{URL: endpoint, SDKAppID: 7, Token: "secret-of-the-app"}
	for _, format := range request.Formats() {
		if format.Name != "curl=portable" {
			continue
		}
		var text bytes.Buffer
		callback := webhook.Callback{Command: "Bot.OnGroupMessage", Body: []byte("{\"a\":\"'\n\"}")}
		request := target.Request(callback, time.Unix(1, 0))
		if err := format.Write(&text, []*webhook.Request{request}, time.Unix(1, 0)); err != nil {
			t.Fatal(err)
		}
		list := readBack(t, text.String())
		if len(list) != 1 || strings.Contains(list[0].Target, "Sign") ||
			!strings.Contains(list[0].Target, "CallbackCommand=Bot.OnGroupMessage") {
			t.Errorf("%s\ngot %+v, want the request without Sign and RequestTime", text.String(), list)
		}
		return
	}
	t.Error("no format curl=portable")
}

func readBack(t interface{ Fatal(...any) }, text string) []sentRequest {
	open := func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }
	var got []sentRequest
	for e, err := range read.Entries([]read.Input{{Name: "printed", Open: open}}, read.ReadOptions{}) {
		if err != nil {
			t.Fatal(err)
		}
		target := e.Request.Query
		if e.Request.URL != "" {
			target = e.WebhookRequest(&webhook.Endpoint{}).RequestTarget()
		}
		got = append(got, sentRequest{e.Request.Method, target, e.Request.Header, e.Request.Body})
	}
	return got
}

// drawRequest is a request as Chat might send it, with hostile texts everywhere.
func drawRequest(t *rapid.T) *webhook.Request {
	address := rapid.SampledFrom([]string{
		"http://127.0.0.1:8080/im", "https://www.example.com", "http://h/a'b%20c/../$(d)?own=[1-3]{a,b}&&x",
		"http://[::1]:80/",
	}).Draw(t, "address")
	endpoint, err := webhook.ParseEndpoint(address)
	if err != nil {
		t.Fatal(err)
	}
	target := webhook.Target{URL: endpoint, SDKAppID: 1400000001, Token: "secret-of-the-app"}
	name := rapid.StringMatching(`X-[A-Za-z0-9-]{1,5}`)
	for _, name := range rapid.SliceOfNDistinct(name, 0, 3, rapid.ID[string]).Draw(t, "names") {
		value := rapid.StringMatching(`[ -~é漢🧧"'$\\!;:,]{0,12}`).Draw(t, "value")
		target.Header = append(target.Header, webhook.HeaderField{Name: name, Value: strings.Trim(value, " ")})
	}
	return target.Request(webhook.Callback{
		Command:     rapid.SampledFrom([]string{"Bot.OnGroupMessage", "a&b=c#d%", "组"}).Draw(t, "command"),
		ClientIP:    "::1",
		OptPlatform: "RESTAPI",
		Body:        drawBody(t),
	}, time.Unix(1, 0))
}

func drawBody(t *rapid.T) []byte {
	switch rapid.IntRange(0, 2).Draw(t, "kind of body") {
	case 0:
		return rapid.SliceOfN(rapid.Byte(), 0, 40).Draw(t, "bytes")
	case 1:
		return []byte(rapid.String().Draw(t, "text"))
	}
	return []byte(rapid.SampledFrom([]string{
		"", "@-", "@file", "'", `"`, "-", "%s%%", `\`, "$HOME", "a\r\n", "\n", "\x00", "\xff\xfe", "\ufeff{}",
		`{"a":"\/\u00e9"}`, "###", "POST /a HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\n\n",
	}).Draw(t, "odd body"))
}

// Forms of programs with windows, and Hurl's, add header fields of their own: URL and body come back, whatever the body.
func TestBodiesComeBackFromTheFormsOfOtherPrograms(t *testing.T) {
	written := 0
	for _, format := range request.Formats() {
		if !slices.Contains([]string{"hurl", "postman", "bruno", "insomnia"}, format.Name) {
			continue
		}
		written++
		t.Run(format.Name, rapid.MakeCheck(func(t *rapid.T) {
			r := rapid.Custom(drawRequest).Draw(t, "request")
			r.Method, r.Header = "POST", nil
			r.SetBody([]byte(rapid.StringMatching(`\{?[ -~\n\t"\\é你🦊#{}$;<>@]{0,40}\}?`).Draw(t, "body")))
			if request.LeavesOut(format.Name, payloads.Packet{Body: r.Body}) != "" || len(r.Body) == 0 {
				t.Skip("the form has no place for it")
			}
			var text bytes.Buffer
			if err := format.Write(&text, []*webhook.Request{r}, time.Unix(1, 0)); err != nil {
				t.Fatal(err)
			}
			back := readBack(t, text.String())
			if len(back) != 1 || back[0].Target != r.RequestTarget() || !bytes.Equal(back[0].Body, r.Body) {
				t.Fatalf("%s\ngot %q\nwant %s %q", text.String(), back, r.RequestTarget(), r.Body)
			}
		}))
	}
	if written != 4 {
		t.Errorf("%d forms were read back, want four", written)
	}
}
