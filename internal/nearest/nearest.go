// Package nearest finds the names that a mistyped one probably meant, for the hint under "unknown …".
package nearest

import (
	"cmp"
	"slices"
	"strings"
)

const (
	most    = 3
	longest = 256 // a longer name is no slip of the pen, and comparing it would take long
)

// Names returns at most three of the known names that are close to the wrong one, the closest first.
// Letter case and separators do not count; a name that contains the wrong one counts as close.
func Names(wrong string, known []string) []string {
	type candidate struct {
		name             string
		distance, longer int
	}
	if len(wrong) > longest {
		return nil
	}
	var found []candidate
	w := fold(wrong)
	limit := max(1, len(w)/3)
	for _, name := range known {
		k := fold(name)
		d := limit + 1
		if abs(len(w)-len(k)) <= limit {
			d = distance(w, k)
		}
		if len(w) >= 3 && strings.Contains(k, w) {
			d = min(d, 1)
		}
		if d <= limit && !slices.ContainsFunc(found, func(c candidate) bool { return c.name == name }) {
			found = append(found, candidate{name, d, abs(len(k) - len(w))})
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Or(a.distance-b.distance, a.longer-b.longer) })
	names := make([]string, 0, most)
	for _, c := range found[:min(most, len(found))] {
		names = append(names, c.name)
	}
	return names
}

func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("-_. /", r) {
			return -1
		}
		return r
	}, strings.ToLower(s))
}

// distance counts insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).
func distance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

func abs(n int) int { return max(n, -n) }
