package supervise

import (
	"strings"
	"sync"
)

// Tail keeps the end of what is written to it. It may be used concurrently.
type Tail struct {
	mu  sync.Mutex
	buf []byte
	cut bool

	marked int // bytes that were kept since the last Mark
}

// A server may write much; what it has written last says why it has ended.
const (
	tailBytes = 64 << 10
	tailLines = 40
)

func (t *Tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.buf = append(t.buf, p[max(0, len(p)-tailBytes):]...)
	if more := len(t.buf) - tailBytes; more > 0 {
		t.buf = t.buf[:copy(t.buf, t.buf[more:])]
		t.cut = true
	}
	t.marked = min(t.marked+len(p), len(t.buf))
	return len(p), nil
}

// Mark marks where the output of another process begins.
func (t *Tail) Mark() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.marked = 0
}

// SinceMark are the last lines that were written since the mark.
func (t *Tail) SinceMark() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	lines := strings.Split(string(t.buf[len(t.buf)-t.marked:]), "\n")
	return lines[max(0, len(lines)-tailLines):]
}

// Lines are the last lines; cut says that there were more.
func (t *Tail) Lines() (lines []string, cut bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	text := strings.TrimRight(string(t.buf), "\r\n")
	if text == "" {
		return nil, false
	}
	lines = strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], "\r")
	}
	if more := len(lines) - tailLines; more > 0 {
		return lines[more:], true
	}
	return lines, t.cut
}
