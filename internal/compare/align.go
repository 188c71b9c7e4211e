package compare

// longest is how many items of two lists are aligned; longer ones are compared place by place.
const longest = 1000

// gap is a stretch of two lists in which nothing is equal.
type gap struct{ oldFrom, oldTo, newFrom, newTo int }

// align leaves out the longest common subsequence of two lists and returns the gaps between. Of several it takes the
// one that order leads to, whichever list is called the old one.
func align[T any](old, new []T, order func(a, b T) int) []gap {
	from, oldTo, newTo := 0, len(old), len(new)
	for from < min(oldTo, newTo) && order(old[from], new[from]) == 0 {
		from++
	}
	for oldTo > from && newTo > from && order(old[oldTo-1], new[newTo-1]) == 0 {
		oldTo, newTo = oldTo-1, newTo-1
	}
	old, new = old[from:oldTo], new[from:newTo]
	compared := between[T]
	if max(len(old), len(new)) > longest {
		compared = sideBySide[T]
	}
	gaps := compared(old, new, order)
	for i := range gaps {
		g := &gaps[i]
		g.oldFrom, g.oldTo, g.newFrom, g.newTo = g.oldFrom+from, g.oldTo+from, g.newFrom+from, g.newTo+from
	}
	return gaps
}

func between[T any](old, new []T, order func(a, b T) int) []gap {
	lengths := commonLengths(old, new, order)
	var gaps []gap
	i, j, fromI, fromJ := 0, 0, 0, 0
	end := func() {
		if i > fromI || j > fromJ {
			gaps = append(gaps, gap{fromI, i, fromJ, j})
		}
	}
	for i < len(old) && j < len(new) {
		which, below, right := order(old[i], new[j]), lengths[i+1][j], lengths[i][j+1]
		switch {
		case which == 0:
			end()
			i, j = i+1, j+1
			fromI, fromJ = i, j
		case below > right || below == right && which < 0:
			i++
		default:
			j++
		}
	}
	i, j = len(old), len(new)
	end()
	return gaps
}

// commonLengths are the lengths of the longest common subsequences of all pairs of ends of the two lists.
func commonLengths[T any](old, new []T, order func(a, b T) int) [][]uint16 {
	lengths := make([][]uint16, len(old)+1)
	lengths[len(old)] = make([]uint16, len(new)+1)
	for i := len(old) - 1; i >= 0; i-- {
		row, below := make([]uint16, len(new)+1), lengths[i+1]
		for j := len(new) - 1; j >= 0; j-- {
			if order(old[i], new[j]) == 0 {
				row[j] = below[j+1] + 1
			} else {
				row[j] = max(below[j], row[j+1])
			}
		}
		lengths[i] = row
	}
	return lengths
}

func sideBySide[T any](old, new []T, order func(a, b T) int) []gap {
	var gaps []gap
	both := min(len(old), len(new))
	for i := range both {
		if order(old[i], new[i]) != 0 {
			gaps = append(gaps, gap{i, i + 1, i, i + 1})
		}
	}
	if len(old) != len(new) {
		gaps = append(gaps, gap{both, len(old), both, len(new)})
	}
	return gaps
}
