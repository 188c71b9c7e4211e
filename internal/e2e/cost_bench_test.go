package e2e_test

import (
	"context"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// mostExponent is how steeply the time may grow with the size of an input. n log n shows as about 1.1 here.
const mostExponent = 1.2

// leastTime is what the larger of two inputs has to take before their times are compared: below it lies what does not
// depend on the input, and chance.
const leastTime = 100 * time.Millisecond

// chances are how often the two largest sizes are timed again where the larger seems to take too long: caches that others
// fill cost processor time, too.
const chances = 2

// longestTime is after how long no larger input is tried.
const longestTime = 6 * time.Second

// endedAfter bounds a run that does not come to its end. It fails: its processor time tells nothing.
const endedAfter = 2 * time.Minute

// BenchmarkCostsOfHostileInputs prints for each input the processor time of its largest size and the exponent of the
// growth, and fails where one exceeds [mostExponent]. Processor time does not depend on what else the machine does.
func BenchmarkCostsOfHostileInputs(b *testing.B) {
	for _, h := range costlyInputs() {
		b.Run(strings.ReplaceAll(h.name, " ", "-"), func(b *testing.B) {
			for b.Loop() {
				h.measure(b)
			}
		})
	}
}

func (h costly) measure(b *testing.B) {
	sizes := h.sizes
	if sizes == nil {
		sizes = []int{1_000, 10_000, 100_000}
	}
	var took []time.Duration
	for _, n := range sizes {
		if took = append(took, h.time(b, n)); took[len(took)-1] > longestTime {
			break
		}
	}
	exponent, steep := growth(sizes, took)
	for range chances {
		if last := len(took) - 1; steep && last > 0 && took[last] < longestTime { // of both sizes: either may have had luck
			pair := sizes[last-1 : last+1]
			exponent, steep = growth(pair, []time.Duration{h.timeOnce(b, pair[0]), h.timeOnce(b, pair[1])})
		}
	}
	b.ReportMetric(exponent, "exponent")
	b.ReportMetric(took[len(took)-1].Seconds(), "s/largest")
	if steep {
		b.Errorf("exponent %.2f, want %.1f at most: sizes %v took %v", exponent, mostExponent, sizes, took)
	}
}

// growth is the exponent between the two largest sizes that were timed, and whether it is too steep. What one size
// alone took all the time that there is, is too steep.
func growth(sizes []int, took []time.Duration) (exponent float64, steep bool) {
	last := len(took) - 1
	if last == 0 {
		return math.Inf(1), true
	}
	times := took[last].Seconds() / took[last-1].Seconds()
	exponent = math.Log(times) / math.Log(float64(sizes[last])/float64(sizes[last-1]))
	return exponent, took[last] > leastTime && exponent > mostExponent
}

func TestGrowth(t *testing.T) {
	sizes := []int{1_000, 10_000, 100_000}
	const ms = time.Millisecond
	for _, test := range []struct {
		name  string
		took  []time.Duration
		steep bool
	}{
		{"linear", []time.Duration{20 * ms, 110 * ms, 1_100 * ms}, false},
		{"n log n", []time.Duration{20 * ms, 110 * ms, 1_375 * ms}, false},
		{"quadratic", []time.Duration{20 * ms, 50 * ms, 4_000 * ms}, true},
		{"quadratic, and too small to tell", []time.Duration{ms, ms, 99 * ms}, false},
		{"quadratic, ended at the second", []time.Duration{80 * ms, 7_000 * ms}, true},
		{"ended at the first", []time.Duration{7_000 * ms}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			if exponent, steep := growth(sizes, test.took); steep != test.steep {
				t.Errorf("got exponent %.2f, too steep: %v, want %v", exponent, steep, test.steep)
			}
		})
	}
}

// time is the processor time of the verb for an input of the size: of two runs the shorter, where chance counts.
func (h costly) time(tb testing.TB, n int) time.Duration {
	tb.Helper()
	took := h.timeOnce(tb, n)
	if took > 2*leastTime {
		return took
	}
	return min(took, h.timeOnce(tb, n))
}

func (h costly) timeOnce(tb testing.TB, n int) time.Duration {
	tb.Helper()
	folder := tb.TempDir()
	args := append([]string{}, h.args...)
	for i, arg := range args {
		content := h.make
		switch arg {
		case "URL":
			args[i] = answering(tb, h.answer(n))
			continue
		case "OTHER":
			content = h.other
		case "FILE":
		default:
			continue
		}
		args[i] = filepath.Join(folder, arg)
		if err := os.WriteFile(args[i], []byte(content(n)), 0o600); err != nil {
			tb.Fatal(err)
		}
	}
	ctx, stop := context.WithTimeout(tb.Context(), endedAfter)
	defer stop()
	run := exec.CommandContext(ctx, "timhook", args...)
	run.Dir = folder
	_ = run.Run() // what it says of such an input is another test's
	if ctx.Err() != nil {
		tb.Fatalf("%d items: it goes on after %v", n, endedAfter)
	}
	if run.ProcessState == nil {
		tb.Fatal("timhook did not start")
	}
	return run.ProcessState.UserTime() + run.ProcessState.SystemTime()
}

// answering starts a backend that answers the text to everything.
func answering(tb testing.TB, text string) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = io.WriteString(w, text)
	}))
	tb.Cleanup(server.Close)
	return server.URL + "/im"
}
