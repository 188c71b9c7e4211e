package shell

import (
	"slices"
	"strings"

	"github.com/timhook/timhook/internal/secret"
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
	" ip-tos ipfs-gateway keepalive-cnt keepalive-time key key-type knownhosts krb libcurl limit-rate local-port" +
	" login-options mail-auth mail-from mail-rcpt max-filesize max-redirs max-time netrc-file noproxy" +
	" output output-dir parallel-max parallel-max-host pass pinnedpubkey preproxy proto proto-default proto-redir" +
	" proxy proxy-cacert proxy-capath proxy-cert proxy-cert-type proxy-ciphers proxy-crlfile proxy-header" +
	" proxy-key proxy-key-type proxy-pass proxy-pinnedpubkey proxy-service-name proxy-tls13-ciphers" +
	" proxy-tlsauthtype proxy-tlspassword proxy-tlsuser proxy-user proxy1.0 pubkey quote random-file" +
	" range rate resolve retry retry-delay retry-max-time sasl-authzid service-name sigalgs socks4 socks4a socks5" +
	" socks5-gssapi-service socks5-hostname speed-limit speed-time ssl-sessions stderr telnet-option tftp-blksize" +
	" time-cond tls-max tls13-ciphers tlsauthtype tlspassword tlsuser trace trace-ascii trace-config" +
	" upload-flags variable vlan-priority write-out "

// curlMeant are the long options that take a value and change what is sent.
const curlMeant = " request url header data data-ascii data-raw data-binary data-urlencode json user-agent referer" +
	" cookie user oauth2-bearer unix-socket request-target url-query form form-string upload-file config "

// curlFlags are the long options without a value. Each may have "no-" in front.
const curlFlags = " anyauth append basic buffer ca-native cert-status clobber compressed compressed-ssh create-dirs " +
	"crlf" +
	" digest disable disable-eprt disable-epsv disallow-username-in-url doh-cert-status doh-insecure eprt epsv fail" +
	" fail-early fail-with-body false-start follow form-escape ftp-create-dirs ftp-pasv ftp-pret ftp-skip-pasv-ip" +
	" ftp-ssl ftp-ssl-ccc ftp-ssl-control ftp-ssl-reqd get globoff haproxy-protocol head help http0.9 http1.0 http1.1" +
	" http2 http2-prior-knowledge http3 http3-only ignore-content-length include insecure ipv4 ipv6" +
	" junk-session-cookies keepalive list-only location location-trusted mail-rcpt-allowfails manual metalink mptcp" +
	" negotiate netrc netrc-optional next alpn npn ntlm ntlm-wb out-null parallel parallel-immediate path-as-is post301" +
	" post302 post303 progress-bar progress-meter proxy-anyauth proxy-basic proxy-ca-native proxy-digest proxy-http2" +
	" proxy-insecure proxy-negotiate proxy-ntlm proxy-ssl-allow-beast proxy-ssl-auto-client-cert proxy-tlsv1" +
	" proxytunnel raw remote-header-name remote-name remote-name-all remote-time remove-on-error retry-all-errors" +
	" retry-connrefused sasl-ir sessionid show-error show-headers silent skip-existing socks5-basic socks5-gssapi" +
	" socks5-gssapi-nec ssl ssl-allow-beast ssl-auto-client-cert ssl-no-revoke ssl-reqd ssl-revoke-best-effort sslv2" +
	" sslv3 styled-output suppress-connect-headers tcp-fastopen tcp-nodelay test-event tftp-no-options tls-earlydata" +
	" tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 tr-encoding trace-ids trace-time use-ascii verbose version xattr "

// curlFlagLetters are the options of one letter without a value. Of those that matter, flagNames has the long name.
const curlFlagLetters = "#012346aBfgGiIjJklLMnNOpqRsSvVZ:"

var flagNames = map[byte]string{
	'G': "get", 'I': "head", '0': "http1.0", 'g': "globoff", ':': "next", 'M': "manual", 'V': "version",
}

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

// wholeName is the option that a name or the only beginning of one stands for, or empty.
func wholeName(given string) string {
	if given == "" || strings.ContainsAny(given, " "+holeByte) {
		return ""
	}
	bare, isNegated := strings.CutPrefix(given, "no-")
	if strings.Contains(curlFlags, " "+bare+" ") {
		if isNegated {
			return "no-" + bare
		}
		return bare
	}
	all := curlFlags + curlValues + curlMeant
	if strings.Contains(all, " "+given+" ") {
		return given
	}
	found := ""
	for name := range strings.FieldsSeq(all) {
		if strings.HasPrefix(name, given) {
			if found != "" {
				return ""
			}
			found = name
		}
	}
	return found
}

// unknownOption is the error about an option that curl refuses.
func unknownOption(option, long string) error {
	name, _, found := strings.Cut(long, "=")
	if found && wholeName(name) != "" {
		return scan.BadTextf("curl itself refuses --%s=: between an option and its value it wants a blank, not =", name)
	}
	option, _, _ = strings.Cut(option, "=")
	return scan.BadTextf("curl itself refuses the option %s, which it does not know", option)
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
