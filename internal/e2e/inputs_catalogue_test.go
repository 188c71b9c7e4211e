package e2e_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// answered is what a backend answers to a line of the seven callbacks that come to one URL, and the check that blames
// it first; none where the answer is right.
type answered struct {
	line   int
	status int // 0: 200
	after  time.Duration
	body   string
	check  string
}

const (
	toC2CSend  = 1
	toState    = 2
	toJoin     = 3
	toInvite   = 4
	toBefriend = 5
	toUnfollow = 6
	toSend     = 7
)

func answersToSeven() []answered {
	coded := func(code int, more string) string {
		return fmt.Sprintf(`{"ActionStatus":"OK","ErrorInfo":"no","ErrorCode":%d%s}`, code, more)
	}
	items := func(list string) string { return coded(0, `,"ResultItem":[`+list+`]`) }
	item := func(who string, code int) string {
		return fmt.Sprintf(`{"To_Account":%q,"ResultCode":%d,"ResultInfo":"no"}`, who, code)
	}
	const changed = `,"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"***"}}]`
	return []answered{
		{line: toC2CSend, body: okPacket + "}"},
		{line: toC2CSend, body: coded(1, "")},
		{line: toC2CSend, body: coded(2, "")},
		{line: toC2CSend, body: coded(120001, "")},
		{line: toC2CSend, body: coded(0, changed)},
		{line: toC2CSend, body: coded(10101, ""), check: "answer-code-documented"},
		{line: toC2CSend, body: coded(1, changed), check: "answer-rewrite-code"},
		{line: toC2CSend, body: "success", check: "resp-json"},
		{line: toC2CSend, status: 404, body: "404 page not found\n", check: "resp-status-200"},
		{line: toState, body: okPacket + "}"},
		{line: toState, body: "<html><body>hello</body></html>", check: "resp-json"},
		{line: toState, status: 204, check: "resp-status-200"},
		{line: toJoin, body: okPacket + "}"},
		{line: toJoin, body: `{"ActionStatus":"OK","ErrorCode":0}`, check: "resp-errorinfo-present"},
		{line: toInvite, body: okPacket + "}"},
		{line: toInvite, body: coded(1, "")},
		{line: toInvite, body: coded(10100, "")},
		{line: toInvite, body: coded(0, `,"RefusedMembers_Account":["spam_1"]`)},
		{line: toInvite, body: coded(0, `,"RefusedMembers_Account":[{"Member_Account":"spam_1"}]`), check: "answer-names-list"},
		{line: toInvite, body: coded(0, `,"RefusedMembers_Account":["eve"]`), check: "answer-names-known"},
		{line: toInvite, body: coded(2, ""), check: "answer-code-documented"},
		{line: toInvite, body: coded(120001, ""), check: "answer-code-documented"},
		{line: toBefriend, body: items(item("otis", 0) + "," + item("spam_1", 0))},
		{line: toBefriend, body: items(item("otis", 0) + "," + item("spam_1", 38000))},
		{line: toBefriend, body: items(item("otis", 39000) + "," + item("spam_1", 38500))},
		{line: toBefriend, body: coded(38000, ""), check: "answer-items-decide"},
		{line: toBefriend, body: okPacket + "}", check: "answer-items-present"},
		{line: toBefriend, body: items(item("otis", 0)), check: "answer-items-each"},
		{line: toBefriend, body: items(item("otis", 0) + "," + item("eve", 0)), check: "answer-items-each"},
		{line: toUnfollow, body: okPacket + "}"},
		{line: toUnfollow, body: `{"ok":true}`, check: "resp-actionstatus-present"},
		{line: toSend, body: okPacket + "}"},
		{line: toSend, body: okPacket + "}", after: 2200 * time.Millisecond, check: "resp-answer"},
	}
}

// answeringOne is a backend that answers every callback like this.
func answeringOne(a answered) *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		time.Sleep(a.after)
		w.Header().Set("Content-Type", "application/json")
		if a.status != 0 {
			w.WriteHeader(a.status)
		}
		_, _ = io.WriteString(w, a.body)
	}))
}

var firstFinding = regexp.MustCompile(`(?m)^── (FAIL|WARN)  ([a-z0-9-]+) `)

// Seven callbacks of other kinds than the usual ones: a right answer to one draws no finding, a wrong one its own.
func TestAnswersToSevenCallbacksAreJudged(t *testing.T) {
	t.Parallel()
	file, err := filepath.Abs(filepath.Join(inputs, "catalogue", "seven.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	for i, a := range answersToSeven() {
		t.Run(fmt.Sprintf("%d line %d %s", i, a.line, a.check), func(t *testing.T) {
			server := answeringOne(a)
			defer server.Close()
			p := start(t, "replay", fmt.Sprintf("%s#%d", file, a.line), server.URL+"/im")
			code := p.code(t)
			found := firstFinding.FindStringSubmatch(p.stdout.String())
			switch {
			case a.check == "" && (code != 0 || found != nil):
				t.Errorf("%s: got exit code %d, want 0\n%s", a.body, code, &p.stdout)
			case a.check != "" && (found == nil || found[2] != a.check || (code == 1) != (found[1] == "FAIL")):
				t.Errorf("%s: got exit code %d and %v, want %s\n%s", a.body, code, found, a.check, &p.stdout)
			}
		})
	}
}

// What replay says of an answer, record says of it while it passes on the callback.
func TestAnswersToSevenCallbacksAreJudgedWhilePassingOn(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join(inputs, "catalogue", "seven.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	packets := strings.Split(string(data), "\n")
	finding := regexp.MustCompile(`(?m)^ +(MUST|SHOULD) +([a-z0-9-]+) +answer: `)
	for i, a := range answersToSeven() {
		t.Run(fmt.Sprintf("%d line %d %s", i, a.line, a.check), func(t *testing.T) {
			server := answeringOne(a)
			defer server.Close()
			r, err := startRecorder(t.TempDir(), "--forward", server.URL+"/im", "-o", "calls.ndjson")
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = r.Process.Kill() })
			packet := packets[a.line-1]
			command, _, _ := strings.Cut(strings.TrimPrefix(packet, `{"CallbackCommand":"`), `"`)
			response, err := http.Post(r.url+"?SdkAppid=1400000001&CallbackCommand="+command+
				"&contenttype=json&ClientIP=192.0.2.7&OptPlatform=Android", "application/json", strings.NewReader(packet))
			if err != nil {
				t.Fatal(err)
			}
			response.Body.Close()
			finish(t, r)
			want := a.check
			if want == "resp-answer" {
				want = "resp-under-2s" // it waits for what Chat no longer waits for
			}
			found := finding.FindStringSubmatch(r.stdout.String() + r.stderr.String())
			if (found == nil) != (want == "") || found != nil && found[2] != want {
				t.Errorf("%s: got %v, want %q\n%s%s", a.body, found, want, &r.stdout, &r.stderr)
			}
		})
	}
}

func TestSevenCallbacksAreClean(t *testing.T) {
	file, err := filepath.Abs(filepath.Join(inputs, "catalogue", "seven.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	p := start(t, "lint", "-v", file)
	if code := p.code(t); code != 0 {
		t.Errorf("got exit code %d, want 0\n%s", code, &p.stdout)
	}
}
