package loadreport_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/timhook/timhook/internal/load"
	loadreport "github.com/timhook/timhook/report/load"
)

// The probe that is shown was held; the search may have ended in another.
func TestASearchThatEndedEarlySaysSo(t *testing.T) {
	for _, c := range []struct {
		name                     string
		search                   load.Search
		verdict, ended, sentence string
	}{
		{
			"done",
			load.Search{Highest: 100, End: load.EndCount},
			"pass", "", "keeps up with 100/s, the highest",
		},
		{
			"interrupted",
			load.Search{Highest: 100, End: load.EndInterrupted},
			"pass", "interrupted", "keeps up with 100/s, the highest",
		},
		{
			"interrupted at once",
			load.Search{End: load.EndInterrupted},
			"skip", "interrupted", "no result",
		},
		{
			"backend gone",
			load.Search{Highest: 100, Broken: 200, End: load.EndGone, Remedy: "see"},
			"error", "the backend is gone", "keeps up with 100/s, and no longer with 200/s",
		},
		{
			"no descriptors",
			load.Search{Highest: 100, Broken: 200, End: load.EndDescriptors, Remedy: "see"},
			"error", "no file descriptors are left", "keeps up with 100/s",
		},
		{
			"too slow for any",
			load.Search{Broken: 1, End: load.EndCount},
			"fail", "", "keeps up with none",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := loadModel(t, "plain")
			d.Verdict, d.Ended, d.Hints = "pass", "", nil
			loadreport.AddSearch(d, &c.search)
			isHinted := slices.Contains(d.Hints, "see")
			if d.Verdict != c.verdict || d.Ended != c.ended || !strings.HasPrefix(d.Load.Sentence, c.sentence) ||
				isHinted != (c.search.Remedy != "") {
				t.Errorf("got %s, ended %q, %q, hints %q", d.Verdict, d.Ended, d.Load.Sentence, d.Hints)
			}
		})
	}
}
