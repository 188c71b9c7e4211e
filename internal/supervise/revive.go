package supervise

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/timhook/timhook/internal/pattern"
)

// A process that no longer listens is mostly about to end, and some commands start their server again by themselves.
// So long is waited for either before the command is ended and started again.
const endsWithin = time.Second

// Revive starts a server command again whose backend went away, and waits until it takes connections. It returns how
// the process ended and what it wrote last; empty where the command runs on.
func (s *Server) Revive(ctx context.Context, p *Probe, limit time.Duration) (said string, err error) {
	ended := s.Ended()
	until := time.After(endsWithin)
wait:
	for {
		select {
		case <-ended:
			said = s.Said()
			break wait
		case <-until:
			break wait
		case <-ctx.Done():
			return "", context.Cause(ctx)
		case <-time.After(lookAgainAfter):
			if _, back := p.Connects(ctx); back {
				select {
				case <-ended: // it was another process that answered, or one that was about to end
				case <-time.After(lookAgainAfter):
					return "", nil
				}
			}
		}
	}
	if err := s.Restart(); err != nil {
		return said, err
	}
	if err := p.WaitReady(ctx, limit, s.Ended()); err != nil {
		return said, fmt.Errorf("the backend went away, and the command did not start again: %w", err)
	}
	return said, nil
}

// Said is how the process ended, and the line of its output that says why.
func (s *Server) Said() string {
	p := s.process()
	<-p.ended
	text := p.cmd.ProcessState.String()
	if line := telling(s.Output.SinceMark()); line != "" {
		text += ", " + line
	}
	return text
}

// names finds the line in which languages name an uncaught error: "TypeError: …", "panic: …", "java.lang.…Exception:
// …".
var names = pattern.Of(`^(Uncaught )?([\w.$]*(Error|Exception|Interrupt|Warning)\b.*: |PHP Fatal ` +
	`error|panic: |fatal error: |` +
	`Exception in thread|thread '.*' panicked)`)

// telling is the line of an output that names the error: the last such line, otherwise the last line of all.
func telling(lines []string) string {
	last := ""
	for _, line := range lines {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "Node.js v") {
			last = line
		}
	}
	for i := len(lines) - 1; i >= 0; i-- {
		if line := strings.TrimSpace(lines[i]); names().MatchString(line) {
			return line
		}
	}
	return last
}
