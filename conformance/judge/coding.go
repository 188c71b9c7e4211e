package judge

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

// magic recognises compressed bodies by their first bytes: gzip (RFC 1952, 2.3.1), zlib (RFC 1950, 2.2) and zstd
// (RFC 8878, 3.1.1). Brotli has none.
func magic(body []byte) string {
	switch {
	case bytes.HasPrefix(body, []byte("\x1F\x8B")):
		return "gzip"
	case bytes.HasPrefix(body, []byte("\x28\xB5\x2F\xFD")):
		return "zstd"
	case len(body) > 1 && body[0] == 0x78 && (int(body[0])<<8|int(body[1]))%31 == 0 && invalidUTF8(body) >= 0:
		return "deflate"
	}
	return ""
}

// isCoding knows the codings that servers use, in lists too. Other words in Content-Encoding, as utf-8, are mistakes
// that clients ignore.
func isCoding(names string) bool {
	known := []string{"gzip", "x-gzip", "deflate", "br", "zstd", "compress"}
	for name := range strings.SplitSeq(names, ",") {
		if slices.Contains(known, strings.ToLower(strings.TrimSpace(name))) {
			return true
		}
	}
	return false
}

// decoded judges Content-Encoding, which no request of this tool asks for by itself, and whether the body has it.
func (t *Trial) decoded() {
	coding, body := t.Exchange.Get("Content-Encoding"), t.Exchange.Body
	shown, is := "Content-Encoding: "+t.plain(coding), magic(body)
	const want = "a plain body and no Content-Encoding, as the request has no Accept-Encoding"
	switch {
	case coding == "" && is == "", len(body) == 0:
	case t.wasAskedFor():
		if isCoding(coding) && is == "" && invalidUTF8(body) < 0 {
			t.Report(whole(shown+" over a plain body", "a body in that coding, or no Content-Encoding"))
		}
	case coding == "":
		t.Report(whole(is+" data without a Content-Encoding", want))
	case is == "" && !isCoding(coding):
		t.Report(whole(shown+", which is no coding, over a plain body", want).atMost(payloads.Should))
	case !t.isCoded():
		t.Report(whole(shown+" over a plain body", want))
	default:
		t.Report(whole(fmt.Sprintf("%s, and %d bytes of compressed data", shown, len(body)), want))
	}
}

// isCoded reports whether the body is compressed, so that there is no packet to read.
func (t *Trial) isCoded() bool {
	ex := t.Exchange
	if t.wasAskedFor() || len(ex.Body) == 0 {
		return false
	}
	return magic(ex.Body) != "" || isCoding(ex.Get("Content-Encoding")) && invalidUTF8(ex.Body) >= 0
}

func (t *Trial) wasAskedFor() bool {
	r := t.Exchange.Request
	return r != nil && webhook.IndexField(r.Header, "Accept-Encoding") >= 0
}
