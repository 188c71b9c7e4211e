package capture

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/timhook/timhook/webhook"
)

func someLines(t testing.TB) []string {
	t.Helper()
	plain := Record{
		Start: time.Unix(1795324455, 123456789).UTC(),
		Request: Request{
			Method: "POST",
			URL:    "http://h/im",
			Header: []webhook.HeaderField{{Name: "Host", Value: "h"}},
			Body:   []byte(`{"a":"\/"}`),
		},
	}
	full := plain
	full.Start = full.Start.In(time.FixedZone("", 8*3600))
	full.Request.Query, full.Request.Proto, full.Request.Truncated, full.Request.Wire = "a=b", "HTTP/1.0", true, []byte(
		"x",
	)
	full.Answer = &Answer{
		Proto:     "HTTP/1.1",
		Status:    404,
		Reason:    "No",
		Body:      []byte("\n\x00\u2028🦊"),
		Truncated: true,
		Wire:      []byte("\xff"),
	}
	full.Timing = Timing{Connect: 1000, FirstByte: 2000, Total: -3000, Added: 4000}
	full.Failure, full.FailureClass, full.Redacted, full.Verdict = "late", "timeout", []string{"Sign", "Cookie"}, "fail"
	full.Findings = []Finding{{Check: "a", Path: "/b", Want: "c"}, {Check: "d"}}
	odd := full
	odd.Request.Body, odd.Request.Method, odd.Redacted, odd.Extra = []byte("\xff"), "\xfe", []string{"\xfd"}, `"x":1`
	odd.Answer = &Answer{Body: []byte("\xff"), Extra: `"y":{}`}
	var lines []string
	for _, r := range []Record{plain, full, odd} {
		line, err := r.AppendLine(nil)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(bytes.TrimSpace(line)))
	}
	return lines
}

// agree holds a line that was read to what encoding/json reads.
func agree(t *testing.T, line string) {
	t.Helper()
	r, err := ParseLine([]byte(line))
	if err != nil {
		return
	}
	var members map[string]any
	if err := json.Unmarshal([]byte(line), &members); err != nil {
		t.Fatalf("%s was read, and encoding/json says %v", line, err)
	}
	of := func(name string) map[string]any {
		object, _ := members[name].(map[string]any)
		return object
	}
	text := func(name string, from map[string]any) string {
		plain, _ := from[name].(string)
		encoded, _ := from[name+suffix64].(string)
		bytes, _ := base64.StdEncoding.DecodeString(encoded)
		return plain + string(bytes)
	}
	request, timing := of("request"), of("timing")
	want := []any{
		text(
			"method",
			request,
		), text("url", request), text("query", request), text("proto", request), text("body", request),
		timing["connectUs"], timing["firstByteUs"], timing["wholeUs"], text(
			"failure",
			members,
		), text("verdict", members),
	}
	us := func(d time.Duration) float64 { return float64(d.Microseconds()) }
	got := []any{
		r.Request.Method, r.Request.URL, r.Request.Query, r.Request.Proto, string(r.Request.Body),
		us(r.Timing.Connect), us(r.Timing.FirstByte), us(r.Timing.Total), r.Failure, r.Verdict,
	}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("%s: got %v, want %v", line, got, want)
	}
}

// TestChangedLinesAreReadAsEncodingJSONReadsThem changes each byte of lines, leaves it out and doubles it.
func TestChangedLinesAreReadAsEncodingJSONReadsThem(t *testing.T) {
	pieces := []string{
		`\u0041`, `\ud83e\udd8a`, `\ud83e`, `\ud83e\u0041`, `\udd8a\ud83e`, `\/\b\f\n\r\t\"\\`, `\x`, `\u00`, "\u2028",
		"\xed\xa0\x80", strings.Repeat("9", 17), " ", "-",
	}
	for _, line := range someLines(t) {
		agree(t, line)
		for i := range len(line) {
			agree(t, line[:i]+line[i+1:])
			agree(t, line[:i]+line[i:i+1]+line[i:])
			for _, c := range []string{`"`, `\`, "0", "-", "9", ",", "}", "\n", "\x7f", "\x80", "u", " ", "T"} {
				agree(t, line[:i]+c+line[i+1:])
			}
			for _, piece := range pieces {
				agree(t, line[:i]+piece+line[i:])
			}
		}
	}
}

func FuzzParseLine(f *testing.F) {
	for _, line := range someLines(f) {
		f.Add([]byte(line))
		f.Add([]byte(strings.Replace(line, `"request"`, ` "x" : {"a" :[1, "\u0041"]}, "request"`, 1)))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := ParseLine(data)
		if err != nil {
			return
		}
		line, err := r.AppendLine(nil)
		if err != nil {
			t.Fatalf("%q was read and cannot be written: %v", data, err)
		}
		again, err := ParseLine(line)
		if err != nil || !reflect.DeepEqual(r, again) {
			t.Fatalf("%q was written as %q and read as %+v (%v), want %+v", data, line, again, err, r)
		}
		places := PlacesInLine(line, 1)
		for offset := range len(r.Request.Body) + 2 {
			if c := places(false, offset).Column; c < 1 || c > len(line)+1 {
				t.Fatalf("byte %d of the body of %q: got column %d", offset, line, c)
			}
		}
	})
}

// FuzzWriteThenRead: whatever bytes stand anywhere, they come back.
func FuzzWriteThenRead(f *testing.F) {
	f.Add("POST", "/im?a=\xff", "X-A", "b\x00", []byte("{\"a\":\"\\/\"}"), []byte("\xef\xbb\xbf"), int64(1), 200)
	f.Add("", "\u2028", "\"", "\\", []byte(nil), []byte("\x80"), int64(-62135596800), -1)
	f.Fuzz(func(t *testing.T, method, query, name, value string, body, wire []byte, start int64, status int) {
		if len(body) == 0 {
			body = nil
		}
		if len(wire) == 0 {
			wire = nil
		}
		r := Record{
			Start: time.Unix(min(max(start, -62135596800), 253402300799), start&0xffffff).UTC(),
			Request: Request{
				Method: method,
				URL:    query,
				Query:  query,
				Proto:  name,
				Header: []webhook.HeaderField{{Name: name, Value: value}},
				Body:   body,
				Wire:   wire,
			},
			Answer: &Answer{
				Proto:  value,
				Status: int(int32(status)),
				Reason: value,
				Header: []webhook.HeaderField{{Name: value, Value: query}, {Name: name, Value: name}},
				Body:   wire,
				Wire:   body,
			},
			Failure: query, FailureClass: value, Redacted: []string{name, value}, Verdict: method, Findings: []Finding{
				{Check: name, Path: query, Want: value},
			},
		}
		line, err := r.AppendLine(nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ParseLine(line)
		if err != nil || !reflect.DeepEqual(&r, got) {
			t.Fatalf("%q: got %+v (%v), want %+v", line, got, err, r)
		}
	})
}
