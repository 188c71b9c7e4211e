package httptext

import (
	"bytes"
	"strconv"

	"github.com/timhook/timhook/internal/pattern"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// isSent and isReceived know the first lines of messages as curl -v prints them.
func isSent(line []byte) bool {
	rest, found := bytes.CutPrefix(line, []byte("> "))
	return found && IsRequestLine(rest) && hasProtocol(rest)
}

func isReceived(line []byte) bool {
	rest, found := bytes.CutPrefix(line, []byte("< "))
	return found && IsStatusLine(rest)
}

// isPrinted knows lines that curl -v and wget -d print between messages: what they do, how many bytes went, and how far
// they are.
func isPrinted(text []byte) bool {
	for _, begin := range []string{
		"* ", "{ [", "} [", "% Total", "Note: Unnecessary use", "DEBUG output created by Wget", "---re", "--> END ", "<-- END ",
		"Setting --", "Script started on ",
	} {
		if bytes.HasPrefix(text, []byte(begin)) {
			return true
		}
	}
	return bytes.Contains(text, []byte("--:--:--")) || traceInfo().Match(text)
}

var traceInfo = pattern.Of(`^([0-9:.]+ )?== Info: `)

// knownInfo is how the output of curl -v begins.
var knownInfo = pattern.Of(
	`^(\* +(Trying|Connected to|Host \S+ was resolved|processing:|Rebuilt URL|Uses proxy|About to connect)|` +
		`DEBUG output|([0-9:.]+ )?== Info: )`)

// showsMessage reports whether a line is the first one of a message as a client prints it.
func showsMessage(text []byte) bool {
	for line := range bytes.Lines(text) {
		if isSent(line) || isReceived(line) || isTrace(line) || bytes.HasPrefix(line, []byte("---request begin---")) {
			return true
		}
	}
	return false
}

// quotedBody is the body of a request whose head has a > before each line. As curl -v shows it there is none; a mail
// quotes the body, too.
func (r *Reader) quotedBody(found *scan.Found, f framing) (*body, error) {
	b := &body{edited: true}
	for beginsWith(bytes.TrimLeft(bytes.TrimPrefix(r.peekLine(), []byte(">")), " "), "{") || len(b.text) > 0 {
		if !beginsWith(r.peekLine(), ">") || r.atMessage() {
			break
		}
		line, begin, err := r.nextLine()
		if err != nil {
			return nil, err
		}
		text := bytes.TrimPrefix(line[1:], []byte(" "))
		if IsStatusLine(text) {
			break
		}
		begin.Column += len(line) - len(text)
		b.add(text, begin, false)
	}
	if len(b.trimmed().text) > 0 {
		b.misstated = f.length != "" && f.length != strconv.Itoa(len(b.text))
		note(found, "read without the > before each line")
		return b, nil
	}
	if f.chunked || f.length != "" && f.length != "0" {
		hide(found, "body")
		note(found, "curl -v prints no body of a request: give the curl line, or what curl --trace FILE writes")
	} else {
		note(found, "read from the output of curl -v")
	}
	return b, nil
}

// connectionInfo is what curl -v writes behind a body, on its line.
var connectionInfo = pattern.Of(
	`\* (Connection #|Closing connection|Found bundle|Re-using|Leftovers|Hostname )`)

// printedAnswer takes the body that a client has written among its own lines, or behind them.
func (r *Reader) printedAnswer(f framing, answer *capture.Answer) (*body, error) {
	if err := r.skipPrinted(); err != nil {
		return nil, err
	}
	if IsStatusLine(r.peekLine()) { // curl -i prints the head once more
		line, _, err := r.nextLine()
		if err != nil {
			return nil, err
		}
		if _, err = r.readHead(&scan.Found{}, line); err != nil {
			return nil, err
		}
		if err = r.skipPrinted(); err != nil {
			return nil, err
		}
	}
	if f.length == "0" {
		return &body{}, nil
	}
	if b, err := r.framed(framing{length: f.length}); b != nil || err != nil {
		return b, err
	}
	b := &body{}
	for !r.atMessage() && !isPrompt(r.peekLine()) {
		line, begin, err := r.nextLine()
		if err != nil {
			return nil, err
		}
		if text := bytes.TrimSpace(line); len(text) == 0 || isPrinted(text) || isOfWget(text) {
			break
		}
		end := connectionInfo().FindIndex(line)
		if end != nil {
			line = line[:end[0]]
		}
		if len(b.text) == 0 {
			b.pieces = []piece{{begin: begin, made: r.indent != ""}}
		}
		if b.text = append(b.text, line...); end != nil {
			break
		}
	}
	answer.Truncated = isLess(len(b.trimmed().text), f.length) && !isWhole(b.text)
	return b, nil
}

// skipPrinted passes over a client's own lines.
func (r *Reader) skipPrinted() error {
	for {
		line := r.peekLine()
		text := bytes.TrimSpace(line)
		if len(line) == 0 || len(text) > 0 && !isPrinted(text) && !isOfWget(text) {
			return nil
		}
		if _, _, err := r.nextLine(); err != nil {
			return ignoreEnd(err)
		}
	}
}

// ofWget is what wget -d prints behind the head of an answer.
var ofWget = pattern.Of(
	`^(\d{3} [\w ]+$|Registered socket|Length: \d|Saving to: |Disabling further|URI content)`)

func isOfWget(text []byte) bool { return ofWget().Match(text) }

// skipsHeadOfWget passes over what wget -d prints between a head and the body, if it has printed the head.
func (r *Reader) skipsHeadOfWget() bool {
	const end = "---request end---\n"
	if string(r.source.Peek(len(end))) != end {
		return false
	}
	r.source.Skip(len(end))
	for _, begin := range []string{"[BODY data: ", "[POST data: "} {
		if string(r.source.Peek(len(begin))) == begin {
			r.source.Skip(len(begin))
		}
	}
	return true
}
