package report

import "slices"

// Narrowed is a finding of the document with only these of its cases. Where the one in front is not among them,
// another takes its place, and what was found of the old one alone is left out.
func (d *Document) Narrowed(f Finding, names []string) Finding {
	if len(names) == len(f.Cases) {
		return f
	}
	f.Cases, f.Count, f.Spread = names, len(names), ""
	f.ListCases()
	if slices.Contains(names, f.Case) {
		return f
	}
	for _, c := range d.Cases {
		if !slices.Contains(names, c.Name) {
			continue
		}
		for _, x := range c.Exchanges {
			i := slices.IndexFunc(x.Found, func(found Found) bool { return found.Check == f.Check })
			if i < 0 {
				continue
			}
			f = shownIn(c, x, x.Found[i], f)
			f.Reproduce, f.Curl, f.Shrunk, f.Corrected, f.NotSent = c.Reproduce, "", "", "", 0
			f.ListCases()
			return f
		}
	}
	return f
}
