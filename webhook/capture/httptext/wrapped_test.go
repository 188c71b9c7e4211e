package httptext_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/timhook/timhook/webhook/capture/httptext"
	"github.com/timhook/timhook/webhook/capture/scan"
	"pgregory.net/rapid"
)

const prose = "in the text of an issue"

// forms are the ways in which a packet may stand in a text. Each is a text that holds the packet once.
var forms = map[string]func(packet string) string{
	"raw": func(p string) string {
		return fmt.Sprintf("POST /im?a=b HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n%s", len(p), p)
	},
	"raw, with line feeds and more behind it": func(p string) string {
		return fmt.Sprintf("POST /im?a=b HTTP/1.1\nHost: h\nContent-Length: %d\n\n%s\n\n# a comment\n", len(p), p)
	},
	"raw, the length is too small": func(p string) string {
		return fmt.Sprintf("POST /im?a=b HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", len(p)/2, p)
	},
	"raw, the length is too great": func(p string) string {
		return fmt.Sprintf("POST /im?a=b HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", 2*len(p)+9, p)
	},
	"raw, in chunks": func(p string) string {
		half := len(p) / 2
		return fmt.Sprintf("POST /im?a=b HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"+
			"%x;a=b\r\n%s\r\n%X\r\n%s\r\n0\r\n\r\n", half, p[:half], len(p)-half, p[half:])
	},
	"raw, chunks undone": func(p string) string {
		return "POST /im?a=b HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + p + "\r\n"
	},
	"no empty line": func(p string) string { return "POST http://h/im?a=b\nContent-Type: application/json\n" + p },
	"JetBrains": func(p string) string {
		return "### send\n# @no-log\nPOST http://h/im?a=b\nContent-Type: application/json\n\n" + p +
			"\n\n> {%\n  client.test('POST / HTTP/1.1', () => { client.assert(true) })\n%}\n\n<> 2025.200.json\n"
	},
	"VS Code": func(p string) string {
		return "@host = h\r\n\r\npost http://{{host}}/im\r\n?a=b\r\nX: {{host}}\r\n\r\n" + p + "\r\n\r\n"
	},
	"with its answer": func(p string) string {
		return "POST http://h/im?a=b\n\n" + p + "\n\nHTTP/1.1 200 OK\nContent-Length: 2\n\n{}\n"
	},
	"wget -d": func(p string) string {
		return fmt.Sprintf("DEBUG output created by Wget\n---request begin---\nPOST /im?a=b HTTP/1.1\r\nHost: h\r\n"+
			"Content-Length: %d\r\n\r\n---request end---\n[BODY data: %s]\n---response begin---\n", len(p), p)
	},
	"OkHttp": func(p string) string {
		return fmt.Sprintf("--> POST http://h/im?a=b http/1.1\nContent-Length: %d\n\n%s\n--> END POST (%d-byte body)\n"+
			"<-- 200 OK http://h/im?a=b (12ms)\n\n{}\n<-- END HTTP (2-byte body)\n", len(p), p, len(p))
	},
	"HTTP/2": func(p string) string {
		return fmt.Sprintf(":authority: h\n:method: POST\n:path: /im?a=b\ncontent-length: %d\n\n%s\n", len(p), p)
	},
	"indented": func(p string) string {
		text := "  POST http://h/im?a=b\n  A: b\n\n" + p
		return strings.ReplaceAll(text, "\n", "\n  ") + "\n"
	},
	"quoted in a mail": func(p string) string {
		text := "> POST /im?a=b HTTP/1.1\nHost: h\nContent-Type: application/json\n\n" + p
		return strings.ReplaceAll(text, "\n", "\n> ") + "\n"
	},
	prose: func(p string) string {
		return "What we sent:\n\n```http\nPOST /im?a=b HTTP/1.1\nHost: h\n\n" + p + "\n```\n\nand got\n\n" +
			"```\nHTTP/1.1 200 OK\n\n{}\n```\n"
	},
	"curl --trace": func(p string) string {
		head := fmt.Sprintf("POST /im?a=b HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n", len(p))
		return "== Info:   Trying 127.0.0.1:80...\n=> Send header, " + traced(head) + "=> Send data, " + traced(p)
	},
}

// traced is a text as curl --trace writes it.
func traced(text string) string {
	out := fmt.Sprintf("%d bytes (0x%x)\n", len(text), len(text))
	at := 0
	for row := range slices.Chunk([]byte(text), 16) {
		out += fmt.Sprintf("%04x: ", at)
		for i := range 16 {
			if i < len(row) {
				out += hex.EncodeToString(row[i:i+1]) + " "
				continue
			}
			out += "   "
		}
		out += strings.Map(func(c rune) rune { return max('.', min(c, '~')) }, string(row)) + "\n"
		at += 16
	}
	return out
}

// packets are objects with any text in them, on a line or several, spelt with escapes or without.
func packets(t *rapid.T) string {
	texts := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
		"{{a}}", "# a", "// b", "POST / HTTP/1.1", "HTTP/1.1 200 OK", "> {% %}", "###", "\u2028", "\r\n\r\n",
		"< ./a.json", "```",
	}))
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(rapid.Bool().Draw(t, "escapes"))
	if rapid.Bool().Draw(t, "lines") {
		enc.SetIndent("", "  ")
	}
	body := map[string]any{
		"CallbackCommand": "Bot.OnGroupMessage", texts.Draw(t, "name"): texts.Draw(t, "text"),
		"list": rapid.SliceOfN(texts, 0, 3).Draw(t, "list"),
	}
	if err := enc.Encode(body); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(buf.String(), "\n")
}

// TestAPacketComesBackByteForByte out of each form, or is named as hidden; also where several stand in one text.
func TestAPacketComesBackByteForByte(t *testing.T) {
	names := slices.Sorted(func(yield func(string) bool) {
		for name := range forms {
			if !yield(name) {
				return
			}
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		var texts, want []string
		for range rapid.IntRange(1, 3).Draw(t, "messages") {
			p := packets(t)
			name := rapid.SampledFrom(names).Draw(t, "form")
			if name == prose && len(texts) > 0 {
				continue // behind other messages it would be none
			}
			texts, want = append(texts, forms[name](p)), append(want, p)
		}
		text := strings.Join(texts, "\n###\n")
		if !httptext.Begins([]byte(text)) {
			t.Fatalf("not known by its beginning:\n%s", text)
		}
		r := httptext.NewReader(scan.NewSource(strings.NewReader(text), 1<<20), httptext.Options{})
		for i, p := range want {
			found, err := r.Next()
			if err != nil || found.Err != nil {
				t.Fatalf("message %d: %v, %v, in\n%s", i+1, err, found.Err, text)
			}
			if q := found.Record.Request; q.Query != "a=b" {
				t.Fatalf("message %d: got the query %q, in\n%s", i+1, q.Query, text)
			}
			got := string(found.Record.Request.Body)
			if got != p && !slices.Contains(found.Hidden, "body") {
				t.Fatalf("message %d: got %q, want %q, in\n%s", i+1, got, p, text)
			}
			holdsPlaces(t, &found, text)
		}
		if found, err := r.Next(); !errors.Is(err, io.EOF) {
			t.Fatalf("behind the last message: got %v, %v, in\n%s", found, err, text)
		}
	})
}

// holdsPlaces checks that the place of each byte, where it is not that of the whole body, is the byte's.
func holdsPlaces(t *rapid.T, found *scan.Found, text string) {
	lines := strings.SplitAfter(text, "\n")
	first := found.Place(false, 0)
	for i, c := range found.Record.Request.Body {
		p := found.Place(false, i)
		if p.Line < 1 || p.Line > len(lines) || p.Column < 1 || p.Column > len(lines[p.Line-1]) {
			t.Fatalf("byte %d of the body stands at %v, and the text has %d lines", i, p, len(lines))
		}
		if p == first && i > 0 {
			return // the place of the whole
		}
		if i > 0 && lines[p.Line-1][p.Column-1] != c {
			t.Fatalf("byte %d of the body is %q, and at %v stands %q", i, c, p, lines[p.Line-1][p.Column-1])
		}
	}
}

// FuzzReader holds reading to its promises whatever comes: it ends, lines rise, and places lie in the text.
func FuzzReader(f *testing.F) {
	for _, form := range forms {
		f.Add(form(packet))
	}
	f.Add("* Connected to h\n> POST / HTTP/1.1\n> Content-Length: 2\n>\n< HTTP/1.1 200 OK\n<\n{}* Closing connection 0\n")
	f.Add("@a={{a}}{{a}}\n@a={{a}}{{a}}\nPOST {{a}}\n\n< a\n> {%\n")
	f.Fuzz(func(t *testing.T, text string) {
		lines := strings.Count(text, "\n") + 1
		r := httptext.NewReader(scan.NewSource(strings.NewReader(text), 1<<16), httptext.Options{})
		for last := 0; ; {
			found, err := r.Next()
			if err != nil {
				return
			}
			if found.Line <= last && last > 0 && !strings.Contains(text, "HTTP/") || found.Line > lines {
				t.Fatalf("got a message on line %d behind one on line %d", found.Line, last)
			}
			last = found.Line
			for _, offset := range []int{0, 1, len(found.Record.Request.Body)} {
				if found.Place == nil {
					continue
				}
				if p := found.Place(false, offset); p.Line < 1 || p.Column < 1 || p.Line > lines {
					t.Fatalf("byte %d of the body stands at %v, and the text has %d lines", offset, p, lines)
				}
			}
		}
	})
}
