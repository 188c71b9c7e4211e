package cli

import (
	"fmt"
	"io"
	"sync"
)

// Progress is the line on stderr that tells people how far a run is. On a terminal each text takes the place of the one
// before it; with --progress plain each has a line of its own; otherwise nothing is shown.
type Progress struct {
	w      io.Writer
	redraw bool
	plain  bool

	mu    sync.Mutex
	drawn bool
}

// NewProgress reads the mode of --progress: auto, plain or none.
func (a *App) NewProgress(mode string) *Progress {
	return &Progress{w: a.RawErr, redraw: mode == "auto" && IsTerminal(a.RawErr), plain: mode == "plain"}
}

// Show shows a text.
func (p *Progress) Show(text string) {
	if p.plain {
		fmt.Fprintln(p.w, text)
	}
	p.Draw(text)
}

// Draw shows a text on a terminal only.
func (p *Progress) Draw(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.redraw {
		fmt.Fprintf(p.w, "\r\x1b[K%s", text)
		p.drawn = true
	}
}

// Clear makes room for a line of results.
func (p *Progress) Clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.drawn {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.drawn = false
	}
}
