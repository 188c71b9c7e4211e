package read

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/timhook/timhook/internal/charset"
	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/webhook/capture/envelope"
	"github.com/timhook/timhook/webhook/capture/httptext"
	"github.com/timhook/timhook/webhook/capture/logtext"
	"github.com/timhook/timhook/webhook/capture/scan"
	"github.com/timhook/timhook/webhook/capture/shell"
)

// detectText tells texts that are no JSON.
func detectText(head []byte, whole bool) (Kind, error) {
	if bytes.Contains(head, []byte("\n{\"timhook\":\"capture/")) {
		return KindCapture, nil // its beginning was cut off
	}
	switch {
	case envelope.IsGor(head):
		return KindGor, nil
	case httptext.Begins(head):
		return KindHTTP, nil
	case isBinary(head):
		return "", unknown(head)
	case shell.Looks(head):
		return KindCurl, nil
	case envelope.RefusedText(head) != nil:
		return "", envelope.RefusedText(head)
	case logtext.IsLog(head):
		return KindLog, nil
	case !whole:
		return "", errUndecided // the first callback of a log may come late
	}
	return "", unknown(head)
}

// firstLine is the first line that is not empty and not an editor's: .http files begin with comments and variables.
func firstLine(head []byte) []byte {
	for {
		line, rest, ended := bytes.Cut(head, []byte("\n"))
		line = bytes.TrimSpace(line)
		if !ended || len(line) > 0 && line[0] != '#' && line[0] != '@' && !bytes.HasPrefix(line, []byte("//")) {
			return line
		}
		head = rest
	}
}

// isBinary reports whether no text begins like this. A log may hold a broken character, and the last one may be cut.
func isBinary(head []byte) bool {
	head = head[:min(len(head), firstLook)]
	broken := 0
	for rest := head; len(rest) > 0; {
		char, size := utf8.DecodeRune(rest)
		switch {
		case char == 0:
			return true
		case char == utf8.RuneError && size == 1 && utf8.FullRune(rest):
			broken++
		}
		rest = rest[size:]
	}
	return broken > len(head)/16
}

const understood = "want a capture, the NDJSON of a run, a HAR, request packets as JSON (comments are fine), " +
	"raw HTTP messages, curl lines, or a log with packets in it"

// unknown is the error about a text of no known kind; it names what the text is, where its beginning shows it.
func unknown(head []byte) error {
	if what := named(head); what != "" {
		return fmt.Errorf("got %s, %s", what, understood)
	}
	if err := charset.Check(head); err != nil {
		return err
	}
	if isBinary(head) {
		return errors.New("got binary data, " + understood)
	}
	begun := secret.Pasted(strings.TrimSpace(scan.Short(string(firstLine(head)))))
	return fmt.Errorf("got a text that begins %q, %s", begun, understood)
}

// named is what a text is that shows it in its first bytes; empty where none of them does.
func named(head []byte) string {
	for _, m := range [...]struct{ magic, what string }{
		{"%PDF-", "a PDF"},
		{"\x89PNG", "a PNG picture"},
		{"\xff\xd8\xff", "a JPEG picture"},
		{"GIF8", "a GIF picture"},
		{"PK\x03\x04", "a ZIP archive; unpack it first"},
		{"BZh", "bzip2 data; unpack it first (gzip and zstd are unpacked)"},
		{"\xfd7zXZ", "xz data; unpack it first (gzip and zstd are unpacked)"},
		{"\xd4\xc3\xb2\xa1", "a packet capture (pcap)"},
		{"\xa1\xb2\xc3\xd4", "a packet capture (pcap)"},
		{"\x0a\x0d\x0d\x0a", "a packet capture (pcapng)"},
		{"\x7fELF", "a program"},
		{"<", "HTML or XML"},
	} {
		if bytes.HasPrefix(head, []byte(m.magic)) {
			return m.what
		}
	}
	return ""
}
