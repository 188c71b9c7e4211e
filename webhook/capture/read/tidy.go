package read

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// tidy makes whole messages of what a tool has kept in its own way: the bodies unpacked, the headers as they were on
// the wire. Sent as it is kept, a request would be another one.
func tidy(f *scan.Found) {
	remasked(f)
	r := &f.Record.Request
	if r.Method != "POST" && isPost(r.Method) {
		f.Notes = append(f.Notes, fmt.Sprintf("the method is spelt %q, and is taken as POST", r.Method))
		r.Method = "POST"
	}
	if !slices.Contains(f.Hidden, "body") {
		r.Header = tidyHeader(f, r.Header, r.Body, "the header")
	}
	if a := f.Record.Answer; a != nil && !a.Truncated {
		a.Header = tidyHeader(f, a.Header, a.Body, "the answer's header")
	}
}

// remasked puts this program's masks in the place of a run's.
func remasked(f *scan.Found) {
	f.Record.Redacted = append(f.Record.Redacted, remask(&f.Record.Request)...)
}

func isPost(method string) bool { return strings.EqualFold(strings.TrimSpace(method), "POST") }

// tidyHeader is a header that fits its body.
func tidyHeader(f *scan.Found, header []webhook.HeaderField, body []byte, whose string) []webhook.HeaderField {
	header = slices.Clone(header)
	field := func(name string) int { return webhook.IndexField(header, name) }
	isUnpacked := false
	if i := field("Content-Encoding"); i >= 0 && len(body) > 0 && !isPacked(body) {
		coding := header[i].Value
		if len(coding) > len("deflate") { // no coding, and perhaps a secret
			coding = "…"
		}
		isUnpacked, header = true, slices.Delete(header, i, i+1)
		f.Notes = append(f.Notes, fmt.Sprintf("%s says Content-Encoding: %s, and the body is plain here; the field "+
			"is left "+
			"out", whose, coding))
	}
	if i := field("Transfer-Encoding"); i >= 0 { // the chunks are gone
		header = slices.Delete(header, i, i+1)
	}
	if i := field("Content-Length"); i >= 0 && header[i].Value != strconv.Itoa(len(body)) {
		if !isUnpacked {
			f.Notes = append(f.Notes, whose+" has a Content-Length that is not the length of the body here; it is "+
				"corrected")
		}
		header[i].Value = strconv.Itoa(len(body))
	}
	return header
}

// isPacked reports whether a body is compressed: no text looks like that.
func isPacked(body []byte) bool { return !utf8.Valid(body) }
