package words

import "net/url"

// docs is where the pages of the folder docs can be read.
const docs = "https://github.com/timhook/timhook/blob/main/docs/"

// Page is the address of the page about a check, rule or callback, by its folder of docs: "checks", "resp-json".
func Page(folder, id string) string { return docs + folder + "/" + url.QueryEscape(id) + ".md" }
