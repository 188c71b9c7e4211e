package report_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/timhook/timhook/report/reporttest"

	"github.com/google/go-cmp/cmp"

	"github.com/timhook/timhook/report"
)

var (
	testPoint = regexp.MustCompile(`^(ok|not ok) (\d+) - (.*)$`)
	directive = regexp.MustCompile(` # (SKIP|TODO) (.*)$`)
	yamlPair  = regexp.MustCompile(`^ +(?:- )?([a-z_]+):(?: (.*))?$`)
)

// readTAP reads TAP 14 line by line and returns each test point's result, with SKIP and TODO.
func readTAP(t testing.TB, text string) []string {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if lines[0] != "TAP version 14" {
		t.Fatalf("got %q, want the version first", lines[0])
	}
	var points []string
	inYAML := false
	for i, line := range lines[2:] {
		switch point := testPoint.FindStringSubmatch(line); {
		case inYAML:
			inYAML = line != "  ..."
			checkYAML(t, line)
		case line == "  ---" && len(points) > 0:
			inYAML = true
		case point != nil:
			if point[2] != fmt.Sprint(len(points)+1) {
				t.Errorf("line %d: got number %s, want %d", i+3, point[2], len(points)+1)
			}
			result := point[1]
			if d := directive.FindStringSubmatch(point[3]); d != nil {
				result += " " + d[1]
			}
			points = append(points, result)
		case strings.HasPrefix(line, "# "), line == "#", strings.HasPrefix(line, "Bail out!"):
		default:
			t.Errorf("line %d is none of TAP: %q", i+3, line)
		}
	}
	if want := fmt.Sprintf("1..%d", len(points)); lines[1] != want {
		t.Errorf("got plan %q, want %q", lines[1], want)
	}
	return points
}

// checkYAML reads a line of a block: a name and a JSON value, or a name whose value follows.
func checkYAML(t testing.TB, line string) {
	t.Helper()
	if line == "  ..." {
		return
	}
	pair := yamlPair.FindStringSubmatch(line)
	var value any
	if pair == nil || pair[2] != "" && json.Unmarshal([]byte(pair[2]), &value) != nil {
		t.Errorf("a line that is no YAML of ours: %q", line)
	}
}

func TestTAPHasAPointForEachCaseAndProblem(t *testing.T) {
	d := report.NewDocument(suiteRun(t, reporttest.Hostile+" # SKIP not"))
	d.Problems, d.Ended = []string{"budget missed # TODO later"}, "interrupted\nok 99"
	want := []string{"not ok", "ok", "ok SKIP", "ok SKIP", "not ok TODO", "not ok", "not ok", "not ok"}
	if diff := cmp.Diff(want, readTAP(t, formatted(t, "tap", d))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
