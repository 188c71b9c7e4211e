package read_test

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/webhook/capture/read"
	"pgregory.net/rapid"
)

// wide is a text as Windows PowerShell saves it.
func wide(text string) string {
	b := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(text)) {
		b = binary.LittleEndian.AppendUint16(b, unit)
	}
	return string(b)
}

// noted are the notes of all entries, and what cannot be read or was passed over.
func noted(t *testing.T, text string) []string {
	t.Helper()
	var list []string
	o := read.ReadOptions{Done: func(_ read.Input, s *read.Summary) {
		for _, p := range s.Passed {
			list = append(list, fmt.Sprintf("passed %d, line %d: %s", p.Count, p.Line, p.Why))
		}
	}}
	for e, err := range read.Entries([]read.Input{textInput("x", text)}, o) {
		if err != nil {
			list = append(list, err.Error())
			continue
		}
		list = append(list, fmt.Sprint(e.Number))
		list = append(list, e.Notes...)
	}
	return list
}

func TestWhatIsOddIsNotedAndWhatIsNoCallbackPassedOver(t *testing.T) {
	const post = "POST /im?CallbackCommand=a HTTP/1.1\n\n{}\n\n"
	entry := func(request string) string {
		return `{"startedDateTime":"2026-01-05T02:31:36Z","request":` + request + "}"
	}
	har := func(entries ...string) string { return `{"log":{"entries":[` + strings.Join(entries, ",\n") + "]}}" }
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"UTF-16", wide(packet + "\n" + packet), []string{"1", "the text is UTF-16, and was read as UTF-8", "2"}},
		{"half of UTF-16", wide(packet) + "\x00", []string{
			"x: the UTF-16 text is broken: it ends after an odd number of bytes (83)",
		}},
		{"GBK", strings.Replace(packet, `"}`, "\xc4\xe3\xba\xc3\"}", 1), []string{
			"x:1: the text is GB18030 (GBK) and not UTF-8; save it as UTF-8, for instance with iconv -f GB18030 -t UTF-8",
		}},
		{"a curl line in GBK", "curl 'http://h/?CallbackCommand=a' -d '\xc4\xe3\xba\xc3'", []string{
			"x: the text is GB18030 (GBK) and not UTF-8; save it as UTF-8, for instance with iconv -f GB18030 -t UTF-8",
		}},
		{"UTF-8 read as Latin-1", `{"CallbackCommand":"a","Text":"çº¢å` + "\u008c\u0085" + `"}`, []string{
			"1", "çº¢å\u008c\u0085 looks like UTF-8 that was read as Latin-1, and was 红包",
		}},
		{"another product's among packets", packet + "\n" + `{"EventGroupId":1,"EventType":103,"CallbackTs":1,"EventInfo":{}}` + "\n" + packet, []string{
			"1", "3",
			"passed 1, line 2: a webhook of Tencent RTC (EventGroupId, EventType and EventInfo in its body)",
		}},
		{"a variable of an editor in front", "{{host}}/health\n\n###\n" + post, []string{
			"2", "passed 1, line 1: a GET, and every callback is a POST",
		}},
		{"what was lost", `{"CallbackCommand":"a","Text":"a` + "\ufffd" + `"}`, []string{
			"1", "\ufffd is in the packet: characters were lost before it came here",
		}},
		{
			"what is no callback",
			"GET /a HTTP/1.1\n\n" + post + "OPTIONS /im?CallbackCommand=a HTTP/1.1\n\nGET /b HTTP/1.1\n\n" +
				"POST /login HTTP/1.1\n\nuser=a\n\n" + post,
			[]string{
				"2", "6",
				"passed 2, line 1: a GET, and every callback is a POST",
				"passed 1, line 7: an OPTIONS, and every callback is a POST",
				"passed 1, line 11: neither its query nor its body holds a CallbackCommand",
			},
		},
		{
			"a HAR's other requests", har(entry(`{"method":"GET","url":"http://h/"}`), harEntry, entry(`{"method":"POST","url":"http://h/"}`), harEntry),
			[]string{
				"1", "startedDateTime is missing, so the entry counts as one without a time",
				"3", "startedDateTime is missing, so the entry counts as one without a time",
				"passed 1, line 1: a GET, and every callback is a POST",
				"passed 1, line 3: neither its query nor its body holds a CallbackCommand",
			},
		},
		{"lower case, unpacked, another length", har(entry(`{"method":"post","url":"http://h/?CallbackCommand=a","headers":[` +
			`{"name":"Content-Encoding","value":"gzip"},{"name":"Content-Length","value":"9"}],"postData":{"text":"{}"}}`)), []string{
			"1", "the method is spelt \"post\", and is taken as POST",
			"the header says Content-Encoding: gzip, and the body is plain here; the field is left out",
		}},
		{"timhook's own, which keeps what was sent", strings.Replace(har(entry(`{"method":"POST","url":"http://h/?CallbackCommand=a","headers":[`+
			`{"name":"Content-Length","value":"9"}],"postData":{"text":"{}"}}`)), `"entries"`, `"creator":{"name":"timhook"},"entries"`, 1), []string{"1"}},
		{"another length", har(entry(`{"method":"POST","url":"http://h/?CallbackCommand=a","headers":[` +
			`{"name":"Content-Length","value":"9"}],"postData":{"text":"{}"}}`)), []string{
			"1", "the header has a Content-Length that is not the length of the body here; it is corrected",
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, noted(t, test.text)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestTheFirstCallbackOfALogMayComeLate behind more than what is looked at to tell the kind.
func TestTheFirstCallbackOfALogMayComeLate(t *testing.T) {
	for name, line := range map[string]string{"text": "2026-11-26 INFO nothing\n", "JSON": `{"level":"info"}` + "\n"} {
		t.Run(name, func(t *testing.T) {
			got := noted(t, strings.Repeat(line, 100_000)+"2026-11-26 INFO "+packet+"\n")
			if len(got) != 2 || got[0] != "1" {
				t.Errorf("got %q, want one entry with a note", got)
			}
		})
	}
}

// TestMethodsOfAllKindsTakeNoMemory: a hostile input may have a method of its own in each request.
func TestMethodsOfAllKindsTakeNoMemory(t *testing.T) {
	var text strings.Builder
	for n := range 1000 {
		fmt.Fprintf(&text, "%s /a HTTP/1.1\n\n", strings.Repeat(string(rune('A'+n%26)), 3+n/260))
	}
	if got := noted(t, text.String()); len(got) > 25 || !strings.Contains(strings.Join(got, "\n"), "for other reasons") {
		t.Errorf("got %d lines, want about 20, the last for other reasons:\n%s", len(got), strings.Join(got, "\n"))
	}
}

// TestAPacketComesBackFromEveryEncoding of a text, whichever kind of text holds it.
func TestAPacketComesBackFromEveryEncoding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.String().Draw(t, "text")
		packet := `{"CallbackCommand":"Bot.OnGroupMessage","Text":` + quoted(value) + "}"
		holder := rapid.SampledFrom([]string{
			"%s", "%s\n{\"CallbackCommand\":\"b\"}\n", "[%s]", "// a\n%s",
			"POST /im?CallbackCommand=a HTTP/1.1\n\n%s",
		}).Draw(t, "holder")
		text := strings.Replace(holder, "%s", packet, 1)
		spelt := rapid.SampledFrom([]func(string) string{
			func(s string) string { return s },
			func(s string) string { return "\xef\xbb\xbf" + s },
			wide,
			func(s string) string { return gzipped("\xef\xbb\xbf" + s) },
			func(s string) string { return gzipped(wide(s)) },
		}).Draw(t, "encoding")(text)
		for e, err := range read.Entries([]read.Input{textInput("x", spelt)}, read.ReadOptions{}) {
			if err != nil || string(e.Request.Body) != packet {
				t.Fatalf("%q: got %v, %v; want %q", spelt, e, err, packet)
			}
			return
		}
		t.Fatalf("%q: got nothing", spelt)
	})
}

// quoted is a text as a JSON string.
func quoted(text string) string {
	spelt, _ := json.Marshal(text)
	return string(spelt)
}
