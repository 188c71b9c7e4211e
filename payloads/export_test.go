package payloads

// RelativeNames are the names of relatives, each with the field it stands for.
func RelativeNames() [][2]string {
	var list [][2]string
	for _, r := range relatives {
		list = append(list, [2]string{r.name, r.field})
	}
	return list
}
