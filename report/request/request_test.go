package request_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/timhook/timhook/report/reporttest"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/report/request"
	"github.com/timhook/timhook/webhook"
)

// printed is what a format makes of requests with these bodies.
func printed(t testing.TB, format string, requests ...*webhook.Request) string {
	t.Helper()
	for _, f := range request.Formats() {
		if f.Name == format {
			var buf bytes.Buffer
			if err := f.Write(&buf, requests, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)); err != nil {
				t.Fatal(err)
			}
			return buf.String()
		}
	}
	t.Fatalf("no format %s", format)
	return ""
}

func requests(t testing.TB) []*webhook.Request {
	t.Helper()
	var list []*webhook.Request
	for _, body := range []string{`{"a":1}`, "", reporttest.Hostile, "\x1b\u202e\u009b", "👩\u200d🚀", strings.Repeat("\xff", 1<<20)} {
		list = append(list, addressed(t, "http://127.0.0.1:8080/im?key=a%20b&&x", body, "X-Quote: \"<'>\"", "X-Empty;"))
	}
	return list
}

type pair struct{ Name, Value string }

func TestHARHoldsWhatIsSent(t *testing.T) {
	want := requests(t)
	var got struct {
		Log struct {
			Version string
			Entries []struct {
				StartedDateTime time.Time
				Request         struct {
					Method, URL, HTTPVersion string
					Headers, QueryString     []pair
					PostData                 struct {
						MimeType, Text string
						Encoding       string `json:"_encoding"`
					}
					BodySize int
				}
				Response struct{ Status int }
			}
		}
	}
	if err := json.Unmarshal([]byte(printed(t, "har", want...)), &got); err != nil {
		t.Fatal(err)
	}
	if got.Log.Version != "1.2" || len(got.Log.Entries) != len(want) {
		t.Fatalf("got version %s and %d entries, want 1.2 and %d", got.Log.Version, len(got.Log.Entries), len(want))
	}
	for i, e := range got.Log.Entries {
		r := want[i]
		body := []byte(e.Request.PostData.Text)
		if e.Request.PostData.Encoding == "base64" {
			var err error
			if body, err = base64.StdEncoding.DecodeString(e.Request.PostData.Text); err != nil {
				t.Error(err)
			}
		}
		if e.Request.Method != "POST" || e.Request.URL != r.URL() || e.Request.PostData.MimeType != "application/json" || e.Request.BodySize != len(r.Body) || !bytes.Equal(body, r.Body) {
			t.Errorf("request %d: got %s %s %.100q", i, e.Request.Method, e.Request.URL, body)
		}
		var headers, query []pair
		for _, h := range r.Header {
			headers = append(headers, pair{h.Name, h.Value})
		}
		for _, q := range r.Query {
			query = append(query, pair{q.Name, q.Value})
		}
		if diff := cmp.Diff([][]pair{headers, query}, [][]pair{e.Request.Headers, e.Request.QueryString}); diff != "" {
			t.Errorf("request %d, header and query (-want +got):\n%s", i, diff)
		}
	}
}

func TestAnArchiveOfNothingIsAnArchive(t *testing.T) {
	if got := printed(t, "har"); !strings.Contains(got, `"entries": []`) {
		t.Errorf("got %s, want an empty list of entries", got)
	}
}

func TestEveryLineHoldsARequest(t *testing.T) {
	want := requests(t)
	dec := json.NewDecoder(strings.NewReader(printed(t, "ndjson", want...)))
	for i, r := range want {
		var got struct {
			Method, URL, Body, BodyBase64 string
			Header                        [][2]string
			Bytes                         int
		}
		if err := dec.Decode(&got); err != nil {
			t.Fatal(err)
		}
		body := []byte(got.Body)
		if got.BodyBase64 != "" {
			body, _ = base64.StdEncoding.DecodeString(got.BodyBase64)
		}
		if got.Method != r.Method || got.URL != r.URL() || !bytes.Equal(body, r.Body) || got.Bytes != len(r.Body) || len(got.Header) != len(r.Header) {
			t.Errorf("line %d: got %+v", i+1, got)
		}
	}
	if dec.More() {
		t.Error("there are more lines than requests")
	}
}

func TestPacketsAndWireAreTheVeryBytes(t *testing.T) {
	r := addressed(t, "http://127.0.0.1:8080/im", "\xff\x00"+reporttest.Hostile)
	if got, want := printed(t, "json", r), string(r.Body)+"\n"; got != want {
		t.Errorf("json: got %q, want %q", got, want)
	}
	if got, want := printed(t, "http", r), string(r.AppendWire(nil)); got != want {
		t.Errorf("http: got %q, want %q", got, want)
	}
	if got, want := printed(t, "curl", r, r), request.Curl(r)+"\n"; got != want+want {
		t.Errorf("curl: got %q, want %q twice", got, want)
	}
}

// A curl line is shown on a terminal before anybody copies it.
func TestTheCurlLineIsOneLineWithoutControlCharacters(t *testing.T) {
	for name, body := range bodies() {
		t.Run(name, func(t *testing.T) {
			line := request.Curl(addressed(t, "http://127.0.0.1:8080/im", body))
			if i := strings.IndexFunc(line, func(r rune) bool {
				return r < ' ' || r == 0x7f || r == 0xfffd || r >= 0x80 && r < 0xa0 || r >= 0x202a && r <= 0x202e
			}); i >= 0 {
				t.Errorf("the line holds %+q", line[i:min(i+10, len(line))])
			}
		})
	}
}
