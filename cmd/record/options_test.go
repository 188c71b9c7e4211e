package record

import (
	"testing"
	"time"

	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/cmd/verbtest"
)

type values = []any

func TestTheCommandLineIsReadIntoOptions(t *testing.T) {
	const kib = flags.ByteSize(1 << 10)
	limits := func(o *options) any { return values{o.count, o.maxBody, o.maxHeader, o.rotateSize, o.rotateEvery} }
	verbtest.Reads(t, command, []verbtest.Reading[options]{
		{"presets", "", limits, values{0, 1024 * kib, 64 * kib, 0 * kib, time.Duration(0)}},
		{
			"the most", "-n 3 --max-body 1GiB --max-header 16MiB --rotate-size 1MB --rotate-every 1h", limits,
			values{3, 1 << 20 * kib, 16 << 10 * kib, flags.ByteSize(1e6), time.Hour},
		},
		{
			"presets of the server", "", func(o *options) any {
				return values{
					o.listen, o.check, o.format,
					o.http.Timeout,
				}
			},
			values{"127.0.0.1:9000", true, "text", 10 * time.Second},
		},
		{"unjudged", "--check=false", func(o *options) any { return o.check }, false},
		{
			"a file", "-o calls.ndjson --keep-sign --mask-header X-A --mask-header X-B",
			func(o *options) any { return values{o.output, o.keepSign, o.maskHeader} },
			values{"calls.ndjson", true, []string{"X-A", "X-B"}},
		},
	})
}

func TestCommandLinesThatAreRefused(t *testing.T) {
	verbtest.Refuses(t, command, []verbtest.Refusal{
		{"an argument", "calls.ndjson", `record takes no arguments, got "calls.ndjson"`},
		{"a URL without its flag", ":1/im", `record takes no arguments, got ":1/im"`},
		{"no callback at all", "-n 0", "--count: got 0, want 1 or more"},
		{"a body without bounds", "--max-body 2GiB", "--max-body: got 2147483648, want 1024MiB at most"},
		{"a head without bounds", "--max-header 17MiB", "--max-header: got 17825792, want 16MiB at most"},
		{"no body", "--max-body 0", `--max-body: got "0", want a size above 0 such as 1MiB or 65536`},
		{"a time below 0", "--rotate-every -1h", "--rotate-every: got -1h0m0s, want a time such as 1h"},
		{
			"two answers", "--forward :1/im --reply {}",
			"--forward and --reply both decide the answer; want one of them",
		},
		{"a shadow of nothing", "--shadow :1/im", "--shadow compares with the answers of --forward"},
		{"half a certificate", "--tls-cert a.pem", "--tls-cert and --tls-key go together"},
		{"the other half", "--tls-key a.pem", "--tls-cert and --tls-key go together"},
		{"standard output", "-o -", "--output wants a file, got -"},
		{
			"no header field", "--mask-header a:b",
			`--mask-header: header name: got "a:b", want letters, digits and hyphens`,
		},
	})
}
