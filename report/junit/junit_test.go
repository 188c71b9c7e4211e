package junit_test

import (
	"encoding/xml"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/timhook/timhook/report/junit"
	"pgregory.net/rapid"
)

// Readers know a test case by its class and name: of two with the same ones they show one.
func TestNamesInASuiteDiffer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOf(rapid.SampledFrom([]string{"a", "a (2)", "a (2) (2)", "a (3)", "b"})).Draw(t, "names")
		s := junit.NewSuite("suite", time.Time{})
		for _, name := range names {
			s.Add(junit.Case{Name: name, ClassName: "class"}, 0.001)
		}
		var out strings.Builder
		if err := junit.Write(&out, 1, []junit.Suite{s}); err != nil {
			t.Fatal(err)
		}
		var read struct {
			Tests  int `xml:"tests,attr"`
			Suites []struct {
				Cases []struct {
					Name string `xml:"name,attr"`
				} `xml:"testcase"`
			} `xml:"testsuite"`
		}
		if err := xml.Unmarshal([]byte(out.String()), &read); err != nil {
			t.Fatal(err)
		}
		var got []string
		for i, c := range read.Suites[0].Cases {
			if !strings.HasPrefix(c.Name, names[i]) {
				t.Fatalf("got the name %q for %q", c.Name, names[i])
			}
			got = append(got, c.Name)
		}
		slices.Sort(got)
		if read.Tests != len(names) || len(slices.Compact(got)) != len(names) {
			t.Fatalf("got %d tests and the names %q of %q", read.Tests, got, names)
		}
	})
}
