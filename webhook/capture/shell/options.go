package shell

import (
	"strings"

	"github.com/timhook/timhook/webhook/capture/scan"
)

// curlLetters are curl's options of one letter that take a value, with their long names where those matter.
const curlLetters = "A=user-agent b=cookie c= C= d=data D= e=referer E= F=form H=header K=config " +
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
const curlFlagLetters = "#012346aBfgGhiIjJklLMnNOpqRsSvVZ"

var flagNames = map[byte]string{
	'G': "get", 'I': "head", '0': "http1.0", 'g': "globoff", 'h': "help", 'M': "manual", 'V': "version",
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
