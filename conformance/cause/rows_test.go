package cause

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/timhook/timhook/conformance/judge"
)

// ids are those of the suite's catalogue.
func ids(t *testing.T) []string {
	t.Helper()
	list := []string{ordinary, "delivery-resume"}
	for _, name := range []string{"variants.txt", "cases.txt"} {
		data, err := os.ReadFile("../../testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			if id, _, _ := strings.Cut(strings.TrimSpace(line), " "); id != "" && id != "#" {
				list = append(list, id)
			}
		}
	}
	if len(list) < 300 {
		t.Fatalf("got %d ids, want those of the catalogue", len(list))
	}
	return list
}

func fitsOne(pattern string, names []string) bool {
	for _, name := range names {
		if matches(pattern, name) {
			return true
		}
	}
	return false
}

func TestEveryRowNamesChecksAndCasesThatThereAre(t *testing.T) {
	cases := ids(t)
	var checks []string
	for _, c := range judge.Checks() {
		checks = append(checks, c.ID)
	}
	kebab := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	place := regexp.MustCompile(`\{(\w+)\}`)
	known := " varied answer ordinary got contrast fix accepted lacks own bytes form formfix missing field key clock callbacks "
	if len(rows()) < 100 {
		t.Errorf("got %d rows, some were lost", len(rows()))
	}
	for _, w := range rows() {
		t.Run(w.id, func(t *testing.T) {
			if !kebab.MatchString(w.id) || w.text == "" || strings.HasSuffix(w.text, ".") {
				t.Errorf("want an id in kebab-case and a sentence without its period, got %q", w.text)
			}
			for p := range strings.FieldsSeq(w.checks) {
				if !fitsOne(p, checks) {
					t.Errorf("no check is %s", p)
				}
			}
			for p := range strings.FieldsSeq(w.cases + " " + w.explains) {
				if !fitsOne(p, cases) {
					t.Errorf("no case is %s", p)
				}
			}
			for _, m := range place.FindAllStringSubmatch(w.text+w.fix, -1) {
				if !strings.Contains(known, " "+m[1]+" ") && m[0] != "{}" {
					t.Errorf("nothing fills %s in", m[0])
				}
			}
		})
	}
}

func TestEveryFamilyNamesCasesThatThereAre(t *testing.T) {
	cases := append(ids(t), "example#1", "captured")
	for _, f := range families() {
		for p := range strings.FieldsSeq(f.cases) {
			if !fitsOne(p, cases) {
				t.Errorf("%s: no case is %s", f.name, p)
			}
		}
	}
}
