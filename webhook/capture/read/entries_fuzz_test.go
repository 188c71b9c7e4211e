package read_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tailscale/hujson"
	"github.com/timhook/timhook/webhook/capture/read"
)

// FuzzEntries holds reading to its promises whatever comes: it ends, numbers rise, places lie in the text, and what
// follows an error that ends the reading is nothing.
func FuzzEntries(f *testing.F) {
	files, err := filepath.Glob("../../../testdata/*/*")
	if err != nil || len(files) < 10 {
		f.Fatalf("got %d samples (%v), want all of them", len(files), err)
	}
	for _, name := range files {
		if text, err := os.ReadFile(name); err == nil && len(text) < 20_000 {
			f.Add(text)
		}
	}
	line := recordLine(f)
	for _, text := range []string{
		line + "x\n" + line[:50],
		gzipped(packet),
		`{"case":{"case":"a","exchanges":[{"answer":{"status":200}}]}}`,
		"printf '\\377%s' a | curl --data-binary @- :80",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		lines := strings.Count(string(text), "\n") + 1
		number, over := 0, false
		isPacked := strings.HasPrefix(string(text), "\x1f\x8b") || strings.HasPrefix(string(text), "\x28\xb5")
		inputs := []read.Input{textInput("x", string(text))}
		for e, err := range read.Entries(inputs, read.ReadOptions{All: true, MaxLine: 1 << 16}) {
			if over {
				t.Fatal("something follows the error that ends the reading")
			}
			line := errorKind(err)
			over = line == "error"
			if e == nil {
				continue
			}
			if e.Number <= number || e.Line < 1 {
				t.Fatalf("got entry %d on line %d behind entry %d", e.Number, e.Line, number)
			}
			number = e.Number
			for _, offset := range []int{0, 1, len(e.Request.Body) / 2, len(e.Request.Body)} {
				if p := e.Place(false, offset); p.Line < 1 || p.Column < 1 || p.Line > lines && !isPacked {
					t.Fatalf("byte %d of the body stands at %v, and the text has %d lines", offset, p, lines)
				}
			}
			e.Command()
		}
	})
}

// errorKind names what comes beside entries.
func errorKind(err error) string {
	if err == nil {
		return ""
	}
	kind, _, _ := strings.Cut(errorLine(err), ":")
	kind, _, _ = strings.Cut(kind, " ")
	return kind
}

// FuzzComments compares with hujson, which keeps every byte in its place, too.
func FuzzComments(f *testing.F) {
	for _, text := range []string{
		`{"CallbackCommand":"a"}`, `{"CallbackCommand":"a",}`,
		"{//\n\"CallbackCommand\"/**/:\"a\"/*\n*/,//x\n}", `{"CallbackCommand":"//\"/*",/***/}`,
		`{"CallbackCommand":"a",,}`, `{,"CallbackCommand":"a"}`,
		`{"CallbackCommand":"a","b":[1,2,/**/],"c":{"d":[],},}`, `{"CallbackCommand":"a","b":1//,
}`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v, err := hujson.Parse([]byte(text))
		if err != nil {
			return
		}
		v.Standardize()
		for e, err := range read.Entries([]read.Input{textInput("x", text)}, read.ReadOptions{All: true}) {
			isPacket := err == nil && (e.Kind == read.KindPacket || e.Kind == read.KindComment)
			if !isPacket || e.Answer != nil || len(e.Request.Header) > 0 {
				return
			}
			want := strings.TrimSpace(string(v.Pack()))
			if string(e.Request.Body) != want && !strings.HasPrefix(want, "[") {
				t.Fatalf("got  %q\nwant %q", e.Request.Body, want)
			}
		}
	})
}
