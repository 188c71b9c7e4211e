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

// tidy makes a whole request of one that a tool has kept in its own way: the body unpacked, the header as it was on the
// wire, the masks this program's. Sent as it is kept, it would be another one.
func tidy(f *scan.Found) {
	r := &f.Record.Request
	f.Record.Redacted = append(f.Record.Redacted, remask(r)...)
	if r.Method != "POST" && strings.EqualFold(r.Method, "POST") {
		f.Notes = append(f.Notes, fmt.Sprintf("the method is spelt %s, and is taken as POST", r.Method))
		r.Method = "POST"
	}
	if len(f.Hidden) > 0 && slices.Contains(f.Hidden, "body") {
		return
	}
	field := func(name string) int { return webhook.IndexField(r.Header, name) }
	coding := ""
	if i := field("Content-Encoding"); i >= 0 && !isPacked(r.Body) {
		if coding = r.Header[i].Value; len(coding) > len("deflate") { // no coding, and perhaps a secret
			coding = "…"
		}
		r.Header = slices.Delete(slices.Clone(r.Header), i, i+1)
		f.Notes = append(f.Notes, fmt.Sprintf("the header says Content-Encoding: %s, and the body is plain here; the "+
			"field is left out", coding))
	}
	if i := field("Transfer-Encoding"); i >= 0 { // the chunks are gone
		r.Header = slices.Delete(slices.Clone(r.Header), i, i+1)
	}
	if i := field("Content-Length"); i >= 0 && r.Header[i].Value != strconv.Itoa(len(r.Body)) {
		if coding == "" {
			f.Notes = append(f.Notes, "Content-Length is not the length of the body that is here; it is corrected")
		}
		r.Header = slices.Clone(r.Header)
		r.Header[i].Value = strconv.Itoa(len(r.Body))
	}
}

// isPacked reports whether a body is compressed: no text looks like that.
func isPacked(body []byte) bool { return !utf8.Valid(body) }
