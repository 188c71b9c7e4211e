package compare

import "strings"

// pair is a header field or a parameter of a query.
type pair struct{ Name, Value string }

// pairs compares lists of names and values: the n-th of a name with the n-th. Order and case of names is spelling.
func (o Options) pairs(part Part, old, new []pair, fold func(string) string) []Difference {
	var found []Difference
	after, taken := grouped(new, fold), map[string]int{}
	for _, p := range old {
		name := fold(p.Name)
		nth := taken[name]
		taken[name]++
		switch list := after[name]; {
		case nth >= len(list):
			found = append(found, Difference{Part: part, Path: p.Name, Kind: Removed, Old: p.Value})
		case p.Value != list[nth].Value || o.Spelling && p.Name != list[nth].Name:
			found = append(found, Difference{
				Part: part, Path: p.Name, Kind: Changed, Old: spelt(p, list[nth]), New: spelt(list[nth], p),
			})
		}
	}
	seen := map[string]int{}
	for _, p := range new {
		name := fold(p.Name)
		if seen[name]++; seen[name] > taken[name] {
			found = append(found, Difference{Part: part, Path: p.Name, Kind: Added, New: p.Value})
		}
	}
	if o.Spelling && len(found) == 0 && joined(old) != joined(new) {
		found = append(found, Difference{Part: part, Kind: Reordered, Old: joined(old), New: joined(new)})
	}
	return found
}

// spelt is the value of a pair, or its name if the values are the same.
func spelt(p, other pair) string {
	if p.Value == other.Value {
		return p.Name
	}
	return p.Value
}

func grouped(list []pair, fold func(string) string) map[string][]pair {
	groups := map[string][]pair{}
	for _, p := range list {
		groups[fold(p.Name)] = append(groups[fold(p.Name)], p)
	}
	return groups
}

func joined(list []pair) string {
	var names []string
	for _, p := range list {
		names = append(names, p.Name)
	}
	return strings.Join(names, ", ")
}
