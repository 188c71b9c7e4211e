package shell

import (
	"net/url"
	"slices"
	"strings"

	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// curlLetters are curl's options of one letter that take a value, with their long names where those matter.
const curlLetters = "A=user-agent b=cookie c= C= d=data D= e=referer E= F=form h= H=header K=config " +
	"m= o= P= Q= r= t= T=upload-file u=user U= w= x= X=request y= Y= z="

// curlValues are the long options that take a value and change nothing in a callback.
const curlValues = " abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers connect-timeout" +
	" connect-to continue-at cookie-jar create-file-mode crlfile curves delegation dns-interface" +
	" dns-ipv4-addr dns-ipv6-addr dns-servers doh-url dump-header ech egd-file engine etag-compare" +
	" etag-save expect100-timeout ftp-account ftp-alternative-to-user ftp-method ftp-port" +
	" ftp-ssl-ccc-mode happy-eyeballs-timeout-ms haproxy-clientip hostpubmd5 hostpubsha256 hsts interface" +
	" ip-tos ipfs-gateway keepalive-cnt keepalive-time key key-type krb libcurl limit-rate local-port" +
	" login-options mail-auth mail-from mail-rcpt max-filesize max-redirs max-time netrc-file noproxy" +
	" output output-dir parallel-max pass pinnedpubkey preproxy proto proto-default proto-redir proxy" +
	" proxy-cacert proxy-capath proxy-cert proxy-cert-type proxy-ciphers proxy-crlfile proxy-header" +
	" proxy-key proxy-key-type proxy-pass proxy-pinnedpubkey proxy-service-name proxy-tls13-ciphers" +
	" proxy-tlsauthtype proxy-tlspassword proxy-tlsuser proxy-user proxy1.0 pubkey quote random-file" +
	" range rate resolve retry retry-delay retry-max-time sasl-authzid service-name socks4 socks4a socks5" +
	" socks5-gssapi-service socks5-hostname speed-limit speed-time stderr telnet-option tftp-blksize" +
	" time-cond tls-max tls13-ciphers tlsauthtype tlspassword tlsuser trace trace-ascii trace-config" +
	" variable vlan-priority write-out "

// curlMeant are the long options that take a value and change what is sent.
const curlMeant = " request url header data data-ascii data-raw data-binary data-urlencode json user-agent referer" +
	" cookie user oauth2-bearer unix-socket request-target url-query form form-string upload-file config "

// read reads the words behind curl.
func (c *curlCall) read(args []word) error {
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		var err error
		switch {
		case strings.HasPrefix(arg.text, "^"):
			err = scan.BadTextf("the line is spelt for Windows' cmd; " +
				"copy it as cURL (bash), or write it for a POSIX shell")
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
	if c.url.text == "" {
		return scan.BadTextf("the curl line has no URL")
	}
	return nil
}

func (c *curlCall) setURL(w word) error {
	if c.url.text != "" {
		return scan.BadTextf("the curl line has two URLs, %q and %q; give each its own line", c.url.shown(), w.shown())
	}
	c.url = w
	return nil
}

// letters reads "-sSXPOST": options of one letter each, the last of which may have its value behind it.
func (c *curlCall) letters(arg word, args []word) ([]word, error) {
	for i := 1; i < len(arg.text); i++ {
		at := strings.Index(" "+curlLetters, " "+arg.text[i:i+1]+"=")
		if at < 0 {
			if err := c.flag(map[byte]string{'G': "get", 'I': "head", '0': "http1.0"}[arg.text[i]]); err != nil {
				return nil, err
			}
			continue
		}
		name, _, _ := strings.Cut(curlLetters[at+2:], " ")
		if rest := arg.text[i+1:]; rest != "" {
			return args, c.option(name, word{text: rest, expands: arg.expands})
		}
		if len(args) == 0 {
			return nil, scan.BadTextf("curl's -%s has no value behind it", arg.text[i:i+1])
		}
		return args[1:], c.option(name, args[0])
	}
	return args, nil
}

// long reads an option of several letters.
func (c *curlCall) long(name string, args []word) ([]word, error) {
	meant := strings.Contains(curlMeant, " "+name+" ")
	switch {
	case !meant && !strings.Contains(curlValues, " "+name+" "):
		return args, c.flag(name)
	case len(args) == 0:
		return nil, scan.BadTextf("curl's --%s has no value behind it", name)
	case !meant:
		return args[1:], nil
	}
	return args[1:], c.option(name, args[0])
}

// flag takes an option without a value. Those that are not known change nothing in a callback.
func (c *curlCall) flag(name string) error {
	switch name {
	case "get":
		c.get = true
	case "head":
		c.method = "HEAD"
	case "http1.0":
		c.proto = "HTTP/1.0"
	case "http1.1", "http2": // the last one counts
		c.proto = ""
	case "compressed":
		c.encoding = "deflate, gzip, br, zstd"
	case "next":
		return scan.BadTextf("--next makes several requests of one line; give each its own line")
	}
	return nil
}

// option takes an option that changes what is sent.
func (c *curlCall) option(name string, w word) error {
	switch name {
	case "url":
		return c.setURL(w)
	case "data", "data-ascii", "data-raw", "data-binary", "data-urlencode", "json":
		return c.addData(name, w)
	case "form", "form-string", "upload-file", "config":
		return scan.BadTextf("--%s makes no callback, or reads a file; write the packet behind --data-binary", name)
	case "":
		return nil
	}
	if name != "url-query" && w.expands != "" {
		return holds("--"+name, w)
	}
	switch name {
	case "request":
		c.method = w.text
	case "header":
		return c.addHeader(w.text)
	case "user-agent":
		return c.addHeader("User-Agent: " + w.text)
	case "referer":
		return c.addHeader("Referer: " + strings.TrimSuffix(w.text, ";auto"))
	case "cookie":
		if strings.Contains(w.text, "=") {
			return c.addHeader("Cookie: " + w.text)
		}
	case "user":
		return c.addHeader("Authorization: " + basicAuth(w.text))
	case "oauth2-bearer":
		return c.addHeader("Authorization: Bearer " + w.text)
	case "unix-socket":
		c.socket = w.text
	case "request-target":
		if !strings.HasPrefix(w.text, "/") {
			return scan.BadTextf("--request-target %s is no path; write one that begins with /", w.text)
		}
		c.target = w.text
	case "url-query":
		return scan.BadTextf("--url-query is not understood; write the query into the URL")
	}
	return nil
}

// addHeader takes a line as -H does: "Name: value" adds a field, "Name:" leaves it out, "Name;" gives an empty one.
func (c *curlCall) addHeader(line string) error {
	if strings.HasPrefix(line, "@") {
		return scan.BadTextf("-H %s reads a file; write the header fields into the line", line)
	}
	i := strings.IndexAny(line, ":;")
	if i <= 0 {
		return nil // curl passes over it, too
	}
	name, value := line[:i], line[i+1:]
	f := webhook.HeaderField{Name: name, Value: strings.TrimPrefix(value, " ")}
	if err := webhook.CheckHeader([]webhook.HeaderField{f}); err != nil {
		return err
	}
	switch blank := strings.Trim(value, " \t\r\n") == ""; {
	case blank && line[i] == ':':
		c.removed = append(c.removed, f)
	case blank || line[i] == ':':
		if blank {
			f.Value = ""
		}
		c.header = append(c.header, f)
	}
	return nil
}

// addData adds to the body. Several pieces are joined as those of a form, except for --json.
func (c *curlCall) addData(name string, w word) error {
	if w.expands != "" {
		return holds("--"+name, w)
	}
	data, piece := []byte(w.text), &w
	switch {
	case name == "data-urlencode":
		text, err := formField(w.text)
		if err != nil {
			return err
		}
		data, piece = []byte(text), nil
	case name != "data-raw" && strings.HasPrefix(w.text, "@"):
		text, err := c.file(name, w.text)
		if err != nil {
			return err
		}
		data, piece = text, nil
	}
	if name == "json" {
		c.json = true
	} else if c.hasData {
		c.data = append(c.data, '&')
	}
	if c.body = piece; c.hasData {
		c.body = nil
	}
	c.data, c.hasData = append(c.data, data...), true
	return nil
}

// formField is what --data-urlencode makes of its value.
func formField(text string) (string, error) {
	i := strings.IndexAny(text, "=@")
	switch {
	case i < 0:
		return url.QueryEscape(text), nil
	case text[i] == '@':
		return "", scan.BadTextf("--data-urlencode %s reads a file; write its text into the line", text)
	case i == 0:
		return url.QueryEscape(text[1:]), nil
	}
	return text[:i+1] + url.QueryEscape(text[i+1:]), nil
}

// file is what the command in front of curl prints, where curl reads standard input.
func (c *curlCall) file(name, at string) ([]byte, error) {
	if at != "@-" {
		return nil, scan.BadTextf("--%s %s reads a file, and only the line is here; "+
			"write the packet behind --data-raw, or give that file instead", name, at)
	}
	if len(c.stdin) != 1 {
		return nil, scan.BadTextf("--%s @- reads standard input, and no printf or echo in front of curl "+
			"says what that is; write the packet behind --data-raw", name)
	}
	text, err := printed(bare(c.stdin[0]))
	if name == "data" || name == "data-ascii" {
		text = slices.DeleteFunc(text, func(b byte) bool { return b == '\r' || b == '\n' || b == 0 }) // as curl does
	}
	return text, err
}
