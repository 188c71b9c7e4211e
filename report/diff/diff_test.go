package diffreport

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/timhook/timhook/internal/compare"
	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/report/terminal"
)

func exchangeOf(callback, input string, took time.Duration) *compare.Exchange {
	return &compare.Exchange{
		Identity: compare.Identity{Callback: callback, Group: "@TGS#1"}, Input: input, Number: 3,
		Line: 7, Took: took,
	}
}

// found is a comparison of hostile texts and of secrets.
func found(c Comparison) *Comparison {
	c.Names, c.Hide = [2]string{"a\x1b[2J", "b"}, &secret.Known{}
	before, after := exchangeOf("x\x1b[31m", "a\u202e", 5*time.Millisecond), exchangeOf("x\x1b[31m", "b",
		12*time.Millisecond)
	c.AddPair(before, after, nil)
	c.AddPair(before, after, []compare.Difference{
		{Part: compare.Body, Path: "/ErrorInfo", Kind: compare.Changed, Old: `"a\r"`, New: "\"\xff\""},
		{Part: compare.Header, Path: "X-Api-Key", Kind: compare.Changed, Old: "before-secret", New: "after-secret"},
		{Part: compare.Query, Path: "sign", Kind: compare.Added, New: "new-secret"},
		{Part: compare.Sent, Path: "Cookie", Kind: compare.Removed, Old: "old-secret"},
	})
	c.AddPair(before, after,
		[]compare.Difference{{Part: compare.Status, Kind: compare.Changed, Old: "200", New: "500"}})
	c.AddOnlyA(exchangeOf("gone", "a", 0))
	c.AddOnlyB(exchangeOf("new", "b", 0))
	c.AddOnlyB(exchangeOf("newer", "b", 0))
	return &c
}

func TestAComparisonIsHarmlessText(t *testing.T) {
	for _, tt := range []struct {
		name string
		c    Comparison
		want []string
	}{
		{"quiet", Comparison{Quiet: true}, []string{
			`DIFFERENT  2 different, 1 equal, 1 only in a\x1b[2J, 2 only in b`,
		}},
		{"one of each, with latencies", Comparison{Most: 1, Latency: true}, []string{
			`x\x1b[31m  @TGS#1  a\u202e:7  b:7`,
			`  /ErrorInfo  "a\r" -> "\xff"`,
			"  header X-Api-Key  two secrets that differ",
			"  query sign  + masked",
			"  sent Cookie  - masked",
			"  latency  5ms -> 12ms",
			"and 1 more that differ",
			`only in a\x1b[2J`,
			"  gone  @TGS#1  a:7",
			"only in b",
			"  new  @TGS#1  b:7",
			"  and 1 more",
			`DIFFERENT  2 different, 1 equal, 1 only in a\x1b[2J, 2 only in b`,
			"latency  median 5ms -> 12ms, p95 5ms -> 12ms",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			found(tt.c).Text(&out, terminal.NewPalette(false))
			if diff := cmp.Diff(strings.Join(tt.want, "\n")+"\n", out.String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestAComparisonAsDataHoldsTextsAsTheyAre(t *testing.T) {
	doc := found(Comparison{Latency: true}).Document()
	took := func(us int64) *int64 { return &us }
	want := Pair{
		Callback: "x\x1b[31m", Group: "@TGS#1",
		A: &Place{Input: "a\u202e", Number: 3, Line: 7, TookUS: took(5000)}, B: &Place{
			Input: "b", Number: 3, Line: 7,
			TookUS: took(12000),
		},
		Differences: []Difference{
			{Part: "body", Path: "/ErrorInfo", Kind: "changed", Old: `"a\r"`, NewBase64: "Iv8i"},
			{Part: "header", Path: "X-Api-Key", Kind: "changed", Old: secret.Mask, New: secret.Mask},
			{Part: "query", Path: "sign", Kind: "added", New: secret.Mask},
			{Part: "sent", Path: "Cookie", Kind: "removed", Old: secret.Mask},
		},
	}
	if diff := cmp.Diff(want, doc.Different[0], cmpopts.IgnoreUnexported(Difference{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := []int{len(doc.Different), len(doc.OnlyA), len(doc.OnlyB)}; !cmp.Equal(got, []int{2, 1, 2}) {
		t.Errorf("got %d exchanges in the lists, want all of them", got)
	}
	if want := (Counts{Equal: 1, Different: 2, OnlyA: 1, OnlyB: 2}); doc.Counts != want {
		t.Errorf("got %+v, want %+v", doc.Counts, want)
	}
}
