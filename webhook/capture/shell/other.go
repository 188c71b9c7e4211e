package shell

import (
	"errors"
	"strings"

	"github.com/timhook/timhook/webhook/capture/scan"
)

// asCurl is the way out where a browser can copy a request in several ways.
const asCurl = "copy the request as cURL instead (in a browser: Copy > Copy as cURL (bash)), or save it as HAR"

// otherTool are commands that send requests without curl, in lower case, and what to give instead of them.
var otherTools = map[string]string{
	"invoke-webrequest": "PowerShell's Invoke-WebRequest is not read; " + asCurl,
	"iwr":               "PowerShell's Invoke-WebRequest is not read; " + asCurl,
	"invoke-restmethod": "PowerShell's Invoke-RestMethod is not read; " + asCurl,
	"irm":               "PowerShell's Invoke-RestMethod is not read; " + asCurl,
	"wget": `got the command "wget", want curl; ` +
		"give what wget --debug prints of the request, or write the line for curl",
	"http":  "HTTPie's lines are not read; give what HTTPie prints with --offline --print=HB, an HTTP message",
	"https": "HTTPie's lines are not read; give what HTTPie prints with --offline --print=HB, an HTTP message",
	"xh":    "xh's lines are not read; give what xh prints with --offline --print=HB, or with --curl",
	"xhs":   "xh's lines are not read; give what xh prints with --offline --print=HB, or with --curl",
	"fetch": "JavaScript's fetch is not read; " + asCurl,
}

// notCurl is the error about a command that sends requests otherwise. A line stands for its first word that is known.
func notCurl(line string) error {
	isEnd := func(c rune) bool { return strings.ContainsRune(" \t(=", c) }
	for _, name := range strings.FieldsFunc(line, isEnd) {
		if said := otherTools[strings.ToLower(name)]; said != "" {
			return &scan.BadText{Err: errors.New(said)}
		}
	}
	return scan.BadTextf("got the command %q, want curl", line)
}
