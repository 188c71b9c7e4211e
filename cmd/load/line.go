package load

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/internal/load"
	"github.com/timhook/timhook/report/load"
)

// loadLine tells of a load second by second: people on stderr, and programs on stdout where NDJSON is asked for.
type loadLine struct {
	mu     sync.Mutex
	people io.Writer
	redraw bool
	silent bool
	drawn  bool
	ndjson bool
	out    io.Writer
	failed error // of out
	sum    struct{ sent, failed, late int }
}

func startLoadLine(a *cli.App, p *loadPlan) *loadLine {
	o := &p.o.output
	l := &loadLine{people: a.RawErr, out: a.Out, ndjson: o.Format == "ndjson" && o.Output == "" && !p.o.find}
	switch {
	case o.Progress == "plain":
	case o.Progress == "auto" && cli.IsTerminal(a.RawErr):
		l.redraw = true
	default:
		l.silent = true
	}
	if l.redraw {
		fmt.Fprint(l.people, "building the payloads")
		l.drawn = true
	}
	return l
}

func (l *loadLine) tick(s load.Second) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ndjson && l.failed == nil {
		l.failed = loadreport.NDJSON{W: l.out}.Second(loadreport.NewSecond(s))
	}
	l.sum.sent, l.sum.failed, l.sum.late = l.sum.sent+s.Sent, l.sum.failed+s.Failed, l.sum.late+s.Late
	if l.silent {
		return
	}
	line := fmt.Sprintf("%3d s  %d sent, %.0f/s  p50 %v p99 %v  %d under way on %d connections  %d past 2 s, %d failed",
		s.Number+1, l.sum.sent, float64(s.Sent)/max(s.Length, time.Millisecond).Seconds(), short(s.P50), short(s.P99), s.InFlight, s.Connections, l.sum.late, l.sum.failed)
	l.write(line)
}

func (l *loadLine) write(line string) {
	if !l.redraw {
		fmt.Fprintln(l.people, line)
		return
	}
	fmt.Fprintf(l.people, "\r\x1b[K%s", line)
	l.drawn = true
}

func (l *loadLine) clear() {
	if l.drawn {
		fmt.Fprint(l.people, "\r\x1b[K")
		l.drawn = false
	}
}

func (l *loadLine) stop() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.clear()
}

func short(d time.Duration) time.Duration {
	switch {
	case d >= time.Second:
		return d.Round(10 * time.Millisecond)
	case d >= 10*time.Millisecond:
		return d.Round(time.Millisecond)
	}
	return d.Round(10 * time.Microsecond)
}
