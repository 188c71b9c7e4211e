package words

import "strings"

// docs is where the pages of the folder docs can be read.
const docs = "https://github.com/timhook/timhook/blob/main/docs/"

// Page is the address of the page about a check, rule or callback, by its folder of docs: "checks", "resp-json". What
// has another name than ours has no page.
func Page(folder, id string) string {
	if strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		return ""
	}
	return docs + folder + "/" + id + ".md"
}
