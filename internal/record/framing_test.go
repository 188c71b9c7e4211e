package record_test

import (
	"strings"
	"testing"

	"github.com/timhook/timhook/internal/record"
)

// Bytes that a head does not count are no part of a callback. They are told, since they may be its body.
func TestBytesBehindARequestAreTold(t *testing.T) {
	const plain, closing = "POST /im HTTP/1.1\r\nHost: a\r\n", "Connection: close\r\n"
	tests := []struct {
		name, message string
		note          string // empty: there is none
		body          string
	}{
		{"no length", plain + closing + "\r\n{}", "or without one: 2 B", ""},
		{"a length that is short", plain + closing + "Content-Length: 2\r\n\r\n{}{}", "or without one: 2 B", "{}"},
		{"a short one in HTTP/1.0", "POST /im HTTP/1.0\r\nContent-Length: 1\r\n\r\n{}", "or without one: 1 B", "{"},
		{"many", plain + closing + "Content-Length: 0\r\n\r\n" + strings.Repeat("x", 1<<17), "or without one: 131072 B", ""},
		{"no length, and the connection goes on", plain + "\r\n{}\r\n\r\n", "Content-Length may count too few", ""},
		{"a line end, as old browsers send", plain + closing + "Content-Length: 2\r\n\r\n{}\r\n", "", "{}"},
		{"nothing", plain + closing + "Content-Length: 2\r\n\r\n{}", "", "{}"},
		{"GET in HTTP/1.0", "GET /health HTTP/1.0\r\n\r\n", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := overTCP(t, record.Options{})
			r.say(t, tt.message)
			records, sum := r.records(), r.end()
			if len(records) != 1 || string(records[0].Request.Body) != tt.body {
				t.Fatalf("got %d records, want one with the body %q", len(records), tt.body)
			}
			told := len(r.notes) == 1 && strings.Contains(r.notes[0], tt.note) && sum.Refused == 1
			if silent := len(r.notes) == 0 && sum.Refused == 0; told == (tt.note == "") || silent != (tt.note == "") {
				t.Errorf("got the notes %q and %+v, want %q", r.notes, sum, tt.note)
			}
		})
	}
}
