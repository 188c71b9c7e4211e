package e2e_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"unicode/utf8"
)

// shellLine is a generated shell line that calls curl. ADDR stands in it for the address of a server.
type shellLine struct {
	name   string
	text   string
	refuse bool // curl sends nothing, and the reader says why
}

// besideLines is the file that lies beside each line.
const (
	besideLines     = "packet.json"
	besideLinesText = "{\"CallbackCommand\":\"Group.CallbackAfterSendMsg\",\r\n\"GroupId\":\"群 $x\"}\n"
)

// shellLines are n lines of which every tenth is to be refused. The same seed gives the same lines.
func shellLines(seed uint64, n int, ansi bool) []shellLine {
	var lines []shellLine
	for i := range n {
		g := &lineMaker{Rand: rand.New(rand.NewPCG(seed, uint64(i))), ansi: ansi}
		line := shellLine{name: fmt.Sprintf("line %d", i+1), refuse: i%10 == 9}
		if line.refuse {
			line.text = g.refused(i / 10)
		} else {
			line.text = g.line()
		}
		lines = append(lines, line)
	}
	return lines
}

// lineMaker draws the words of a line.
type lineMaker struct {
	*rand.Rand
	ansi bool // the shell knows $'…'
}

func (g *lineMaker) oneOf(list ...string) string { return list[g.IntN(len(list))] }

func (g *lineMaker) chance(percent int) bool { return g.IntN(100) < percent }

// line is a line that curl sends: a pipeline, options in any order, and what scripts write around them.
func (g *lineMaker) line() string {
	front, data, url := "", g.data(), g.url()
	behind := g.oneOf("", " # 'a comment", " >/dev/null", " >/dev/null 2>&1", " 2>/dev/null | cat",
		" | cat # a comment", " ; true", " && true")
	switch g.IntN(12) {
	case 0, 1:
		front, data = g.piped()
	case 2:
		front = "echo starts >/dev/null; command "
	case 3:
		url += " --request-target " + g.word("/a?b=%20")
	case 4:
		data = []string{"-G -d c=%20", "--data-urlencode 'd=e f'"}
	case 5:
		url += " --url-query " + g.word(g.oneOf("a=b c&", "=é", "+x=%20", "y", "a=")) + " --url-query b"
	case 6:
		data, behind = g.document()
	case 7:
		data = []string{g.oneOf("-d", "--data-binary", "--json", "--data-ascii") + " @" + besideLines}
	case 8:
		front, url, data = g.variables(url)
	case 11:
		front = "cat > body.json <<'E'\n{" + strings.ReplaceAll(g.text(), "\r", "") + "\nE\necho '}' >> body.json\n"
		data, behind = []string{"--data-binary @body.json"}, "; rm body.json"
	case 9:
		data = []string{g.oneOf("-d", "--data-raw", "--data-binary") + ` "` + g.oneOf("$(cat packet.json)",
			"`cat packet.json`", "$(cat <<'E'\n{\"a\":\"(b\"}\nE\n)", "$(printf '%s' '{\"a\":1)}')") + `"`}
	case 10:
		front = g.oneOf("if true; then ", "{ ", "for i in 1; do ", "f() { ", "RESULT=$(", "! ", "( ")
		behind = map[byte]string{'i': "; fi", '{': "; }", 'R': ")", '(': " )", '!': "", 'f': "; done"}[front[0]]
		if strings.HasPrefix(front, "f()") {
			behind = "; }; f"
		}
	}
	options := append(g.quiet(), data...)
	options = append(options, g.method()...)
	options = append(options, g.header()...)
	g.Shuffle(len(options), func(i, j int) { options[i], options[j] = options[j], options[i] })
	at := g.IntN(len(options) + 1)
	options = append(options[:at:at], append([]string{url}, options[at:]...)...)
	line := front + "curl"
	if front == "" {
		line = g.oneOf("curl", "curl", "A=1 B='b c' curl")
	}
	for _, option := range options {
		line += g.oneOf(" ", "  ", " \\\n  ", " \t") + option
	}
	return line + behind
}

// document is a body in a here document or a here string, and what stands behind the line.
func (g *lineMaker) document() (data []string, behind string) {
	option := g.oneOf("-d", "--data-binary", "--json") + g.oneOf(" @-", " @/dev/stdin")
	text := strings.NewReplacer("\r", "", "\x01", "").Replace(g.text())
	switch g.IntN(4) {
	case 0:
		if g.ansi {
			return []string{option}, " <<< " + g.word("{"+text)
		}
		fallthrough
	case 1:
		return []string{option}, " <<'END'\n{" + text + "}\nEND"
	case 2:
		return []string{option}, " <<-\"END\" && true\n\t{" + strings.ReplaceAll(text, "\n", "") + "\n\tEND"
	}
	text = strings.NewReplacer("\\", "\\\\", "$", "\\$", "`", "\\`").Replace(text)
	return []string{option}, " <<END\n{" + text + "}\nEND"
}

// variables puts the URL and the body into variables that are set in front of the line.
func (g *lineMaker) variables(url string) (front, address string, data []string) {
	word := strings.TrimPrefix(url, "--url ")
	front = g.oneOf("", "export ", "A=1\n") + "U=" + word + g.oneOf("\n", "; ")
	front += "B=" + g.word("{"+g.text()) + "\nM='-sS -m 9'\n"
	return front, g.oneOf(`"$U"`, `"${U}"`, `"${U:-x}"`), []string{`--data-raw "$B"`, "$M", `--max-time "${N:-9}"`}
}

// quiet are options that change nothing in a request, of which each is in front of the next.
func (g *lineMaker) quiet() []string {
	list := []string{
		g.oneOf("-s", "-sS", "--silent", "--no-progress-meter", "-is", "-sm 9", "-sm9", "-so/dev/null",
			"--max-time 9", "-m 9 -w '%{http_code}'", "--retry 0 -k"),
	}
	return append(list, g.oneOf("-L", "-i", "--http1.1", "-v", "--connect-timeout 9", "-o /dev/null"))
}

func (g *lineMaker) method() []string {
	switch g.IntN(4) {
	case 0:
		return []string{g.oneOf("-X POST", "-XPOST", "--request POST", "-X 'POST'", `-X P"OS"T`)}
	case 1:
		return []string{g.oneOf("-X PUT", "-X PATCH", "-0", "--http1.0")}
	}
	return nil
}

// data are one to three pieces of a body.
func (g *lineMaker) data() (list []string) {
	for range 1 + g.IntN(3) {
		text := g.text()
		option := g.oneOf("-d", "--data", "--data-ascii", "--data-raw", "--data-binary", "--data-urlencode", "--json")
		switch option {
		case "--data-urlencode":
			text = g.oneOf("", "=", "name=", "a.b=") + strings.NewReplacer("=", "-", "@", "-").Replace(text)
			list = append(list, option+" "+g.word(text))
		case "--data-raw":
			list = append(list, option+" "+g.word(g.oneOf("", "@")+text))
		case "-d":
			list = append(list, option+g.oneOf(" ", "")+g.word("{"+text))
		default:
			list = append(list, option+" "+g.word(g.oneOf("{", "[", "a=")+text))
		}
	}
	return list
}

// piped is a command in front of curl, and the option that reads what it prints.
func (g *lineMaker) piped() (front string, data []string) {
	text := strings.NewReplacer("%", "", `\`, "").Replace(g.text())
	switch g.IntN(5) {
	case 0:
		front = "printf '%s' " + g.word(g.text())
	case 1:
		front = "printf " + g.word(`a\n`+text+`\t%%\101\\`)
	case 2:
		front = "printf '%s,' " + g.word(g.text()) + " " + g.word(g.text())
	case 3:
		front = "echo " + g.word("a"+text) + " " + g.word(text)
	default:
		front = "echo -n " + g.word("a"+text)
	}
	return front + g.oneOf(" | ", "|", " |\n"), []string{g.oneOf("-d", "--data", "--data-binary", "--json") + " @-"}
}

// header are fields of the line's own, each name once.
func (g *lineMaker) header() (list []string) {
	for i := range g.IntN(4) {
		name := fmt.Sprintf("%s-%d", g.oneOf("X-Own", "x-own", "Trace"), i)
		list = append(list, g.oneOf("-H ", "-H", "--header ")+g.word(name+g.oneOf(": ", ":")+"v"+g.lineText()+"v"))
	}
	for _, field := range []string{
		g.oneOf("Content-Type: application/json", "content-type: text/plain", "Content-Type:", "Content-Type;"),
		g.oneOf(
			"Accept: application/json",
			"Accept:",
			"X-Empty;",
			"X-Gone:",
		), g.oneOf("Host: backend.example", "Expect:"),
	} {
		if g.chance(30) {
			list = append(list, "-H "+g.word(field))
		}
	}
	for _, option := range []string{
		g.oneOf("-A 'my agent/1'", "--user-agent agent", "-Aagent"), g.oneOf("-e ref", "--referer 'http://h/?a=b'"),
		g.oneOf("-b 'a=1; b=2'", "--cookie a=1"), g.oneOf("-u 'me:a b:c'", "--user me:", "--oauth2-bearer token.1"),
	} {
		if g.chance(15) {
			list = append(list, option)
		}
	}
	return list
}

func (g *lineMaker) url() string {
	query := g.oneOf("", "?a=1", "?a=%20&b=%e4%b8%ad&&c", "?a=b=c&d=$1&e='f'", "?q=a+b&q=*,(x)!",
		"?SdkAppid=1400000001&CallbackCommand=Group.CallbackAfterSendMsg&ClientIP=203.0.113.24&OptPlatform=Android")
	target := g.oneOf("/im", "/", "", "/a/b%2Fc", "/im/~x", "/im;v=1", "/a/./b/../c/", "/中/é", "/a//b")
	target += query + g.oneOf("", "", "#part")
	return g.oneOf("", "", "--url ") + g.word(g.oneOf("http://", "http://", "")) + "ADDR" + g.word(target)
}

// texts are pieces that shells, JSON or curl treat in their own way. All are UTF-8, since other inputs are no text.
var texts = []string{
	"\"", "'", "\\", "$HOME", "$(touch ran)", "`touch ran`", "${A}", "{a,b}", "*", "?", "~", "!", "#", "%s", "%41", "&",
	"|", ";", "<", ">", "(", ")", "=", "@", " ", "  ", "\t", "\r\n", "\\n", "\\u4e2d", "é", "中文", "🧧",
	"\u2028", "\x7f", "\x01",
	"\n", "\u00ff", `{"CallbackCommand":"Bot.OnGroupMessage"}`, `"a":[1,2.50],`, "x", "-d", "--",
}

func (g *lineMaker) text() (text string) {
	for range g.IntN(8) {
		text += g.oneOf(texts...)
	}
	return text
}

// lineText is a text for a header field: curl and shells agree about those that hold no control characters.
func (g *lineMaker) lineText() string {
	return strings.NewReplacer("\n", "", "\r", "", "\x01", "", "\x7f", "").Replace(g.text())
}

// word spells a text as a shell word, in one to three parts of any style.
func (g *lineMaker) word(text string) (word string) {
	for parts := g.IntN(3); parts > 0 && len(text) > 1; parts-- {
		at := g.IntN(len(text))
		for !utf8.RuneStart(text[at]) {
			at--
		}
		word += g.spelt(text[:at])
		text = text[at:]
	}
	return word + g.spelt(text)
}

func (g *lineMaker) spelt(text string) string {
	switch style := g.IntN(4); {
	case style == 0 && text != "" && !strings.ContainsAny(text, "\n\r"):
		const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/:.,-_%+@"
		var word strings.Builder
		for _, c := range []byte(text) {
			if c < 0x80 && strings.IndexByte(plain, c) < 0 {
				word.WriteByte('\\')
			}
			word.WriteByte(c)
		}
		return word.String()
	case style == 1:
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "$", `\$`, "`", "\\`").Replace(text) + `"`
	case style == 2 && g.ansi:
		return g.ansiSpelt(text)
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

// ansiSpelt spells some characters as escapes that need none.
func (g *lineMaker) ansiSpelt(text string) string {
	word := "$'"
	for _, c := range text {
		switch {
		case c == '\'' || c == '\\':
			word += `\` + string(c)
		case c == '\n':
			word += g.oneOf(`\n`, "\n", `\x0a`, `\012`)
		case c < ' ' || c < 0x7f && g.chance(10):
			word += fmt.Sprintf(g.oneOf(`\x%02x`, `\%03o`, `\u%04x`), c)
		case c > 0xffff && g.chance(50):
			word += fmt.Sprintf(`\U%08x`, c)
		case c > 0x7f && c < 0x10000 && g.chance(50):
			word += fmt.Sprintf(`\u%04x`, c)
		case c > 0x7f && g.chance(50):
			word += `\x` + strings.ReplaceAll(fmt.Sprintf("% x", string(c)), " ", `\x`)
		default:
			word += string(c)
		}
	}
	return word + "'"
}

// refused is a line that neither a shell with curl nor the reader takes.
func (g *lineMaker) refused(kind int) string {
	url, data := g.url(), "-d "+g.word("{"+g.text())
	lines := []string{
		"curl -s " + url + " -d 'a",
		"curl -s " + url + " -d \"a",
		"curl -s " + data,
		"curl -s " + url + " " + data + " -H",
		"curl -s " + url + " --data",
		"curl -s " + url + " -d \"a$(date",
		"curl -s " + url + " -d \"`date",
		"curl -s " + url + " -d \"${A",
		"curl -s " + url + " " + data + " -X",
		"curl -s " + url + " " + data + " --url-query",
		"curl -s " + url + " --data='{}'",
		"curl -s " + url + " " + data + " --request=POST",
		"curl -s " + url + " " + data + " --unknown",
		"curl -s@ " + url + " " + data,
		"curl -s " + url + " -I " + data,
		"curl -s 'http://ADDR/a b' " + data,
		"curl -s 'http://ADDR/?a=[x' " + data,
		"curl -s " + url + " " + data + " --dat {}",
		"curl -s " + url + " " + data + " --no-data",
		"curl -V " + url + " " + data,
	}
	return lines[kind%len(lines)]
}
