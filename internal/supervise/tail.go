package supervise

import (
	"strings"
	"sync"
)

// Tail keeps the end of what is written to it. It may be used concurrently.
type Tail struct {
	mu  sync.Mutex
	Buf []byte
	cut bool
}

// A server may write much; what it has written last says why it has ended.
const (
	TailBytes = 64 << 10
	TailLines = 40
)

func (t *Tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.Buf = append(t.Buf, p[max(0, len(p)-TailBytes):]...)
	if more := len(t.Buf) - TailBytes; more > 0 {
		t.Buf = t.Buf[:copy(t.Buf, t.Buf[more:])]
		t.cut = true
	}
	return len(p), nil
}

// Lines are the last lines; cut says that there were more.
func (t *Tail) Lines() (lines []string, cut bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	text := strings.TrimRight(string(t.Buf), "\r\n")
	if text == "" {
		return nil, false
	}
	lines = strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], "\r")
	}
	if more := len(lines) - TailLines; more > 0 {
		return lines[more:], true
	}
	return lines, t.cut
}
