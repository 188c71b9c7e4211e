package e2e_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/cases"
	"github.com/timhook/timhook/payloads"
)

const (
	frozenFile = "testdata/frozen.tsv"
	// leastFrozen bounds the cases from below: a case and its row cannot both be dropped. It only grows.
	leastFrozen = 1045
	// mostShown bounds what a failure prints: a change to an engine changes every row.
	mostShown = 20
)

// frozenHead explains the file to its readers.
const frozenHead = `# What each case sends: a seed and a case id reproduce a request in every later version.
# Rows are added and never change. internal/e2e/frozen_play_test.go tells which bytes are hashed.
# case	SHA-256 of its packets	SHA-256 of its requests
`

func TestEveryCaseKeepsItsBytes(t *testing.T) {
	if raceDetector() {
		t.Skip("one goroutine plays one case after the other; CI runs it without the race detector")
	}
	old, now := readFrozen(t), map[string]string{}
	for _, c := range everyPlayed(t) {
		now[c.Name()] = frozenRow(t, c)
	}
	if *update {
		old = withAdded(old, now)
		writeFrozen(t, old)
	}
	if len(old) < leastFrozen {
		t.Errorf("%s has %d rows, want at least %d: rows were dropped", frozenFile, len(old), leastFrozen)
	}
	problems := thawed(old, now)
	for _, problem := range problems[:min(len(problems), mostShown)] {
		t.Error(problem)
	}
	if len(problems) > mostShown {
		t.Errorf("and %d more cases", len(problems)-mostShown)
	}
}

// everyPlayed is what a run of the usual callbacks plays that takes all cases and tags. The others are too young to
// promise bytes.
func everyPlayed(t *testing.T) []*conformance.Case {
	t.Helper()
	all, err := cases.ParseTags("all")
	if err != nil {
		t.Fatal(err)
	}
	suite, err := cases.Select(cases.Suite(), cases.Selection{Tags: all, Level: payloads.May})
	if err != nil {
		t.Fatal(err)
	}
	return suite
}

// thawed tells for each case, by name, what keeps it from being as its frozen row is, and what to do.
func thawed(old, now map[string]string) []string {
	var problems []string
	for _, name := range slices.Sorted(maps.Keys(withAdded(old, now))) {
		was, frozen := old[name]
		is, there := now[name]
		switch {
		case !frozen:
			problems = append(problems, name+": the case has no row; "+
				"go test ./internal/e2e -run KeepsItsBytes -update adds it")
		case !there:
			problems = append(problems, name+": the case is gone; ids are never renamed or dropped, so put it back")
		case was != is:
			problems = append(problems, fmt.Sprintf(
				"%s: its %s changed; undo that, or give what changed to a new case\n\tgot  %s\n\twant %s",
				name, changedColumns(was, is), is, was))
		}
	}
	return problems
}

func changedColumns(was, is string) string {
	wasPackets, wasRequests, _ := strings.Cut(was, "\t")
	isPackets, isRequests, _ := strings.Cut(is, "\t")
	switch {
	case wasRequests == isRequests:
		return "packets"
	case wasPackets == isPackets:
		return "requests"
	}
	return "packets and requests"
}

// withAdded is old and the rows of now for cases that old lacks. No row of old changes.
func withAdded(old, now map[string]string) map[string]string {
	all := maps.Clone(now)
	maps.Copy(all, old)
	return all
}

// readFrozen reads the columns behind each case. Rows have to be sorted, so that two branches which add rows merge.
func readFrozen(t *testing.T) map[string]string {
	t.Helper()
	data, err := os.ReadFile(frozenFile)
	if err != nil {
		t.Fatal(err)
	}
	rows, last := map[string]string{}, ""
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		name, row, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if name <= last || strings.Count(row, "\t") != 1 {
			t.Fatalf("got %q after %q, want three columns between tabs, sorted by case, each case once", line, last)
		}
		rows[name], last = row, name
	}
	return rows
}

func writeFrozen(t *testing.T, rows map[string]string) {
	t.Helper()
	var text strings.Builder
	text.WriteString(frozenHead)
	for _, name := range slices.Sorted(maps.Keys(rows)) {
		fmt.Fprintf(&text, "%s\t%s\n", name, rows[name])
	}
	if err := os.WriteFile(frozenFile, []byte(text.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestFrozenRowsAreAddedAndNeverChange(t *testing.T) {
	frozen := map[string]string{"send/a": "p1\tr1", "send/b": "p2\tr2"}
	for _, c := range []struct {
		name  string
		now   map[string]string
		want  []string          // how each problem begins
		after map[string]string // the rows when the new ones were added; nil: as before
	}{
		{name: "as before", now: map[string]string{"send/a": "p1\tr1", "send/b": "p2\tr2"}},
		{
			name: "packets changed", now: map[string]string{"send/a": "p9\tr1", "send/b": "p2\tr2"},
			want: []string{"send/a: its packets changed"},
		},
		{
			name: "requests changed", now: map[string]string{"send/a": "p1\tr1", "send/b": "p2\tr9"},
			want: []string{"send/b: its requests changed"},
		},
		{
			name: "both changed", now: map[string]string{"send/a": "p9\tr9", "send/b": "p2\tr2"},
			want: []string{"send/a: its packets and requests changed"},
		},
		{
			name: "two swapped", now: map[string]string{"send/a": "p2\tr2", "send/b": "p1\tr1"},
			want: []string{"send/a: its packets and requests", "send/b: its packets and requests"},
		},
		{name: "gone", now: map[string]string{"send/b": "p2\tr2"}, want: []string{"send/a: the case is gone"}},
		{
			name: "new", now: map[string]string{"send/a": "p1\tr1", "send/aa": "p3\tr3", "send/b": "p2\tr2"},
			want:  []string{"send/aa: the case has no row"},
			after: map[string]string{"send/a": "p1\tr1", "send/aa": "p3\tr3", "send/b": "p2\tr2"},
		},
		{
			name: "renamed and changed", now: map[string]string{"send/a": "p9\tr1", "send/c": "p2\tr2"},
			want:  []string{"send/a: its packets changed", "send/b: the case is gone", "send/c: the case has no row"},
			after: map[string]string{"send/a": "p1\tr1", "send/b": "p2\tr2", "send/c": "p2\tr2"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := thawed(frozen, c.now)
			for i := range got {
				if i < len(c.want) && strings.HasPrefix(got[i], c.want[i]) {
					got[i] = c.want[i]
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
			if c.after == nil {
				c.after = frozen
			}
			if diff := cmp.Diff(c.after, withAdded(frozen, c.now)); diff != "" {
				t.Errorf("after rows were added: %s", diff)
			}
		})
	}
}
