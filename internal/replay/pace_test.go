package replay_test

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/internal/replay"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/read"
)

const ms = time.Millisecond

// at makes records that were sent at these moments, numbered in the order in which they were written.
func at(moments ...time.Duration) []*capture.Record {
	var list []*capture.Record
	for i, m := range moments {
		list = append(list, record(m, numbered(i)))
	}
	return list
}

func arrivals(pairs ...any) []arrival {
	var list []arrival
	for i := 0; i < len(pairs); i += 2 {
		list = append(list, arrival{numbered(pairs[i].(int)), pairs[i+1].(time.Duration)})
	}
	return list
}

func TestEachIsSentWhenItIsDue(t *testing.T) {
	speed := func(x float64) replay.Pace { return replay.Pace{Speed: x} }
	for _, c := range []struct {
		name    string
		plan    *replay.Options
		takes   time.Duration // the backend, for each
		records []*capture.Record
		want    []arrival
	}{
		{"at its own pace", &replay.Options{Pace: speed(1)}, 0, at(0, 100*ms, 350*ms, 60*time.Second), arrivals(0, 0*ms, 1, 100*ms, 2, 350*ms, 3, 60*time.Second)},
		{"four times as fast", &replay.Options{Pace: speed(4)}, 0, at(0, 100*ms, 350*ms, 60*time.Second), arrivals(0, 0*ms, 1, 25*ms, 2, 87500*time.Microsecond, 3, 15*time.Second)},
		{"half as fast", &replay.Options{Pace: speed(0.5)}, 0, at(0, 100*ms), arrivals(0, 0*ms, 1, 200*ms)},
		{"with long pauses cut", &replay.Options{Pace: replay.Pace{Speed: 1, MaxGap: 150 * ms}}, 0, at(0, 100*ms, 60*time.Second, 60*time.Second+10*ms), arrivals(0, 0*ms, 1, 100*ms, 2, 250*ms, 3, 260*ms)},
		{"pauses are cut once they are scaled", &replay.Options{Pace: replay.Pace{Speed: 2, MaxGap: 60 * ms}}, 0, at(0, 100*ms, 300*ms), arrivals(0, 0*ms, 1, 50*ms, 2, 110*ms)},
		{"written in the order of the answers", &replay.Options{Pace: speed(1)}, 0, at(300*ms, 0, 200*ms, 100*ms), arrivals(1, 0*ms, 3, 100*ms, 2, 200*ms, 0, 300*ms)},
		{"the backend is slow", &replay.Options{Pace: speed(1)}, 1500 * ms, at(0, 10*ms, 20*ms, 1000*ms, 1600*ms), arrivals(0, 0*ms, 1, 10*ms, 2, 20*ms, 3, 1000*ms, 4, 1600*ms)},
		{"at one moment", &replay.Options{Pace: speed(1)}, 50 * ms, at(0, 100*ms, 100*ms), arrivals(0, 0*ms, 1, 100*ms, 2, 100*ms)},
		{"twice over", &replay.Options{Pace: speed(1), Loops: 2}, 0, at(0, 100*ms, 400*ms), arrivals(0, 0*ms, 1, 100*ms, 2, 400*ms, 0, 600*ms, 1, 700*ms, 2, 1000*ms)},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				got, results := played(t.Context(), t, c.plan, replay.Source{Inputs: []read.Input{file(t, "calls.ndjson", c.records...)}}, takes(c.takes), 8)
				slices.SortStableFunc(got, func(a, b arrival) int { return int(a.at - b.at) })
				if c.name == "at one moment" { // who comes first is open
					slices.SortStableFunc(got, func(a, b arrival) int { return int(a.at-b.at)*1000 + cmpText(a.body, b.body) })
				}
				if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(arrival{})); diff != "" {
					t.Errorf("arrivals (-want +got):\n%s", diff)
				}
				if len(results) != len(c.want) {
					t.Errorf("got %d results, want %d", len(results), len(c.want))
				}
			})
		})
	}
}

func cmpText(a, b string) int {
	if a < b {
		return -1
	}
	return 1
}

// One answer that hangs must not hold up the schedule of the others.
func TestAHangingAnswerDoesNotHoldUpTheSchedule(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var moments []time.Duration
		for i := range 400 {
			moments = append(moments, time.Duration(i)*4*ms) // 250 a second
		}
		got, _ := played(t.Context(), t, &replay.Options{Pace: replay.Pace{Speed: 1}}, replay.Source{Inputs: []read.Input{file(t, "x", at(moments...)...)}}, func(n int) time.Duration {
			if n == 0 {
				return time.Minute
			}
			return 100 * ms
		}, 64)
		time.Sleep(2 * time.Minute) // in the bubble: until the backend is done with the one that hung
		if len(got) != 400 {
			t.Fatalf("got %d arrivals, want 400", len(got))
		}
		for _, a := range got {
			var n int
			if _, err := fmt.Sscanf(a.body, `{"CallbackCommand":"Group.CallbackAfterSendMsg","N":%d}`, &n); err != nil || a.at != moments[n] {
				t.Fatalf("%s came at %v, want %v (%v)", a.body, a.at, moments[n], err)
			}
		}
	})
}

func TestPacketsWithoutATimeFollowAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		inputs := []read.Input{file(t, "a", at(0, 100*ms)...), input("b.json", numbered(9)), file(t, "c", at(0, 30*ms)...)}
		got, _ := played(t.Context(), t, &replay.Options{Pace: replay.Pace{Speed: 1}}, replay.Source{Inputs: inputs}, takes(0), 1)
		want := arrivals(0, 0*ms, 1, 100*ms, 9, 100*ms, 0, 100*ms, 1, 130*ms)
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(arrival{})); diff != "" {
			t.Errorf("arrivals (-want +got):\n%s", diff)
		}
	})
}

func TestAnInputOfAnEarlierTimeFollowsAtItsOwnPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		inputs := []read.Input{file(t, "new", at(0, 100*ms)...), file(t, "old", at(-time.Hour, 30*ms-time.Hour)...), file(t, "later", at(time.Second)...)}
		got, _ := played(t.Context(), t, &replay.Options{Pace: replay.Pace{Speed: 1, MaxGap: time.Second}}, replay.Source{Inputs: inputs}, takes(0), 1)
		want := arrivals(0, 0*ms, 1, 100*ms, 0, 100*ms, 1, 130*ms, 0, 1130*ms)
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(arrival{})); diff != "" {
			t.Errorf("arrivals (-want +got):\n%s", diff)
		}
	})
}

func TestReorderingKeepsTheScheduleAndIsRepeatable(t *testing.T) {
	var orders [3][]string
	for i, seed := range []uint64{1, 1, 2} {
		synctest.Test(t, func(t *testing.T) {
			var moments []time.Duration
			for n := range 2*replay.Window + 10 {
				moments = append(moments, time.Duration(n)*ms)
			}
			got, _ := played(t.Context(), t, &replay.Options{Pace: replay.Pace{Speed: 1}, Reorder: &seed}, replay.Source{Inputs: []read.Input{file(t, "x", at(moments...)...)}}, takes(0), 4)
			seen := map[string]bool{}
			for n, a := range got {
				if a.at != moments[n] {
					t.Fatalf("arrival %d came at %v, want %v", n, a.at, moments[n])
				}
				var number int
				if _, err := fmt.Sscanf(a.body, `{"CallbackCommand":"Group.CallbackAfterSendMsg","N":%d}`, &number); err != nil || number/replay.Window != n/replay.Window {
					t.Fatalf("number %d came as arrival %d, want it within its window (%v)", number, n, err)
				}
				seen[a.body] = true
				orders[i] = append(orders[i], a.body)
			}
			if len(seen) != len(moments) {
				t.Errorf("got %d different callbacks, want %d", len(seen), len(moments))
			}
		})
	}
	if !slices.Equal(orders[0], orders[1]) || slices.Equal(orders[0], orders[2]) || slices.IsSorted(orders[0]) {
		t.Error("the order is not that of the seed")
	}
}

func TestASurveyTellsWhatARunDoes(t *testing.T) {
	source := replay.Source{Inputs: []read.Input{file(t, "calls.ndjson", at(0, 100*ms, 400*ms)...)}}
	p := &replay.Options{Pace: replay.Pace{Speed: 2}, Loops: 3}
	s, err := p.Survey(source)
	if err != nil {
		t.Fatal(err)
	}
	if want := (200 + 100 + 200 + 100 + 200) * ms; s.Duration != want {
		t.Errorf("got %v, want %v", s.Duration, want)
	}
	want := &replay.Survey{
		Total: 3, Duration: s.Duration, Signed: 3, Unanswered: 3, Commands: []replay.Count{{Name: "Group.CallbackAfterSendMsg", Count: 3}},
		Dropped: []replay.Count{{Name: "Accept-Encoding", Count: 3}, {Name: "Cookie", Count: 3}, {Name: "X-Key", Count: 3}, {Name: "Connection", Count: 3}},
		Masked:  []replay.Count{{Name: "Sign", Count: 3}, {Name: "X-Key", Count: 3}},
	}
	if diff := cmp.Diff(want, s); diff != "" {
		t.Errorf("survey (-want +got):\n%s", diff)
	}
}

func TestASpeedIsAFactor(t *testing.T) {
	for text, want := range map[string]float64{"max": 0, "1x": 1, "4x": 4, "0.5x": 0.5, "2": 2} {
		t.Run(text, func(t *testing.T) {
			if got, err := replay.ParseSpeed(text); err != nil || got != want {
				t.Errorf("got %v (%v), want %v", got, err, want)
			}
		})
	}
	for _, text := range []string{"", "x", "0x", "-1x", "NaN", "Infx", "1e9x", "fast", "1xx"} {
		t.Run(text, func(t *testing.T) {
			if got, err := replay.ParseSpeed(text); err == nil {
				t.Errorf("%q is taken as %v", text, got)
			}
		})
	}
}

func BenchmarkPacing(b *testing.B) {
	var moments []time.Duration
	for i := range 300 {
		moments = append(moments, time.Duration(i)*5*ms)
	}
	input := file(b, "calls.ndjson", at(moments...)...)
	var off []time.Duration
	for b.Loop() {
		got, _ := played(b.Context(), b, &replay.Options{Pace: replay.Pace{Speed: 1}}, replay.Source{Inputs: []read.Input{input}}, takes(0), 64)
		for i, a := range got {
			off = append(off, (a.at - moments[min(i, len(moments)-1)]).Abs())
		}
	}
	slices.Sort(off)
	b.ReportMetric(float64(off[len(off)*99/100].Microseconds())/1000, "p99-ms")
}
