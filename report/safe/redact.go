package safe

import (
	"io"
	"slices"
	"sync"

	"github.com/timhook/timhook/internal/secret"
)

// Masked stands where a secret was.
const Masked = "[token]"

// Redactor passes everything on except the secrets that it was told to [Redactor.Hide], however they are spelt:
// as they stand, in JSON, in a URL, in HTML, for a shell or in base64. Bytes at the end of a write that may be the
// beginning of a secret wait for the next write; Flush passes them on. It may be used concurrently.
type Redactor struct {
	mu      sync.Mutex
	w       io.Writer
	secrets Secrets
	held    []byte
	covered int // bytes at the start of held that belong to a secret whose mask is written
}

// NewRedactor writes to w and hides nothing yet.
func NewRedactor(w io.Writer) *Redactor { return &Redactor{w: w} }

// Hide hides a secret from now on. It says whether it can: one of fewer than six bytes
// would be found in texts that have nothing to do with it.
func (r *Redactor) Hide(text string) bool {
	form, ok := secret.Spelt(text, ownSpellings()...)
	if !ok {
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.secrets = append(r.secrets, form)
	return true
}

// Over hides the same secrets on the way to another writer.
func (r *Redactor) Over(w io.Writer) *Redactor { return &Redactor{w: w, secrets: r.known()} }

func (r *Redactor) known() Secrets {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clip(r.secrets)
}

// Write passes on what cannot be the beginning of a secret.
func (r *Redactor) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.secrets) == 0 {
		return r.w.Write(p)
	}
	r.held = append(r.held, p...)
	return len(p), r.pass(len(r.held) - r.secrets.begun(r.held))
}

// Flush passes on the rest.
func (r *Redactor) Flush() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.pass(len(r.held))
}

// pass writes the first end bytes of what is held. A secret that begins there may reach beyond:
// then the rest of it is covered, and so is a secret that overlaps with it, as if all had been written at once.
func (r *Redactor) pass(end int) error {
	var out []byte
	at := r.covered
	for _, hidden := range r.secrets.spans(r.held) {
		switch {
		case hidden.Start < at:
			at = max(at, hidden.Stop)
		case hidden.Start < end:
			out = append(append(out, r.held[at:hidden.Start]...), Masked...)
			at = hidden.Stop
		}
	}
	if at < end {
		out = append(out, r.held[at:end]...)
		at = end
	}
	r.covered = at - end
	r.held = append(r.held[:0], r.held[end:]...)
	if len(out) == 0 {
		return nil
	}
	_, err := r.w.Write(out)
	return err
}
