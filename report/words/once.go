package words

// Once is a list with each text where it comes first.
func Once(texts []string) []string {
	var list []string
	seen := make(map[string]bool, len(texts))
	for _, text := range texts {
		if !seen[text] {
			seen[text] = true
			list = append(list, text)
		}
	}
	return list
}
