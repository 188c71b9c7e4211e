package report

import (
	"bytes"
	"encoding/json"
	"html"
	"io"
	"net/url"
	"sync"
)

// Masked stands where a secret was.
const Masked = "[token]"

const shortestSecret = 6

// Redactor passes everything on except the secrets that it was told to [Redactor.Hide], however they are spelt:
// as they stand, in JSON, in a URL or in HTML. Once it hides anything it writes whole lines; Flush passes the last one on.
// It may be used concurrently.
type Redactor struct {
	mu    sync.Mutex
	w     io.Writer
	forms [][]byte
	line  []byte
}

// NewRedactor writes to w and hides nothing yet.
func NewRedactor(w io.Writer) *Redactor { return &Redactor{w: w} }

// Hide hides a secret from now on. It says whether it can: one of fewer than six bytes
// would be found in texts that have nothing to do with it.
func (r *Redactor) Hide(secret string) bool {
	if len(secret) < shortestSecret {
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.forms = append(r.forms, spellings(secret)...)
	return true
}

// longestLine bounds what is held back for a line that never ends.
const longestLine = 1 << 20

// Write passes on all complete lines.
func (r *Redactor) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.forms) == 0 {
		return r.w.Write(p)
	}
	r.line = append(r.line, p...)
	end := bytes.LastIndexByte(r.line, '\n') + 1
	if end == 0 && len(r.line) > longestLine {
		// What may be the beginning of a secret stays for the next write.
		end = len(r.line) - r.longestForm()
	}
	if end == 0 {
		return len(p), nil
	}
	err := r.pass(r.line[:end])
	r.line = append(r.line[:0], r.line[end:]...)
	return len(p), err
}

// Flush passes on a last line without a newline.
func (r *Redactor) Flush() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.line) == 0 {
		return nil
	}
	err := r.pass(r.line)
	r.line = nil
	return err
}

func (r *Redactor) pass(line []byte) error {
	for _, form := range r.forms {
		line = bytes.ReplaceAll(line, form, []byte(Masked))
	}
	_, err := r.w.Write(line)
	return err
}

func (r *Redactor) longestForm() int {
	n := 0
	for _, form := range r.forms {
		n = max(n, len(form))
	}
	return n
}

func spellings(secret string) [][]byte {
	quoted, _ := json.Marshal(secret)
	forms := [][]byte{[]byte(secret)}
	for _, form := range []string{
		string(bytes.Trim(quoted, `"`)), url.QueryEscape(secret), url.PathEscape(secret), html.EscapeString(secret), Visible(secret),
	} {
		if form != secret {
			forms = append(forms, []byte(form))
		}
	}
	return forms
}

// Over hides the same secrets on the way to another writer.
func (r *Redactor) Over(w io.Writer) *Redactor {
	r.mu.Lock()
	defer r.mu.Unlock()
	return &Redactor{w: w, forms: r.forms[:len(r.forms):len(r.forms)]}
}
