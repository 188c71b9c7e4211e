package logtext_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	callback = "Group.CallbackAfterSendMsg"
	wanted   = "SdkAppid=1400000009&CallbackCommand=" + callback + "&contenttype=json&ClientIP=203.0.113.77"
	packet   = `{"CallbackCommand":"` + callback + `","GroupId":"@TGS#2QK5WD3FB","MsgBody":[{"MsgType":"TIMTextElem",` +
		`"MsgContent":{"Text":"{\"a\":\"b\"} it's \\ \u5e73 中 & <b> 100% + 1 🧧"}}]}`
)

// form is a way in which a log writes a packet.
type form struct {
	name   string
	line   func(packet string) string
	note   string // on where the packet was found
	query  bool   // the line has the query, too
	wary   bool   // some texts are refused, since the form can be read in two ways
	number int    // of the line on which the packet begins; 0: the first
}

const (
	behind = "found in a line of a log, behind its prefix"
	once   = ", with one level of escapes undone"
)

func forms() []form {
	with := func(before string, spell func(string) string, after string) func(string) string {
		return func(p string) string { return before + spell(p) + after }
	}
	plain := func(s string) string { return s }
	twice := func(s string) string { return inside(inside(s)) }
	return []form{
		{name: "a prefix", line: with("2026-11-20 10:22:31 INFO recv ", plain, ""), note: behind},
		{
			name: "brackets around", line: with("[2026-11-20 10:22:31] production.INFO: ==={x}===", plain, " []"),
			note: behind,
		},
		{
			name: "the answer behind it", line: with("INFO recv ", plain, ` resp {"ActionStatus":"OK","ErrorCode":0}`),
			note: behind,
		},
		{
			name: "docker compose", line: with("im-1  | 2026-01-05T02:31:36.123Z INFO callback ", plain, ""),
			note: behind,
		},
		{
			name: "a line of its own", line: with("INFO start\n", plain, "\nINFO done"),
			note: "found in a line of a log", number: 2,
		},
		{name: "a JSON string", line: quote, note: "found in a JSON string" + once},
		{name: "escaped once", line: with(`request:10.0.3.9::"`, inside, `" ok`), note: behind + once},
		{
			name: "escaped twice", line: with(`{"a": 1} x="`, twice, `"`),
			note: behind + ", with two levels of escapes undone",
		},
		{
			name: "escaped three times", line: with(`x="`, func(s string) string { return inside(inside(inside(s))) }, `"`),
			note: behind + ", with three levels of escapes undone",
		},
		{name: "Go's %q", line: with("body=", strconv.Quote, " n=1"), note: behind + once},
		{name: "Go's %+q", line: with("body=", strconv.QuoteToASCII, ""), note: behind + once},
		{
			name: "logfmt", line: with(`level=info msg=x url="/im?`+wanted+`" body=`, strconv.Quote, " t=1"),
			note: behind + once, query: true,
		},
		{name: "Rust", line: with("body=", rust, ""), note: behind + once},
		{name: ".NET", line: with("body=\"", dotNet, "\""), note: behind + once},
		{
			name: "nginx", line: with(`1.2.3.4 - - [x] "POST /im?`+wanted+` HTTP/1.1" 200 51 "-" "`, nginx, `"`),
			note: behind + once, query: true,
		},
		{
			name: "nginx with escape=json", line: with(`1.2.3.4 "POST /im?`+wanted+` HTTP/1.1" 200 "`, inside, `"`),
			note: behind + once, query: true,
		},
		{
			name: "a form", line: with("body=", url.QueryEscape, "&x=1"),
			note: behind + ", with the escapes of URLs undone", wary: true,
		},
		{
			name: "a URL", line: with("body=", url.PathEscape, " x"),
			note: behind + ", with the escapes of URLs undone", wary: true,
		},
		{
			name: "a table",
			line: with(`1,"`, func(s string) string { return strings.ReplaceAll(s, `"`, `""`) }, `",2`),
			note: behind + ", with doubled quotes undone",
		},
		{
			name: "HTML", line: with("<td>", html.EscapeString, "</td>"),
			note: behind + ", with the escapes of HTML undone",
		},
		{
			name: "bytes of Python", line: with("body: ", pythonBytes, " ok"),
			note: behind + ", with the escapes of Python or JavaScript undone",
		},
		{name: "a text of Python", line: with("body: ", pythonText, " ok"), wary: true},
		{name: "quotes of the log's own", line: with("body: '", plain, "' ok"), wary: true},
		{
			name: "docker's json-file", line: with(`{"log":"INFO recv `, inside, `\n","stream":"stdout","time":"2026-01-05T02:31:36Z"}`),
			note: behind + once,
		},
		{
			name: "docker's json-file of a text", line: with(`{"log":"recv \"`, twice, `\"\n","stream":"stdout"}`),
			note: behind + once + "+",
		},
		{
			name: "a body as a text in JSON", query: true, note: "found in a line of a log",
			line: with(`{"level":"info","msg":"callback","url":"/im?`+wanted+`","body":`, quote, "}\n{}"),
		},
		{
			name: "a body as an object in JSON", note: "found in a line of a log",
			line: with(`{"level":"info","msg":"server started"}`+"\n"+`{"level":"info","msg":"callback","body":`, plain, "}"), number: 2,
		},
		{
			name: "Kubernetes", line: with(`2026-01-05T02:31:36.1Z stdout F {"msg":"recv `, inside, `","uri":"/im?`+wanted+`"}`),
			note: "found in a line of a log, behind its prefix" + once, query: true,
		},
		{
			name: "a line cut by Kubernetes", note: behind,
			line: func(p string) string {
				const tag = "2026-01-05T02:31:36.1Z stdout "
				return tag + "P recv " + p[:30] + "\n" + tag + "P " + p[30:40] + "\n" + tag + "F " + p[40:] + " ok"
			},
		},
		{
			name: "a line cut by docker", note: behind,
			line: func(p string) string {
				const begin, end = `{"log":"`, `","stream":"stdout","time":"x"}`
				return begin + "recv " + inside(p[:30]) + end + "\n" + begin + inside(p[30:]) + `\n` + end
			},
		},
		{
			name: "base64", note: behind + ", in base64",
			line: with("body=", func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }, " ok"),
		},
		{
			name: "several lines", line: with("2026-11-20 callback ", pretty, ""),
			note: "found in a log, over several lines, behind its prefix",
		},
		{
			name: "several lines of docker compose", note: "found in a log, over several lines, behind its prefix",
			line: with("", func(s string) string { return "im-1  | x " + strings.ReplaceAll(pretty(s), "\n", "\nim-1  | ") }, "\nim-1  | done"),
		},
	}
}

// quote is a text as a JSON string, with as few escapes as there can be.
func quote(s string) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s)
	return strings.TrimSuffix(b.String(), "\n")
}

// inside is what stands between the quotes of that.
func inside(s string) string {
	s = quote(s)
	return s[1 : len(s)-1]
}

// pretty is a packet over several lines.
func pretty(s string) string {
	var b bytes.Buffer
	_ = json.Indent(&b, []byte(s), "", "  ")
	return b.String()
}

// nginx escapes as its log module does where nothing else is said.
func nginx(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if c < ' ' || c > '~' || c == '"' || c == '\\' {
			fmt.Fprintf(&b, `\x%02X`, c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// dotNet escapes as System.Text.Json does.
func dotNet(s string) string {
	return strings.NewReplacer(`\"`, `\u0022`, `'`, `\u0027`, `+`, `\u002B`, `&`, `\u0026`).Replace(inside(s))
}

func rust(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '"', r == '\\':
			b.WriteString(`\` + string(r))
		case r < ' ' || !unicode.IsPrint(r):
			fmt.Fprintf(&b, `\u{%x}`, r)
		default:
			b.WriteRune(r)
		}
	}
	return `"` + b.String() + `"`
}

func pythonBytes(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		switch {
		case c == '\\', c == '\'' && strings.Contains(s, "'"):
			b.WriteString(`\` + string(rune(c)))
		case c == '\n':
			b.WriteString(`\n`)
		case c == '\t':
			b.WriteString(`\t`)
		case c < ' ' || c > '~':
			fmt.Fprintf(&b, `\x%02x`, c)
		default:
			b.WriteByte(c)
		}
	}
	return "b'" + b.String() + "'"
}

func pythonText(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\\', r == '\'':
			b.WriteString(`\` + string(r))
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case unicode.IsPrint(r) && r < utf8.MaxRune:
			b.WriteRune(r)
		case r < 0x100:
			fmt.Fprintf(&b, `\x%02x`, r)
		case r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
	}
	return "'" + b.String() + "'"
}
