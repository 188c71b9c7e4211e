package shell

import (
	"slices"
	"strings"

	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// read reads the words behind curl.
func (c *curlCall) read(args []word) error {
	isSingle := func(w word) bool { return strings.HasPrefix(w.text, "'") }
	if i := slices.IndexFunc(args, isSingle); i >= 0 && c.dialect == cmdExe {
		return scan.BadTextf("cmd has no single quotes, so that %s begins with one; write the text in double quotes, "+
			"with \\\" for each quote in it", masked(args[i].shown()))
	}
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		var err error
		switch {
		case isPowerShellOption(arg.text):
			err = notCurl("Invoke-WebRequest")
		case strings.HasPrefix(arg.text, "--"):
			args, err = c.long(arg.text[2:], args)
		case len(arg.text) > 1 && arg.text[0] == '-':
			args, err = c.letters(arg, args)
		default:
			err = c.setURL(arg)
		}
		if err != nil {
			return err
		}
	}
	if c.url == nil {
		return scan.BadTextf("the curl line has no URL")
	}
	return nil
}

// isPowerShellOption knows what is behind the curl that Windows PowerShell takes for its own Invoke-WebRequest.
func isPowerShellOption(text string) bool {
	return slices.Contains([]string{"-uri", "-method", "-body", "-headers", "-contenttype", "-usebasicparsing"},
		strings.ToLower(text))
}

func (c *curlCall) setURL(w word) error {
	if c.url != nil {
		return scan.BadTextf("the curl line has two URLs, %q and %q; give each its own line",
			masked(c.url.shown()), masked(w.shown()))
	}
	c.url = &w
	return nil
}

// masked is a URL for a message.
func masked(url string) string { return new(secret.Policy).URL(url, "") }

// letters reads "-sSXPOST": options of one letter each, the last of which may have its value behind it.
func (c *curlCall) letters(arg word, args []word) ([]word, error) {
	for i := 1; i < len(arg.text); i++ {
		letter := arg.text[i : i+1]
		at := strings.Index(" "+curlLetters, " "+letter+"=")
		if at < 0 {
			if !strings.Contains(curlFlagLetters, letter) {
				return nil, unknownOption("-"+letter, "")
			}
			if err := c.flag(flagNames[letter[0]]); err != nil {
				return nil, err
			}
			continue
		}
		name, _, _ := strings.Cut(curlLetters[at+2:], " ")
		if len(arg.text) > i+1 {
			return args, c.option(name, arg.from(i+1))
		}
		if len(args) == 0 {
			return nil, scan.BadTextf("curl's -%s has no value behind it", letter)
		}
		return args[1:], c.option(name, args[0])
	}
	return args, nil
}

// long reads an option of several letters. curl takes the beginning of a name for it where there is only one such.
func (c *curlCall) long(given string, args []word) ([]word, error) {
	if strings.HasPrefix(given, "expand-") {
		return nil, scan.BadTextf("curl's --%s puts variables of curl in; write what they stand for", given)
	}
	name, takesValue := given, true
	meant := strings.Contains(curlMeant, " "+name+" ")
	if !meant && !strings.Contains(curlValues, " "+name+" ") {
		if name = wholeName(given); name == "" {
			return nil, unknownOption("--"+given, given)
		}
		meant = strings.Contains(curlMeant, " "+name+" ")
		takesValue = meant || strings.Contains(curlValues, " "+name+" ")
	}
	switch {
	case !takesValue:
		return args, c.flag(name)
	case len(args) == 0:
		return nil, scan.BadTextf("curl's --%s has no value behind it", name)
	case !meant:
		return args[1:], nil
	}
	return args[1:], c.option(name, args[0])
}

// flag takes an option without a value. Most change nothing in a callback.
func (c *curlCall) flag(name string) error {
	switch name {
	case "get":
		c.get = true
	case "head":
		c.head = true
	case "http1.0":
		c.proto = "HTTP/1.0"
	case "http1.1", "http2": // the last one counts
		c.proto = ""
	case "compressed":
		c.encoding = "deflate, gzip, br, zstd"
	case "globoff":
		c.globs = true
	case "path-as-is":
		c.asIs = true
	case "help", "manual", "version":
		return scan.BadTextf("curl --%s prints something and sends nothing", name)
	}
	return nil
}

// option takes an option that changes what is sent.
func (c *curlCall) option(name string, w word) error {
	switch name {
	case "":
		return nil
	case "url":
		return c.setURL(w)
	case "data", "data-ascii", "data-raw", "data-binary", "data-urlencode", "json":
		return c.addData(name, w)
	case "form", "form-string", "upload-file", "config":
		return scan.BadTextf("--%s makes no callback, or reads a file; write the packet behind --data-binary", name)
	case "header":
		return c.addHeader("", w)
	case "user-agent":
		return c.addHeader("User-Agent", w)
	case "referer":
		w.text = strings.TrimSuffix(w.text, ";auto")
		return c.addHeader("Referer", w)
	case "cookie":
		if strings.Contains(w.text, "=") || w.isOpen() {
			return c.addHeader("Cookie", w)
		}
		return nil // a file
	case "url-query":
		return c.addQuery(w)
	}
	w, err := c.script.resolved(w)
	if err != nil {
		return err
	}
	isCredential := name == "user" || name == "oauth2-bearer"
	switch {
	case isCredential && w.isOpen():
		c.hide("header Authorization", "the header field Authorization", w.holes)
		c.bearer = true
		return nil
	case w.isOpen():
		return scan.BadTextf("--%s holds %s; write what it stands for, no shell is run", name, w.holes[0].name)
	}
	return c.setting(name, w)
}

// setting takes an option whose value is known.
func (c *curlCall) setting(name string, w word) error {
	switch name {
	case "request":
		c.method = w.text
	case "user":
		c.user = &w.text
	case "oauth2-bearer":
		c.bearer = true
		return c.addHeader("Authorization", word{text: "Bearer " + w.text})
	case "unix-socket":
		c.socket = w.text
	case "request-target":
		if !strings.HasPrefix(w.text, "/") {
			return scan.BadTextf("--request-target %s is no path; write one that begins with /", w.text)
		}
		c.target = w.text
	}
	return nil
}
