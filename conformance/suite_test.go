package conformance_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/cases"
	"github.com/timhook/timhook/payloads/chat"
)

// catalogued reads a list of ids: id, commands, level, expectation.
func catalogued(t *testing.T, names ...string) []string {
	t.Helper()
	var lines []string
	for _, name := range names {
		data, err := os.ReadFile("../testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
				lines = append(lines, line)
			}
		}
	}
	return lines
}

// listed writes the suite as the catalogue does: each id once, with its commands.
func listed(cases []*conformance.Case) []string {
	var ids []string
	commands, rest := map[string][]string{}, map[string]string{}
	for _, c := range cases {
		if commands[c.ID] == nil {
			ids = append(ids, c.ID)
		}
		commands[c.ID] = append(commands[c.ID], c.Command.Short)
		rest[c.ID] = c.Level.String() + " " + c.Expect.String()
	}
	for i, id := range ids {
		ids[i] = fmt.Sprintf("%s %s %s", id, strings.Join(commands[id], ","), rest[id])
	}
	return ids
}

// ofUsual leaves the callbacks of a suite for which nothing else is chosen.
func ofUsual(lines []string) []string {
	var left, usual []string
	for _, c := range chat.Usual() {
		usual = append(usual, c.Short)
	}
	for _, line := range lines {
		words := strings.Fields(line)
		words[1] = strings.Join(slices.DeleteFunc(strings.Split(words[1], ","), func(short string) bool {
			return !slices.Contains(usual, short)
		}), ",")
		if words[1] != "" {
			left = append(left, strings.Join(words, " "))
		}
	}
	return left
}

// beyond are the cases of the four that their catalogue of variants does not have, and where they come from.
func beyond() map[string]string {
	return map[string]string{
		"neg-command-alert": "the page of Alert.RequestOverLimit (1047/60256): it has no switch and comes to every URL",
		"delivery-pair":     "the pages of callbacks before and after a message: the second has the changed message",
	}
}

func TestTheSuiteIsTheWholeCatalogue(t *testing.T) {
	want, got := ofUsual(catalogued(t, "variants.txt", "cases.txt")), listed(cases.Suite())
	ours := 0
	for _, line := range want {
		if id, _, _ := strings.Cut(line, " "); beyond()[id] != "" {
			ours++
		}
	}
	if ours != len(beyond()) || len(want)-ours != 390 {
		t.Errorf("got %d ids in the lists, %d of them ours; want the 390 of the catalogue and %d", len(want), ours,
			len(beyond()))
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheWireLevelCasesStandInTheCatalogueOrder(t *testing.T) {
	want := catalogued(t, "cases.txt")
	isTamper := map[string]bool{}
	for _, line := range want {
		id, _, _ := strings.Cut(line, " ")
		isTamper[id] = true
	}
	cases := slices.DeleteFunc(cases.Suite(),
		func(c *conformance.Case) bool { return c.Command.Short != "send" || !isTamper[c.ID] })
	var got, inOrder []string
	for _, c := range cases {
		got = append(got, c.ID)
	}
	for _, line := range want {
		if id, rest, _ := strings.Cut(line, " "); slices.Contains(strings.Split(strings.Fields(rest)[0], ","), "send") {
			inOrder = append(inOrder, id)
		}
	}
	if diff := cmp.Diff(inOrder, got); diff != "" {
		t.Error(diff)
	}
}

func TestEveryCaseSaysWhatItIs(t *testing.T) {
	kebab := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	seen := map[string]bool{}
	for _, c := range cases.Suite() {
		if seen[c.Name()] || !kebab.MatchString(c.ID) {
			t.Errorf("%s: want a name of its own, in kebab-case", c.Name())
		}
		seen[c.Name()] = true
		if c.Doc == "" || c.Source == "" || c.Section == "" || strings.HasSuffix(c.Doc, ".") || c.Tags == 0 ||
			c.Run == nil {
			t.Errorf("%s: want a doc without a period, a source, a section, a tag and a way to play it", c.Name())
		}
	}
	if len(seen) < 1000 {
		t.Errorf("got %d cases, some were lost", len(seen))
	}
}

// A default run ends within seconds: what waits longer by design would be stress.
func TestNoDefaultCaseWaitsLongerThanFiveSeconds(t *testing.T) {
	waiting := 0
	for _, c := range cases.Suite() {
		if c.Waits > 0 {
			waiting++
		}
		if c.Tags&conformance.TagStress == 0 && c.Waits > 5*time.Second {
			t.Errorf("%s waits for %v", c.Name(), c.Waits)
		}
	}
	if waiting < 20 {
		t.Errorf("got %d cases that wait by design, some do not say so", waiting)
	}
}

func TestTagsAreListedWithTheirNames(t *testing.T) {
	var all conformance.Tags
	var names []string
	for _, info := range conformance.TagInfos() {
		all |= info.Tag
		names = append(names, info.Name)
	}
	if got, want := all.String(), strings.Join(names, ","); got != want || want == "" {
		t.Errorf("got %q, want %q", got, want)
	}
}
