package safe

import (
	"io"
	"sync"

	"github.com/timhook/timhook/internal/secret"
)

// Redactor passes everything on except the secrets that it knows, in every spelling: as they are, in JSON, in
// a URL, in HTML, for a shell or in base64. Bytes at the end of a write that may be the beginning of a secret wait
// for the next write; Flush passes them on. It may be used concurrently.
type Redactor struct {
	*secret.Known
	w     io.Writer
	asked bool // what is written is a request that the user asks for
	mu    sync.Mutex
	held  []byte
}

// NewRedactor writes to w and hides nothing yet.
func NewRedactor(w io.Writer) *Redactor {
	return &Redactor{Known: secret.NewKnown(ownSpellings()...), w: w}
}

// Over hides the same secrets on the way to another writer.
func (r *Redactor) Over(w io.Writer) *Redactor { return &Redactor{Known: r.Known, w: w} }

// Asked hides, on the way to another writer, what even a request that the user asks for does not show.
func (r *Redactor) Asked(w io.Writer) *Redactor {
	return &Redactor{Known: r.Known, w: w, asked: true}
}

func (r *Redactor) hidden() secret.Patterns {
	if r.asked {
		return r.Tokens()
	}
	return r.Patterns()
}

// Write passes on what cannot be the beginning of a secret.
func (r *Redactor) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	hide := r.hidden().Values()
	if len(hide) == 0 && len(r.held) == 0 {
		return r.w.Write(p)
	}
	r.held = append(r.held, p...)
	return len(p), r.pass(hide, len(r.held)-hide.PartialSuffix(r.held))
}

// Flush passes on the rest.
func (r *Redactor) Flush() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.pass(r.hidden().Values(), len(r.held))
}

// pass writes the first end bytes of what is held. A secret that begins there and reaches beyond waits as a whole,
// since another one may overlap with it.
func (r *Redactor) pass(hide secret.Patterns, end int) error {
	found := hide.Spans(r.held)
	for i, s := range found {
		if s.Stop > end {
			found, end = found[:i], min(s.Start, end)
			break
		}
	}
	out := secret.Cover(string(r.held[:end]), found)
	r.held = append(r.held[:0], r.held[end:]...)
	if out == "" {
		return nil
	}
	_, err := io.WriteString(r.w, out)
	return err
}
