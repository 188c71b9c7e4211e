package load

import (
	"fmt"
	"time"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/internal/load"
	loadreport "github.com/timhook/timhook/report/load"
)

// live tells of a load second by second: people on stderr, and programs on stdout where NDJSON is asked for.
type live struct {
	progress *cli.Progress
	options  load.Options
	isSearch bool               // of the highest rate, by several loads
	lines    *loadreport.NDJSON // nil: not asked for
	sum      struct{ sent, failed, late int }
}

func startLive(a *cli.App, p *loadPlan) *live {
	o := &p.o.output
	l := &live{progress: a.NewProgress(o.Progress), options: p.options, isSearch: p.o.find}
	if o.Format == "ndjson" && o.Output == "" && !p.o.find {
		l.lines = &loadreport.NDJSON{W: a.Out}
	}
	l.progress.Draw("building the payloads")
	return l
}

// tick takes a second of the load as soon as it is over.
func (l *live) tick(s load.Second) {
	if l.lines != nil {
		_ = l.lines.Second(loadreport.NewSecond(s)) // standard output keeps its error
	}
	l.sum.sent, l.sum.failed, l.sum.late = l.sum.sent+s.Sent, l.sum.failed+s.Failed, l.sum.late+s.Late
	rate := float64(s.Sent) / max(s.Length, time.Millisecond).Seconds()
	took := fmt.Sprintf("p50 %v p99 %v", short(s.P50), short(s.P99))
	l.progress.Show(fmt.Sprintf("%3d s  %d sent%s, %.0f/s  %s  %d under way on %d connections  %d past 2 s, %d failed",
		s.Number+1, l.sum.sent, l.left(s), rate, took, s.InFlight, s.Connections, l.sum.late, l.sum.failed))
}

// left is what is left of the load, in callbacks or in seconds; empty where neither is known, as of a search.
func (l *live) left(s load.Second) string {
	switch o := l.options; {
	case l.isSearch:
	case o.Count > 0:
		return fmt.Sprintf(", %d left", max(0, o.Count-l.sum.sent))
	case o.Duration > 0:
		return fmt.Sprintf(", %.0f s left", max(0, (o.Duration-time.Duration(s.Number+1)*time.Second).Seconds()))
	}
	return ""
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
