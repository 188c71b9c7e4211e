package capture_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/webhook/capture"
	"pgregory.net/rapid"
)

// TestWhatIsToldStandsNowhereInARecord: not in the request, not in chunks of it, and not in an answer that quotes it.
func TestWhatIsToldStandsNowhereInARecord(t *testing.T) {
	const canary = "Zq8cAnary"
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.StringMatching(`[a-z é"\\<%&{}\[\],:]{0,6}`).Draw(t, "before") + canary
		body, err := json.Marshal(map[string]any{
			"CallbackCommand": "x", "n": 1, "MsgBody": []any{map[string]any{"Nick": value}}, "z": "ä",
		})
		if err != nil {
			t.Fatal(err)
		}
		cut := rapid.IntRange(0, len(body)).Draw(t, "cut")
		head := "POST /hook/" + canary + "/im?room=" + canary + "&a=b HTTP/1.1\r\nX-Room: " + canary +
			"\r\nTransfer-Encoding: chunked\r\n\r\n"
		echo, err := json.Marshal("no, " + string(body) + value + head)
		if err != nil {
			t.Fatal(err)
		}
		r := capture.Record{
			Request: capture.NewRequest(capture.Raw{
				Scheme: "http", Host: "h", Head: []byte(head), Body: body, Frames: chunked(body[:cut], body[cut:]),
			}),
			Answer: &capture.Answer{Status: 200, Body: []byte(`{"ErrorInfo":` + string(echo) + `}`)},
		}
		hide := capture.Redaction{Mask: []string{"hook", "x-room", "room", "nick"}}
		got := r.Redact(hide)
		line, err := got.AppendLine(nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range append(plainParts(got), string(line)) {
			if strings.Contains(part, canary) {
				t.Fatalf("it is in %q", part)
			}
		}
		if len(got.Request.Body) != len(body) || !json.Valid(got.Request.Body) || !json.Valid(got.Answer.Body) {
			t.Fatalf("got the bodies %q and %q", got.Request.Body, got.Answer.Body)
		}
		if frames := chunked(got.Request.Body[:cut], got.Request.Body[cut:]); !bytes.HasSuffix(got.Request.Wire, frames) {
			t.Fatalf("got %q, want %q at its end", got.Request.Wire, frames)
		}
		if diff := cmp.Diff(got, got.Redact(hide)); diff != "" {
			t.Fatalf("masked again: %s", diff)
		}
	})
}
