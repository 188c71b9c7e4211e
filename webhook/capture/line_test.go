package capture_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
	"pgregory.net/rapid"
)

const spelt = `{"timhook":"capture/1","start":"2026-01-02T03:04:05.000000678+01:00",` +
	`"request":{"method":"POST","url":"http://127.0.0.1:9000/im","query":"a=1&&Sign=masked","proto":"HTTP/1.0",` +
	`"header":[["Host","h"],["x-Odd","\"<&>"],["WC1Pb/8=","/w==","base64"]],"truncated":true,"wireBase64":"AAE=",` +
	`"body":"{\"a\":\"\\/é\u0000\t\u2028\"}"},` +
	`"answer":{"proto":"HTTP/1.1","status":200,"reason":"OK","header":[],"bodyBase64":"/w=="},` +
	`"timing":{"connectUs":1000,"firstByteUs":2000,"wholeUs":3000,"addedUs":4},` +
	`"failure":"late","failureClass":"timeout","redacted":["Sign"],"shadow":"http://b/im","verdict":"fail",` +
	`"findings":[{"check":"resp-json","path":"/a","want":"b"}]}` + "\n"

func speltRecord() *capture.Record {
	return &capture.Record{
		Start: time.Date(2026, 1, 2, 3, 4, 5, 678, time.FixedZone("", 3600)),
		Request: capture.Request{
			Method: "POST", URL: "http://127.0.0.1:9000/im", Query: "a=1&&Sign=masked", Proto: "HTTP/1.0",
			Header: []webhook.HeaderField{
				{Name: "Host", Value: "h"},
				{Name: "x-Odd", Value: `"<&>`},
				{Name: "X-Oo\xff", Value: "\xff"},
			},
			Truncated: true, Wire: []byte{0, 1}, Body: []byte("{\"a\":\"\\/é\x00\t\u2028\"}"),
		},
		Answer: &capture.Answer{Proto: "HTTP/1.1", Status: 200, Reason: "OK", Body: []byte{0xff}},
		Timing: capture.Timing{
			Connect:   time.Millisecond,
			FirstByte: 2 * time.Millisecond,
			Total:     3 * time.Millisecond,
			Added:     4 * time.Microsecond,
		},
		Failure:  "late",
		Redacted: []string{"Sign"}, FailureClass: "timeout", Shadow: "http://b/im", Verdict: "fail", Findings: []capture.Finding{
			{Check: "resp-json", Path: "/a", Want: "b"},
		},
	}
}

func TestARecordIsSpeltAsOneLine(t *testing.T) {
	want := strings.Replace(spelt, `\u2028`, "\u2028", 1)
	line, err := speltRecord().AppendLine([]byte("before"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("before"+want, string(line)); diff != "" {
		t.Error(diff)
	}
}

// TestAnyRecordIsReadBackAsItWasWritten: bytes are sacred, wherever they stand.
func TestAnyRecordIsReadBackAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := anyRecord().Draw(t, "record")
		line, err := want.AppendLine(nil)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.IndexByte(line, '\n') != len(line)-1 || !utf8.Valid(line) || !json.Valid(line) {
			t.Fatalf("got %q, want one line of JSON", line)
		}
		got, err := capture.ParseLine(line)
		if err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%s in %s", diff, line)
		}
		if want, got := want.Start.Format(time.RFC3339Nano), got.Start.Format(time.RFC3339Nano); got != want {
			t.Fatalf("start: got %s, want %s", got, want)
		}
		again, err := got.AppendLine(nil)
		if err != nil || !bytes.Equal(again, line) {
			t.Fatalf("written again: got %s (%v), want %s", again, err, line)
		}
	})
}

// TestOtherSpellingsOfALineAreReadToo: a line that went through jq or an editor is still one.
func TestOtherSpellingsOfALineAreReadToo(t *testing.T) {
	line := strings.Replace(spelt, `\u2028`, "\u2028", 1)
	var indented, escaped bytes.Buffer
	if err := json.Indent(&indented, []byte(line), "", "  "); err != nil {
		t.Fatal(err)
	}
	for _, r := range line {
		if r < 0x80 {
			escaped.WriteRune(r)
		} else {
			escaped.WriteString(strings.Trim(strings.ToUpper(jsonEscape(r)), `"`))
		}
	}
	for name, text := range map[string]string{
		"indented":      indented.String(),
		"sorted":        sorted(t, line),
		"no line feed":  strings.TrimSpace(line),
		"blanks behind": strings.TrimSpace(line) + " \r\n",
		"blanks before": " \t" + line,
		"all escaped":   strings.ReplaceAll(escaped.String(), `\U`, `\u`),
		"names escaped": strings.Replace(line, `"method"`, `"m\u0065thod"`, 1),
		"slash escaped": strings.Replace(line, `"http://127`, `"http:\/\/127`, 1),
		"false spelt":   strings.Replace(line, `"bodyBase64":"/w=="`, `"truncated":false,"bodyBase64":"/w=="`, 1),
		"empty lists":   strings.Replace(line, `"status":200`, `"wireBase64":"","status":200`, 1),
	} {
		t.Run(name, func(t *testing.T) {
			got, err := capture.ParseLine([]byte(text))
			if err != nil {
				t.Errorf("%s: %v", name, err)
				return
			}
			if diff := cmp.Diff(speltRecord(), got); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		})
	}
}

func jsonEscape(r rune) string {
	if r1, r2 := utf16Pair(r); r2 != 0 {
		return hex4(r1) + hex4(r2)
	}
	return hex4(r)
}

func utf16Pair(r rune) (rune, rune) {
	if r < 0x10000 {
		return r, 0
	}
	r -= 0x10000
	return 0xd800 + r>>10, 0xdc00 + r&0x3ff
}

func hex4(r rune) string {
	const digits = "0123456789ABCDEF"
	return `\u` + string([]byte{digits[r>>12&15], digits[r>>8&15], digits[r>>4&15], digits[r&15]})
}

// sorted is the line as a map of members, which come out by name.
func sorted(t *testing.T, line string) string {
	var members map[string]any
	if err := json.Unmarshal([]byte(line), &members); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(members)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestMembersThatAreNotKnownAreKept(t *testing.T) {
	line := strings.NewReplacer(
		`"start":`, "\"Query\" : {\"b\": [1.50 ,\n2]},\"start\":",
		`"method":`, `"méta":"\u00e9\/","method":`,
		`"status":200`, `"status":200,"wire":1`,
		`"addedUs":4`, `"queueUs":7`,
		`"check":"resp-json"`, `"level":"MUST","check":"resp-json"`,
	).Replace(spelt)
	r, err := capture.ParseLine([]byte(line))
	if err != nil {
		t.Fatal(err)
	}
	got := []string{r.Extra, r.Request.Extra, r.Answer.Extra, r.Timing.Extra, r.Findings[0].Extra}
	want := []string{`"Query" : {"b": [1.50 , 2]}`, `"méta":"\u00e9\/"`, `"wire":1`, `"queueUs":7`, `"level":"MUST"`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	again, err := r.AppendLine(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, member := range want {
		if !strings.Contains(string(again), ","+member) {
			t.Errorf("%s is not in %s", member, again)
		}
	}
}

func TestExtraMembersThatWouldSpoilTheLineAreRefused(t *testing.T) {
	for _, extra := range []string{
		`"a"`,
		`1`,
		`"a":1}`,
		`"a":1,`,
		`"a":1},"request":{`,
		"\"a\":\n1",
		`"verdict":"x"`,
		"\"a\":\"\xff\"",
	} {
		t.Run(extra, func(t *testing.T) {
			r := speltRecord()
			r.Extra = extra
			if line, err := r.AppendLine([]byte("kept")); err == nil || string(line) != "kept" {
				t.Errorf("%q: got %s and no error, want it refused", extra, line)
			}
		})
	}
	for place, spoil := range map[string]func(*capture.Record){
		"request": func(r *capture.Record) { r.Request.Extra = "{" },
		"answer":  func(r *capture.Record) { r.Answer.Extra = "{" },
		"timing":  func(r *capture.Record) { r.Timing.Extra = "{" },
		"finding": func(r *capture.Record) { r.Findings[0].Extra = "{" },
	} {
		t.Run(place, func(t *testing.T) {
			r := speltRecord()
			spoil(r)
			if line, err := r.AppendLine(nil); err == nil {
				t.Errorf("%s: got %s and no error, want it refused", place, line)
			}
		})
	}
	r := speltRecord()
	r.Start = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)
	if _, err := r.AppendLine(nil); err == nil || !strings.HasPrefix(err.Error(), "start: ") {
		t.Errorf("year 10000: got %v, want an error about the start", err)
	}
}

func TestAZoneOfOddSecondsIsWrittenAsUTC(t *testing.T) {
	r := speltRecord()
	r.Start = time.Date(1900, 1, 1, 0, 0, 0, 1, time.FixedZone("LMT", 29143))
	line, err := r.AppendLine(nil)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := capture.ParseLine(line); err != nil || !got.Start.Equal(r.Start) {
		t.Errorf("got %v (%v), want the same moment as %v", got.Start, err, r.Start)
	}
}

// TestAZoneOfADayIsReadAsUTC: RFC 3339 as Go reads it has such zones, and cannot write them.
func TestAZoneOfADayIsReadAsUTC(t *testing.T) {
	for _, line := range []string{spelt, " " + spelt} {
		r, err := capture.ParseLine([]byte(strings.Replace(line, "+01:00", "+24:00", 1)))
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Start.Format(time.RFC3339Nano); got != "2026-01-01T03:04:05.000000678Z" {
			t.Errorf("got %s", got)
		}
	}
}

func TestBodiesOfARecordBelongToTheCaller(t *testing.T) {
	line := []byte(strings.Replace(spelt, `"AAE="`, `"AAEC"`, 1))
	r, err := capture.ParseLine(line)
	if err != nil {
		t.Fatal(err)
	}
	clear(line)
	for _, body := range [][]byte{r.Request.Body, r.Request.Wire, r.Answer.Body} {
		clear(append(body, "more"...))
		clear(body)
	}
	want := speltRecord()
	clear(want.Request.Body)
	clear(want.Answer.Body)
	want.Request.Wire = make([]byte, 3)
	if diff := cmp.Diff(want, r); diff != "" {
		t.Error(diff)
	}
}
