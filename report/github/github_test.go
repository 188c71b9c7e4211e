package github_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/report/github"
)

func TestTheTenAnnotationsOfAKindAreTheWorst(t *testing.T) {
	var a github.Annotations
	add := func(kind, title string, count int) {
		for n := range count {
			a.Add(github.Annotation{Kind: kind, Title: title, File: "a", Line: n + 1, Lines: []string{"text"}})
		}
	}
	add(github.Notice, "remark", 3)
	add(github.Error, "often", 40)
	add(github.Error, "twice", 2)
	add(github.Warning, "warned", 10)
	a.Count(github.Error, "often", 60)
	a.Count(github.Error, "lost", 1)
	var out strings.Builder
	a.Write(&out, github.Annotation{Kind: github.Notice, Title: "timhook", Lines: []string{"FAIL"}})
	var want strings.Builder
	for n := range 7 {
		fmt.Fprintf(&want, "::error file=a,line=%d,title=often::text\n", n+1)
	}
	want.WriteString("::error file=a,line=1,title=twice::text\n::error file=a,line=2,title=twice::text\n" +
		"::error title=... and 94 more::often 93, lost 1\n")
	for n := range 10 {
		fmt.Fprintf(&want, "::warning file=a,line=%d,title=warned::text\n", n+1)
	}
	for n := range 3 {
		fmt.Fprintf(&want, "::notice file=a,line=%d,title=remark::text\n", n+1)
	}
	want.WriteString("::notice title=timhook::FAIL\n")
	if diff := cmp.Diff(want.String(), out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Whatever there is, GitHub gets no more than it shows, all of it is counted, and the verdict is among it.
func TestNothingIsDroppedWithoutACount(t *testing.T) {
	for n := range 40 {
		var a github.Annotations
		for i := range n {
			a.Add(github.Annotation{Kind: github.Notice, Title: fmt.Sprintf("rule-%d", i/3)})
		}
		var out strings.Builder
		a.Write(&out, github.Annotation{Kind: github.Notice, Title: "timhook"})
		lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
		shown, left := len(lines)-1, 0
		if n >= github.Most {
			shown--
			if _, err := fmt.Sscanf(lines[len(lines)-2], "::notice title=... and %d more::", &left); err != nil {
				t.Fatalf("of %d: %v\n%s", n, err, &out)
			}
		}
		if len(lines) > github.Most || shown+left != n || lines[len(lines)-1] != "::notice title=timhook::" {
			t.Errorf("of %d: got %d lines, %d shown and %d counted\n%s", n, len(lines), shown, left, &out)
		}
	}
}
