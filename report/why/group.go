package why

// Grouped puts the items with the same key together, in the order of the first of each.
func Grouped[T any, K comparable](items []T, key func(T) K) [][]T {
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

// isWorthRepeating is true of a case that shows something.
func (c Case) isWorthRepeating() bool {
	return len(c.Exchanges) > 0 && (c.Outcome != "pass" && c.Outcome != "fixed" || len(c.Notes) > 0)
}
