package envelope_test

import (
	"strings"
	"testing"

	"github.com/timhook/timhook/webhook/capture/envelope"
)

// BenchmarkRead is for a collection of a thousand requests, for one event, and for JSON that is nested deep.
func BenchmarkRead(b *testing.B) {
	var event, collection string
	for _, f := range forms {
		switch text := string(f.around([]byte(packet))); f.name {
		case "Lambda v1":
			event = text
		case "Postman v2.0, the URL a text":
			begin, item, _ := strings.Cut(text, `"item":[`)
			item = strings.TrimSuffix(item, "]}")
			collection = begin + `"item":[` + strings.Repeat(item+",\n", 999) + item + "]}"
		}
	}
	for _, bench := range []struct{ name, value string }{
		{"an event", event},
		{"a thousand requests", collection},
		{"nested", strings.Repeat(`{"request":`, 9_000) + `"CallbackCommand"` + strings.Repeat("}", 9_000)},
		{"bodies in bodies", strings.Repeat(`{"text":`, 3_000) + packet + strings.Repeat("}", 3_000)},
		{"described bodies", strings.Repeat(`{"url":"/","type":"a","body":`, 3_000) + packet + strings.Repeat("}", 3_000)},
		{"texts in texts", `{"data":` + quote(quote(quote(quote(strings.Repeat(`{"body":"`, 20_000)+"CallbackCommand")))) + "}"},
	} {
		b.Run(bench.name, func(b *testing.B) {
			value := []byte(bench.value)
			b.SetBytes(int64(len(value)))
			b.ReportAllocs()
			for b.Loop() {
				_, _ = envelope.Read(value)
			}
		})
	}
}
