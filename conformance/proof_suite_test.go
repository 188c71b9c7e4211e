package conformance_test

import (
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/internal/backend"
)

func mounted(right http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/im" {
			http.NotFound(w, r)
			return
		}
		right.ServeHTTP(w, r)
	})
}

func TestScratch(t *testing.T) {
	only := os.Getenv("FAULTS")
	for _, f := range append([]backend.Fault{{Name: "reference", Break: func(h http.Handler) http.Handler { return h }}}, backend.Faults()...) {
		if only != "" && !slices.Contains(strings.Split(only, ","), f.Name) {
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				o := suiteOptions(t, serving(t, f.Break(mounted(reference()))))
				o.NoShrink = true
				o.Jobs = 8
				real := time.Now()
				res := conformance.RunSuite(t.Context(), byDefault(), o)
				must := map[string]int{}
				cases := map[string][]string{}
				for _, r := range res {
					for _, x := range r.Results {
						for _, f := range x.Judgement.Findings {
							must[f.Check.ID]++
							cases[f.Check.ID] = append(cases[f.Check.ID], r.Case.Name()+"("+x.Label+")")
						}
						if x.Outcome() == conformance.Error {
							must["ERROR"]++
						}
					}
				}
				a := slices.Sorted(maps.Keys(must))
				mark := "="
				want := slices.Sorted(slices.Values(f.Trips))
				if !slices.Equal(want, a) {
					mark = "!"
				}
				fmt.Printf("%s %s want=%s got=%v bubble=%v\n", mark, f.Name, strings.Join(want, ","), must, time.Since(real))
				if mark == "!" || only != "" {
					for id, list := range cases {
						fmt.Println("    ", id, list[:min(len(list), 7)])
					}
				}
			})
		})
	}
}
