package report

// grouped puts the items with the same key together, in the order of the first of each.
func grouped[T any, K comparable](items []T, key func(T) K) [][]T {
	var groups [][]T
	at := map[K]int{}
	for _, item := range items {
		k := key(item)
		i, seen := at[k]
		if !seen {
			i = len(groups)
			at[k] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], item)
	}
	return groups
}

// byCallback are the cases of a run, callback by callback.
func byCallback(d *Document) [][]Case {
	return grouped(d.Cases, func(c Case) string { return c.Callback })
}

// isWorthRepeating is true of a case that shows something.
func (c Case) isWorthRepeating() bool {
	return len(c.Exchanges) > 0 && (c.Outcome != "pass" && c.Outcome != "fixed" || len(c.Notes) > 0)
}

func countOutcomes(cases []Case) map[string]int {
	counts := map[string]int{}
	for _, c := range cases {
		counts[c.Outcome]++
	}
	return counts
}
