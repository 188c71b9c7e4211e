package logtext_test

import (
	"strings"
	"testing"

	"github.com/timhook/timhook/webhook/capture/logtext"
)

// BenchmarkLine is for lines as a log of a server has them: one in ten holds a callback.
func BenchmarkLine(b *testing.B) {
	other := `2026-11-20T10:22:31.123Z INFO app/handler.go:41 request done {"method":"GET","path":"/health","took":"1ms"}`
	for _, bench := range []struct{ name, line string }{
		{"no callback", other},
		{"a packet behind a prefix", "2026-11-20 10:22:31 INFO recv " + packet},
		{"a packet in a string", `2026-11-20 10:22:31 INFO recv "` + inside(packet) + `"`},
		{"a packet in JSON", `{"level":"info","msg":"callback","url":"/im?` + wanted + `","body":` + quote(packet) + "}"},
		{"braces", "CallbackCommand " + strings.Repeat(`{"a`, 20_000) + " CallbackCommand"},
		{"objects", "CallbackCommand " + strings.Repeat(`{"a":{}} `, 20_000) + " CallbackCommand"},
		{"escaped braces", strings.Repeat(`{\"a`, 20_000) + " CallbackCommand"},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.SetBytes(int64(len(bench.line)))
			line := []byte(bench.line)
			for b.Loop() {
				var r logtext.Reader
				r.Line(line, 1)
				r.End()
			}
		})
	}
}
