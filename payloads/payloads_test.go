package payloads_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
)

var now = time.Date(2026, 1, 2, 3, 4, 5, 123e6, time.UTC)

func build(t *testing.T, c *payloads.Command, v *payloads.Variant, p payloads.Params) []payloads.Packet {
	t.Helper()
	if p.Now.IsZero() {
		p.Now = now
	}
	packets, err := c.Build(v, p)
	if err != nil {
		t.Fatal(err)
	}
	return packets
}

// The catalogue's list is kept as data, so that no variant is ever dropped, renamed or judged otherwise by accident.
func TestEveryCataloguedVariantIsBuilt(t *testing.T) {
	var list strings.Builder
	list.WriteString("# Every payload-level variant of the catalogue, in its order: id, commands, level, expectation.\n" +
		"# Ids are never renamed or dropped; payloads must agree with this list line for line.\n")
	for _, v := range chat.Catalogue() {
		fmt.Fprintln(&list, v.Variant.ID, strings.Join(v.Commands, ","), v.Variant.Level, v.Variant.Expect)
	}
	compareGolden(t, "../testdata/variants.txt", list.String())
	if n := len(chat.Catalogue()); n < 663 {
		t.Errorf("the catalogue holds %d variants, want at least 663", n)
	}
}

// Lists and explanations show one meaning for an id, whichever callback it is found at.
func TestARuleHasOneMeaning(t *testing.T) {
	first := map[string]payloads.Rule{}
	for _, c := range chat.All() {
		for _, r := range c.Rules {
			known, has := first[r.ID]
			if !has {
				first[r.ID] = r
			}
			if has && (known.Doc != r.Doc || known.Level != r.Level || known.Evidence != r.Evidence) {
				t.Errorf("%s: %s is %q (%s, %s) here and %q (%s, %s) elsewhere", c.Short, r.ID, r.Doc, r.Level, r.Evidence,
					known.Doc, known.Level, known.Evidence)
			}
		}
	}
}

// A valid variant satisfies its own schema; one that departs on purpose is reported exactly where it departs.
func TestVariantsDepartOnlyWhereTheySay(t *testing.T) {
	checked := 0
	for _, c := range chat.All() {
		for i := range c.Variants() {
			v := &c.Variants()[i]
			var got []string
			for _, p := range build(t, c, v, payloads.Params{Seed: 7}) {
				for _, problem := range p.Command.Validate(p.Body) {
					if !slices.Contains(got, problem.Path) {
						got = append(got, problem.Path)
					}
					if !slices.Contains(v.OffSpec, problem.Path) {
						t.Errorf("%s: %s (%s)\n%.600s", p.Name(), problem, problem.Level, p.Body)
					}
				}
			}
			for _, path := range v.OffSpec {
				name := strings.Split(path, "/")[1]
				if !slices.Contains(got, path) && (c.Field(name) != nil || len(got) == 0) {
					t.Errorf("%s/%s: nothing is reported at %s, want the departure to be seen", c.Name, v.ID, path)
				}
			}
			checked++
		}
	}
	if checked < 400 {
		t.Errorf("checked %d variants, want at least 400", checked)
	}
}

func TestExamplesValidate(t *testing.T) {
	for _, c := range chat.All() {
		examples := 3000 // what is drawn once in 300 is met with certainty
		if chat.IsUsual(c) {
			examples = 10_000
		}
		t.Run(c.Short, func(t *testing.T) {
			t.Parallel()
			for n := range uint64(examples) {
				for _, p := range build(t, c, payloads.Example(), payloads.Params{Seed: 20260102, Number: n}) {
					if problems := c.Validate(p.Body); len(problems) > 0 {
						t.Fatalf("number %d: %v\n%s", n, problems, p.Body)
					}
				}
			}
		})
	}
}

func TestEveryVariantIsJSONUnlessItIsAboutThat(t *testing.T) {
	for _, c := range chat.All() {
		for i := range c.Variants() {
			for _, p := range build(t, c, &c.Variants()[i], payloads.Params{Seed: 3}) {
				if !json.Valid(p.Body) && c.Variants()[i].ID != "text-invalid-utf8" {
					t.Errorf("%s is not JSON: %q", p.Name(), p.Body)
				}
			}
		}
	}
}

func TestDocumentationSamplesValidate(t *testing.T) {
	files, _ := filepath.Glob("../testdata/doc-samples/*.jsonc")
	if len(files) != 4 {
		t.Fatalf("found %d samples, want 4", len(files))
	}
	for _, file := range files {
		c, err := chat.Lookup(strings.TrimSuffix(filepath.Base(file), ".jsonc"))
		if err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		sample := withoutComments(t, data)
		for _, problem := range c.Validate(sample) {
			if problem.Level == payloads.Must {
				t.Errorf("%s: %s", c.Name, problem)
			}
		}
		var inFile, inCommand any
		if err := json.Unmarshal(sample, &inFile); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(c.Sample), &inCommand); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(inFile, inCommand); diff != "" {
			t.Errorf("%s: the command's Sample is not the page's:\n%s", c.Name, diff)
		}
	}
}

// serial skips a test that one goroutine works in for seconds, with -short, as CI looks for races.
func serial(t *testing.T) {
	if testing.Short() {
		t.Skip("one goroutine does all of it, for seconds; CI leaves it out where it looks for races")
	}
}
