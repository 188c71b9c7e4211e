package replayreport

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/internal/replay"
	"github.com/timhook/timhook/webhook"
)

func TestWhatIsAboutToBeSentIsSaidBefore(t *testing.T) {
	to, err := webhook.ParseEndpoint("http://127.0.0.1:8080/im")
	if err != nil {
		t.Fatal(err)
	}
	seed := uint64(7)
	commands := []replay.Count{{Name: "A", Count: 2}, {Name: "B", Count: 1}}
	for _, tt := range []struct {
		name string
		a    Announcement
		want []string
	}{
		{
			"as fast as it answers",
			Announcement{
				Options: &replay.Options{}, Survey: &replay.Survey{Total: 3, Commands: commands},
				Runner: conformance.Runner{Jobs: 1},
			},
			[]string{"replay: 3 callbacks (A 2, B 1) to http://127.0.0.1:8080/im, as fast as it answers, 1 at a time"},
		},
		{
			"at a rate, three times, unsigned",
			Announcement{
				Options: &replay.Options{Loops: 3}, Survey: &replay.Survey{
					Total: 3, Commands: commands, Signed: 2,
					Skipped: 1,
				},
				Runner: conformance.Runner{Interval: 2 * time.Second}, Rate: "30/m",
			},
			[]string{
				"replay: 9 callbacks (A 2, B 1), 3 times to http://127.0.0.1:8080/im, 30/m: about 16s",
				"changed: signatures left out",
				"note: 2 of 3 were signed when they were captured, and are sent unsigned: no token given (--token)",
				"note: 1 of 3 cannot be sent; the results say why",
			},
		},
		{
			"changed in every way",
			Announcement{
				Options: &replay.Options{
					Target: webhook.Target{Token: "t", Signing: webhook.SignStale}, Reorder: &seed,
					Pace: replay.Pace{Speed: 4, MaxGap: 5 * time.Second},
				},
				Survey: &replay.Survey{
					Total: 2, Commands: commands[:1], Duration: 90*time.Second + time.Millisecond,
					Undated: 1, Unanswered: 2, Dated: 2, Oldest: time.Unix(0, 0),
					Mapped:  []replay.Count{{Name: "a=b", Count: 2}, {Name: "c=d"}},
					Dropped: []replay.Count{{Name: "Cookie", Count: 1}},
					Masked:  []replay.Count{{Name: "Sign", Count: 2}},
				},
				Runner: conformance.Runner{Twice: true, Retries: 2}, Speed: "4x", Diff: true,
			},
			[]string{
				"replay: 2 callbacks (A 2) to http://127.0.0.1:8080/im, at 4x with pauses up to 5s: about 1m30s",
				"changed: signed anew, on purpose stale; " +
					"times refreshed in 2, the first of them of 1970-01-01 00:00:00 UTC; a=b in 2; left out (Cookie 1); order shuffled within 64 by seed 7; each sent twice; " +
					"sent again after a timeout, up to 2 times",
				"note: masked when captured (Sign 2)",
				"note: 1 of 2 do not say when they were sent, and follow at once",
				"note: 2 of 2 hold no answer that --diff could compare",
				"note: --map c=d is found nowhere",
			},
		},
		{
			"as captured",
			Announcement{
				Options: &replay.Options{AsCaptured: true}, Survey: &replay.Survey{
					Total: 1, Commands: commands[1:],
					Signed: 1,
				},
				Runner: conformance.Runner{Jobs: 64}, Speed: "max",
			},
			[]string{
				"replay: 1 callback (B 1) to http://127.0.0.1:8080/im, as fast as it answers, 64 at a time",
				"note: 1 of 1 carry a Sign of the time of the capture: a backend that has the token refuses them, " +
					"so their answers are only reported",
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.a.Options.Target.URL = to
			if diff := cmp.Diff(tt.want, append(tt.a.Lines(), tt.a.Warnings()...)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
