package e2e_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/timhook/timhook/webhook/capture/read"
)

// inputs is a folder of files as people have them: people, ids and texts in them are invented. The fields of a row are
// what "lint -v" makes of a file.
const inputs = "testdata/inputs"

var wantedInputs = []struct {
	file   string
	exit   int
	others int // requests that are passed over
	plain  int // exchanges whose body is curl/packet.json
	says   []string
	hides  []string // what is not said
}{
	{
		file: "har/03-no-date.har", plain: 1,
		says: []string{`2 exchanges`, `startedDateTime is missing`, `startedDateTime is empty`},
	},
	{file: "har/07-playwright-file.har", says: []string{`1 exchange `}, hides: []string{`packet-json`}},
	{file: "har/10-header-value-number.har", plain: 1, says: []string{`note: .*header`}},
	{
		file: "har/13-h2-pseudo-headers.har", plain: 1,
		says:  []string{`note: .*[Cc]ontent-[Ll]ength`},
		hides: []string{`:authority`},
	},
	{file: "har/16-gzip-request-decoded.har", plain: 1, says: []string{`note: .*(gzip|Content-Encoding)`}},
	{file: "har/18-truncated.har", exit: 2, plain: 1, says: []string{`1 exchange `, `:\d+: .*(ends|cut)`}},
	{file: "har/19-latin1-mojibake.har", says: []string{`note: .*UTF-8.*Latin-1`}},
	{file: "har/20-query-only-in-querystring.har", plain: 1, says: []string{`note: .*queryString`}},
	{file: "har/21-content-encoding-utf8.har", plain: 1, says: []string{`note: .*utf-8`}},
	{file: "har/24-lower-case-method.har", plain: 1, says: []string{`note: .*"?post"?`}},

	{file: "curl/01-chrome-cmd-one-line.txt", plain: 1},
	{
		file: "curl/02-smoke.sh", exit: 1, others: 1, says: []string{`2 exchanges `, `packet-missing-field`},
		hides: []string{`request-method`},
	},
	{file: "curl/04-cmd-backslash-quotes.txt", plain: 1},
	{file: "curl/06-powershell-iwr.txt", exit: 2, says: []string{`Invoke-WebRequest`, `[Cc]opy as cURL`}},
	{file: "curl/07-powershell-backtick-continuation.txt", plain: 1},
	{file: "curl/13-heredoc.txt", plain: 1},
	{file: "curl/17-space-after-backslash.txt", exit: 2, says: []string{`:1:.*blank behind the \\`}},
	{
		file: "curl/18-smart-quotes.txt", exit: 2,
		says:  []string{`:1:.*curly quotes?`, `column 14`},
		hides: []string{`packet-json`, `query-`},
	},
	{
		file: "curl/22-unquoted-ampersand.txt", exit: 2,
		says:  []string{`the & .*not quoted`},
		hides: []string{`query-command-missing`},
	},
	{
		file: "curl/23-copy-all.txt", others: 1, plain: 1,
		says:  []string{`2 exchanges `},
		hides: []string{`request-method`},
	},
	{file: "curl/24-body-from-file.txt", plain: 1},
	{file: "curl/30-markdown-fence.txt", plain: 1},
	{file: "curl/33-variable-url.txt", plain: 1, hides: []string{`error: `}},
	{file: "curl/34-equals-options.txt", exit: 2, says: []string{`--request=`, `curl`}},
	{file: "curl/36-long-chinese-0.txt", says: []string{`1 exchange `}},

	{
		file:  "text/03-stale-content-length.txt",
		says:  []string{`40`, `401`, `1 exchange `},
		hides: []string{`packet-json`},
	},
	{file: "text/07-chunked-already-decoded.txt", plain: 1, says: []string{`note: .*chunk`}},
	{file: "text/08-curl-v-output.txt", says: []string{`curl -v`}},
	{file: "text/09-json-in-string.txt", plain: 1, says: []string{`note: .*string`}},
	{
		file:  "text/10-docker-compose-log.txt",
		says:  []string{`2 exchanges`, `found in a line of a log, behind its prefix`},
		hides: []string{`packet-json`},
	},
	{
		file:  "text/11-log-json-with-escaped-body.jsonl",
		says:  []string{`2 exchanges`, `found in a line of a log`},
		hides: []string{`query-`},
	},

	{file: "foreign/01-postman-collection.json", plain: 1, says: []string{`Postman`}},
	{file: "foreign/03-webhook-site.json", plain: 1, says: []string{`webhook\.site`}},
	{file: "foreign/04-lambda-event.json", plain: 1, says: []string{`Lambda`}},
	{file: "foreign/08-vegeta.json", plain: 1, says: []string{`vegeta`}},
	{file: "foreign/09-stripe-like-envelope.json", says: []string{`JSON object around a request`, `1 exchange `}},

	{
		file: "log/03-php-log.txt",
		says: []string{`1 exchange `, `behind its prefix, with one level of escapes undone`},
	},
	{
		file:  "log/05-laravel.log",
		says:  []string{`behind its prefix`, `query-merged`},
		hides: []string{`packet-json`},
	},
	{file: "log/22-log4j.log", says: []string{`1 exchange `, `behind its prefix`}},

	{
		file: "packets/01-c2c-names-in-group.http", exit: 1,
		says: []string{`MsgRandom.*"?Random"?\?`, `MsgKey.*"?MsgId"?\?`, `/EventTime: is missing`},
	},
	{file: "packets/03b-string-of-packet.json", says: []string{`1 exchange `, `note: .*string`}},
	{file: "packets/05b-merged.json", says: []string{`note: .*(query|merged).*`}},
	{file: "packets/06-gateway-event.json", says: []string{`1 exchange `, `(SCF|cloud function|API Gateway)`}},
	{file: "packets/09-atuserlist.json", says: []string{`AtUserList.*"?GroupAtInfo"?\?`}},
	{file: "packets/13-snake-send.json", exit: 2, says: []string{`websocket`}},
	{file: "packets/16-sample-on-one-line.json", exit: 2, says: []string{`//.*column \d+|column \d+.*//`}},
	{file: "packets/18-rtc-signed.http", exit: 4, others: 1, says: []string{`Tencent RTC`}},
	{file: "packets/19-merged-signed.json", says: []string{`note: .*(query|merged)`}, hides: []string{`error: `}},
	{file: "packets/29-capture-2016.json", exit: 1, says: []string{`7 errors`}},
}

func TestInputsAreReadAsPeopleMeanThem(t *testing.T) {
	if raceDetector() {
		t.Skip("one goroutine reads; without the race detector the same files are read")
	}
	plain, err := os.ReadFile(filepath.Join(inputs, "curl/packet.json"))
	if err != nil {
		t.Fatal(err)
	}
	plain = bytes.TrimSuffix(plain, []byte("\n"))
	for _, tt := range wantedInputs {
		t.Run(strings.ReplaceAll(tt.file, "/", "-"), func(t *testing.T) {
			name := filepath.Join(inputs, tt.file)
			out, err := exec.Command("timhook", "lint", "-v", name).CombinedOutput()
			exit := (*exec.ExitError)(nil)
			if code := 0; err != nil && !errors.As(err, &exit) {
				t.Fatal(err)
			} else if exit != nil {
				if code = exit.ExitCode(); code != tt.exit {
					t.Errorf("exit code %d, want %d", code, tt.exit)
				}
			} else if tt.exit != 0 {
				t.Errorf("exit code 0, want %d", tt.exit)
			}
			for _, text := range tt.says {
				if !regexp.MustCompile(text).Match(out) {
					t.Errorf("does not say %s", text)
				}
			}
			for _, text := range append(tt.hides, "panic", "seed 0") {
				if regexp.MustCompile(text).Match(out) {
					t.Errorf("says %s", text)
				}
			}
			count, summary := plainBodies(t, name, plain)
			if count != tt.plain && tt.plain > 0 {
				t.Errorf("%d bodies are packet.json byte for byte, want %d", count, tt.plain)
			}
			others := 0
			for _, passed := range summary.Passed {
				others += passed.Count
			}
			if others != tt.others {
				t.Errorf("%d requests are passed over, want %d", others, tt.others)
			}
			if t.Failed() {
				t.Logf("lint -v %s:\n%s", name, out)
			}
		})
	}
}

// plainBodies reads a file and counts the bodies that are the packet.
func plainBodies(t *testing.T, name string, packet []byte) (count int, summary read.Summary) {
	t.Helper()
	open := func() (io.ReadCloser, error) { return os.Open(name) }
	in := read.Input{Name: name, Open: open, Beside: read.FilesBeside(name)}
	o := read.ReadOptions{Done: func(_ read.Input, s *read.Summary) { summary = *s }}
	for e, err := range read.Entries([]read.Input{in}, o) {
		if err == nil && bytes.Equal(bytes.TrimSuffix(e.Request.Body, []byte("\n")), packet) {
			count++
		}
	}
	return count, summary
}
