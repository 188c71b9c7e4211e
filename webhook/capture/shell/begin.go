package shell

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/timhook/timhook/internal/pattern"
)

// beginning is what the first words of a line show.
type beginning struct {
	kind    lineKind
	prompt  int    // length of the blanks and the prompt in front of the command
	name    string // of the command
	certain bool   // it is a command, whatever stands before it
	windows dialect
}

type lineKind int

const (
	noCommand lineKind = iota // text, a comment, nothing
	aCommand
	otherTool // a command or a call that sends requests without curl
)

var (
	// prompts are those of shells and terminals in front of what was typed.
	prompts = pattern.Of(`^[ \t]*(?:(?:\([\w.-]+\) ?)?(?:[\w.-]+@[^'"\n]{1,80}?|\[[^\]'"\n]{1,80}\]|~[^\s'"]*|` +
		`/[^\s'"]*|[\w.-]+:[^\s'"]*) ?[$%#>❯»λ]|[$%❯»λ]|➜ +[^'"\n]{1,80}?|>)[ \t]+`)
	powerShellPrompt = pattern.Of(`^[ \t]*PS(?: [^>'"\n]*)?> ?`)
	cmdPrompt        = pattern.Of(`^[ \t]*[A-Za-z]:\\[^>'"\n]*> ?`)
	listMark         = pattern.Of("^[ \t]*(?:[-*+]|[0-9]+[.)])[ \t]+")

	powerShellSet = pattern.Of(`^\$(?:script:|global:)?\w+ *= *[^ =]`)
	cmdSet        = pattern.Of(`(?i)^@?set +(?:/a +)?"?[a-z_]\w*=`)
	cmdOnly       = pattern.Of(`(?i)^@?(?:echo +(?:off|on)\b|setlocal\b|rem\b|pause\b|@curl\b)|^@curl|^::`)
	// otherCall is a line that sends a request without curl, and no sentence of a text.
	otherCall = pattern.Of(`(?i:^(?:\$[\w.]+ *= *)?(?:invoke-webrequest|invoke-restmethod|iwr|irm)) +\S|` +
		"^(?:await +)?fetch\\([\"'`]|^wget +\\S|^(?:https?|xhs?) +(?:-|:|[a-z]+://|localhost|[A-Z]{3,7} )")
	function = pattern.Of(`^(?:function +)?[\w-]+ *\(\) *\{?`)
	// namesCurl is a line with the name of the program, and not that of a client as in curl/8.5.0.
	namesCurl = pattern.Of(`(?:^|[^\w-])curl(?:\.exe)?["']?(?:[ \\^` + "`" + `]|$)`)
	// laterCurl is a call of curl that another command on the line leads to.
	laterCurl = pattern.Of("(?:&&|\\|\\||[;|()`]|--) *(?:command +)?curl(?:\\.exe)? +[-'\"$^h@]")
)

// begins looks at the line that begins here.
func (s *Script) begins() beginning {
	line := s.source.Peek(512)
	if at := bytes.IndexByte(line, '\n'); at >= 0 {
		line = line[:at]
	}
	if bytes.HasPrefix(line, []byte("curl ")) {
		return beginning{kind: aCommand, certain: true, name: "curl"} // the common one
	}
	b := lineBegins(string(line))
	if b.kind == noCommand && (bytes.HasPrefix(line, []byte("```")) || bytes.HasPrefix(line, []byte("~~~"))) {
		s.fenced, s.windows = !s.fenced, posix
	}
	return b
}

// lineBegins looks at the first bytes of a line.
func lineBegins(line string) (b beginning) {
	switch {
	case powerShellPrompt().MatchString(line):
		b.prompt, b.windows = len(powerShellPrompt().FindString(line)), powerShell
	case cmdPrompt().MatchString(line):
		b.prompt, b.windows = len(cmdPrompt().FindString(line)), cmdExe
	case prompts().MatchString(line):
		b.prompt = len(prompts().FindString(line))
	case listMark().MatchString(line) && strings.HasPrefix(line[len(listMark().FindString(line)):], "curl "):
		b.prompt = len(listMark().FindString(line))
	default:
		b.prompt = len(line) - len(strings.TrimLeft(line, " \t"))
	}
	text := strings.TrimRight(line[b.prompt:], "\r")
	isEnd := func(c rune) bool { return c == ' ' || c == '\t' || mistyped[c].name != "" }
	if end := strings.IndexFunc(text, isEnd); end >= 0 {
		b.name = text[:end]
	} else {
		b.name = text
	}
	b.name = strings.TrimRight(strings.TrimPrefix(b.name, "@"), `\;`)
	switch {
	case text == "", strings.HasPrefix(text, "#"), strings.HasPrefix(text, "```"), strings.HasPrefix(text, "~~~"):
	case otherCall().MatchString(text):
		b.kind, b.certain, b.name = otherTool, true, text
	case cmdOnly().MatchString(text):
		b.windows = cmdExe
		if strings.HasPrefix(text, "@curl") {
			b.kind, b.certain = aCommand, true
		}
	case cmdSet().MatchString(text):
		b.kind, b.windows = aCommand, cmdExe
	case powerShellSet().MatchString(text):
		b.kind, b.windows = aCommand, powerShell
	case startsCommand(b.name, text):
		b.kind = aCommand
		b.certain = IsCurl(b.name) || b.name == "printf"
	default:
		if n := anyPrompt(line); n > 0 {
			return beginning{kind: aCommand, prompt: n, name: "curl", certain: true}
		}
	}
	return b
}

// anyPrompt is the length of a prompt of any form in front of curl: a text without quotes that ends in a sign.
func anyPrompt(line string) int {
	at := strings.Index(line, " curl ")
	if at < 0 || at > 120 || strings.ContainsAny(line[:at], "'\"`") {
		return 0
	}
	sign, _ := utf8.DecodeLastRuneInString(strings.TrimRight(line[:at], " "))
	if !strings.ContainsRune("$#%>❯➜✗✔»λ", sign) || strings.HasPrefix(line, "#") {
		return 0
	}
	return at + 1
}

// startsCommand reports whether a line is one of a shell and not of a text around it.
func startsCommand(name, text string) bool {
	variable, _ := assignment(text)
	switch {
	case IsCurl(name), variable != "", slices.Contains(harmless, name), slices.Contains(prefixes, name),
		slices.Contains(declaring, name), function().MatchString(text):
		return true
	case slices.Contains([]string{"for", "case", "done", "fi", "esac", "}", "(", "select", "[["}, name):
		return true
	case slices.Contains(runners, name), name == "<", name == "xargs":
		return namesCurl().MatchString(text)
	case strings.HasPrefix(text, "$"), strings.HasPrefix(text, `"$`), strings.HasPrefix(text, "(curl"),
		strings.HasPrefix(strings.TrimPrefix(text, "@"), `"C:`) && strings.Contains(text, `curl`):
		return true
	}
	isCommandName := strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-") == ""
	words := strings.Fields(text)
	return laterCurl().MatchString(text) ||
		isCommandName && len(words) > 1 && slices.ContainsFunc(words[1:], isDataOption)
}

func isDataOption(word string) bool {
	return strings.HasPrefix(word, "--data") || word == "-d" || strings.HasPrefix(word, "-d'{")
}

// Looks reports whether a text that begins so is one of shell lines with a call of curl in it, or of another tool that
// this package names.
func Looks(head []byte) bool {
	lines := 0
	for line := range bytes.Lines(head) {
		if lines++; lines > 2000 {
			return false
		}
		text := string(bytes.TrimRight(line[:min(len(line), 512)], "\r\n"))
		b := lineBegins(strings.TrimPrefix(text, "\ufeff"))
		if b.certain || b.kind == aCommand && namesCurl().MatchString(text) {
			return true
		}
	}
	return false
}
