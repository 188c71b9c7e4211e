package capture_test

import (
	"time"

	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
	"pgregory.net/rapid"
)

// anyText is text, or bytes that are none, or what JSON and HTTP have to escape.
func anyText() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.String(),
		rapid.SampledFrom([]string{
			"", "POST", "\x00", "\x7f", "\"", `\`, `\u0041`, "\r\n", "a\tb\bc\fd", "\u2028\u2029", "<&>",
			"\xff\xfe", "\xed\xa0\x80", "é\xc3", "\ufeff", "{}", "🦊", "Base64",
		}),
		rapid.Custom(func(t *rapid.T) string { return string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")) }),
	)
}

func anyBytes(t *rapid.T, name string) []byte {
	if text := anyText().Draw(t, name); text != "" {
		return []byte(text)
	}
	return nil
}

func anyDuration() *rapid.Generator[time.Duration] {
	return rapid.Custom(func(t *rapid.T) time.Duration {
		const most = int64(1<<63-1) / 1000
		return time.Duration(
			rapid.OneOf(rapid.Int64Range(0, 3_000_000), rapid.Int64Range(-most, most)).Draw(t, "µs"),
		) * time.Microsecond
	})
}

func anyHeader() *rapid.Generator[[]webhook.HeaderField] {
	return rapid.Custom(func(t *rapid.T) (fields []webhook.HeaderField) {
		for range rapid.IntRange(0, 4).Draw(t, "fields") {
			fields = append(
				fields,
				webhook.HeaderField{Name: anyText().Draw(t, "name"), Value: anyText().Draw(t, "value")},
			)
		}
		return fields
	})
}

func anyExtra() *rapid.Generator[string] {
	return rapid.SampledFrom(
		[]string{"", "", "", `"later":1`, `"later":{"b":[1.50,"\u0041"],"a":null},"z\/":"\u00e9"`, `"seen": true`},
	)
}

// anyRecord is a record with anything in it that a record can hold.
func anyRecord() *rapid.Generator[*capture.Record] {
	return rapid.Custom(func(t *rapid.T) *capture.Record {
		r := &capture.Record{
			Start: anyTime().Draw(t, "start"),
			Request: capture.Request{
				Method: anyText().Draw(
					t,
					"method",
				), URL: anyText().Draw(t, "url"), Query: anyText().Draw(t, "query"), Proto: anyText().Draw(t, "proto"),
				Header: anyHeader().Draw(t, "header"), Body: anyBytes(t, "body"), Truncated: rapid.Bool().Draw(
					t,
					"truncated",
				), Wire: anyBytes(t, "wire"),
				Extra: anyExtra().Draw(t, "extra of the request"),
			},
			Timing: capture.Timing{
				Connect: anyDuration().Draw(t, "connect"), FirstByte: anyDuration().Draw(
					t,
					"first byte",
				), Total: anyDuration().Draw(t, "whole"),
				Added: anyDuration().Draw(t, "added"), Extra: anyExtra().Draw(t, "extra of the timing"),
			},
			Failure: anyText().Draw(
				t,
				"failure",
			), FailureClass: anyText().Draw(t, "class"), Verdict: anyText().Draw(t, "verdict"), Shadow: anyText().Draw(t, "shadow"),
			Extra: anyExtra().Draw(t, "extra"),
		}
		for range rapid.IntRange(0, 2).Draw(t, "redacted") {
			r.Redacted = append(r.Redacted, anyText().Draw(t, "name"))
		}
		for range rapid.IntRange(0, 2).Draw(t, "findings") {
			r.Findings = append(
				r.Findings,
				capture.Finding{
					Check: anyText().Draw(t, "check"),
					Path:  anyText().Draw(t, "path"),
					Want:  anyText().Draw(t, "want"),
					Extra: anyExtra().Draw(t, "extra"),
				},
			)
		}
		if rapid.Bool().Draw(t, "answered") {
			r.Answer = &capture.Answer{
				Proto: anyText().Draw(t, "proto"), Status: rapid.IntRange(
					-1<<31,
					1<<31-1,
				).Draw(t, "status"), Reason: anyText().Draw(t, "reason"),
				Header: anyHeader().Draw(t, "header"), Body: anyBytes(t, "body"), Truncated: rapid.Bool().Draw(
					t,
					"truncated",
				), Wire: anyBytes(t, "wire"),
				Extra: anyExtra().Draw(t, "extra of the answer"),
			}
		}
		return r
	})
}

func anyTime() *rapid.Generator[time.Time] {
	return rapid.Custom(func(t *rapid.T) time.Time {
		seconds := rapid.Int64Range(-62135596800+86400, 253402300799-86400).Draw(t, "seconds")
		zone := time.UTC
		if offset := rapid.IntRange(-1439, 1439).Draw(t, "minutes east"); offset != 0 {
			zone = time.FixedZone("", offset*60)
		}
		return time.Unix(seconds, rapid.Int64Range(0, 999_999_999).Draw(t, "nanoseconds")).In(zone)
	})
}
