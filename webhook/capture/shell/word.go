package shell

import (
	"slices"
	"strings"

	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// word is a word of a shell line.
type word struct {
	text    string // with a holeByte in the place of what only the shell knows
	holes   []hole // what stands there, in its order
	begin   capture.Place
	content capture.Place // of the first byte of text
	exact   bool          // the script has text there byte for byte
	quoted  bool          // a part of it was quoted or escaped
	splits  []int         // where the words begin that an unquoted variable adds
	notes   []string      // how a part of it was read
}

// hole is a part of a word that only the shell knows.
type hole struct {
	name string     // as it is written, "$HOST"
	run  []pipeline // whose output it is; nil where that is not understood
}

// holeByte is a byte that no shell word can hold.
const holeByte = "\x00"

// What a NUL makes of a command, and an escape that stands for one. In the text around commands a NUL is passed over.
var (
	errNUL        = scan.BadTextf("got a NUL, which no shell line holds")
	errEscapedNUL = scan.BadTextf("got an escaped NUL, which no shell word holds")
)

// isOpen reports whether only a shell knows a part of the word.
func (w *word) isOpen() bool { return len(w.holes) > 0 }

// shown is the word for a message, with a sign in the place of what only the shell knows.
func (w *word) shown() string { return scan.Short(strings.ReplaceAll(w.text, holeByte, "$…")) }

// named is the word with its holes as they are written.
func (w *word) named() string {
	text := w.text
	for _, h := range w.holes {
		text = strings.Replace(text, holeByte, h.name, 1)
	}
	return text
}

// names lists what only the shell knows, for a message.
func names(holes []hole) string {
	var list []string
	for _, h := range holes {
		if name := scan.Short(h.name); !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	const most = 3
	if len(list) > most {
		list = append(list[:most:most], "…")
	}
	return strings.Join(list, ", ")
}

// from is the part of the word behind its first n bytes.
func (w *word) from(n int) word {
	part := word{text: w.text[n:], holes: w.holes[strings.Count(w.text[:n], holeByte):], begin: w.begin, notes: w.notes}
	if w.exact && !strings.Contains(w.text[:n], "\n") {
		part.exact, part.content = true, w.content
		part.content.Column += n
	}
	return part
}

// split gives the words that an unquoted variable with blanks makes of the word.
func (w *word) split() []word {
	switch {
	case w.text == "" && !w.quoted:
		return nil // of a variable that is empty
	case len(w.splits) == 0:
		return []word{*w}
	}
	var list []word
	last := 0
	for _, at := range append(w.splits, len(w.text)) {
		part := w.from(last)
		part.text = part.text[:at-last]
		part.holes = part.holes[:strings.Count(part.text, holeByte)]
		if last = at; part.text != "" {
			list = append(list, part)
		}
	}
	return list
}

// command is a command of a shell line.
type command struct {
	words   []word
	input   *input // that is redirected into it
	output  string // the file that it writes
	isAdded bool   // what it prints is added to that file
	dialect dialect
	notes   []string // how the line was read
}

// input is what a command reads instead of what is piped into it.
type input struct {
	text word // of a here document or a here string
	file bool // text is the name of a file
}

// pipeline is commands of which each reads what the one before prints.
type pipeline []command

func (p pipeline) callsCurl() bool {
	return slices.ContainsFunc(p, func(c command) bool { return isCurl(c.bare().words) })
}

// prefixes are words that stand in front of a command, reserved words of the shell among them.
var prefixes = []string{
	"$", "%", "&", "@", "time", "exec", "command", "nohup", "builtin", "call", "if", "then", "elif", "else", "do",
	"while", "until", "!", "{",
}

// runners are commands that run another one, which stands behind options of their own.
var runners = []string{
	"timeout", "docker", "podman", "kubectl", "ssh", "wsl", "winpty", "nice", "watch", "stdbuf", "proxychains",
	"docker-compose", "start", "sudo", "env", "torsocks", "doas", "strace", "hyperfine",
}

// each gives the calls of curl that --next joins, each with its own options.
func (c command) each() (list []command) {
	name, rest := c.words[0], c.words[1:]
	for {
		at := slices.IndexFunc(rest, func(w word) bool { return w.text == "--next" || w.text == "-:" })
		if at < 0 {
			c.words = append([]word{name}, rest...)
			return append(list, c)
		}
		one := c
		one.words = append([]word{name}, rest[:at]...)
		list, rest = append(list, one), rest[at+1:]
	}
}

// bare is a command without variables that are set for it, and words that only say how to run it.
func (c command) bare() command {
	for len(c.words) > 0 {
		first := c.words[0]
		if name, _ := assignment(first.text); name == "" && (first.quoted || !slices.Contains(prefixes, first.text)) {
			break
		}
		c.words = c.words[1:]
	}
	if len(c.words) > 0 && slices.Contains(runners, c.words[0].text) {
		isName := func(w word) bool { return !w.quoted && IsCurl(w.text) }
		if at := slices.IndexFunc(c.words, isName); at > 0 {
			c.words = c.words[at:]
		}
	}
	return c
}

// harmless are commands that a script calls beside curl, and that send nothing.
var harmless = []string{
	"set", "cd", "export", "sleep", "echo", "printf", "true", "exit", "date", "unset", "cat", "jq", "test", "[", "grep",
	"sed", "awk", "tee", "read", "local", "readonly", "declare", "type", "python", "python3", "node",
}

// sends reports whether a command other than curl looks like one that sends a packet.
func sends(words []word) bool {
	if len(words) == 0 || slices.Contains(harmless, words[0].text) {
		return false
	}
	if otherTools[strings.ToLower(words[0].text)] != "" {
		return true
	}
	if words[0].text == "xargs" && slices.ContainsFunc(words, func(w word) bool { return IsCurl(w.text) }) {
		return true // what it fills in is not here
	}
	return slices.ContainsFunc(words[1:], func(w word) bool {
		_, packet, found := strings.Cut(w.text, `"CallbackCommand"`)
		isPacket := found && strings.HasPrefix(strings.TrimLeft(packet, " "), ":")
		return isPacket || strings.HasPrefix(w.text, "--data") || words[0].isOpen() && strings.HasPrefix(w.text, "-d")
	})
}
