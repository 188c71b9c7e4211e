package flags

import (
	"fmt"
	"strings"
)

// manPage is a text in roff, the language of manual pages.
type manPage struct{ b strings.Builder }

// macro writes a request with its arguments.
func (p *manPage) macro(name string, args ...string) {
	p.b.WriteString("." + name)
	for _, arg := range args {
		p.b.WriteString(` "` + roff(arg) + `"`)
	}
	p.b.WriteByte('\n')
}

func (p *manPage) section(name string) { p.macro("SH", name) }

// raw writes a line that is roff already.
func (p *manPage) raw(line string) { p.b.WriteString(line + "\n") }

// line writes a line of text.
func (p *manPage) line(text string) { p.raw(lineStart(breakable(text))) }

// paragraphs writes a text as help has it: a paragraph that is indented is output, and stays as it is.
func (p *manPage) paragraphs(text string) {
	for i, paragraph := range strings.Split(text, "\n\n") {
		if i > 0 {
			p.macro("PP")
		}
		if strings.HasPrefix(paragraph, " ") {
			p.verbatim(layout{manColumns}.hanging("  ", 6, strings.TrimLeft(paragraph, " ")))
			continue
		}
		p.line(strings.Join(strings.Fields(paragraph), " "))
	}
}

// verbatim writes lines that nothing may break.
func (p *manPage) verbatim(text string) {
	p.macro("nf")
	for line := range strings.SplitSeq(text, "\n") {
		p.raw(lineStart(roff(strings.TrimPrefix(line, "  "))))
	}
	p.macro("fi")
}

func bold(text string) string   { return `\fB` + breakable(text) + `\fR` }
func italic(text string) string { return `\fI` + breakable(text) + `\fR` }

// lineStart keeps a line of text from being read as a request.
func lineStart(line string) string {
	if strings.HasPrefix(line, ".") {
		return `\&` + line
	}
	return line
}

// breakable is a text whose long lists and paths may be broken behind a bar or a slash.
func breakable(text string) string {
	return strings.NewReplacer("|", `|\:`, "/", `/\:`).Replace(roff(text))
}

// roff is a text as roff prints it, each character as it stands: a dash can be copied as a dash, a quote as a quote.
func roff(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch r {
		case '\\':
			b.WriteString(`\(rs`)
		case '-':
			b.WriteString(`\-`)
		case '\'':
			b.WriteString(`\(aq`)
		case '`':
			b.WriteString(`\(ga`)
		case '"':
			b.WriteString(`\(dq`)
		case '^':
			b.WriteString(`\(ha`)
		case '~':
			b.WriteString(`\(ti`)
		default:
			if r < 0x80 {
				b.WriteRune(r)
				continue
			}
			fmt.Fprintf(&b, `\[u%04X]`, r)
		}
	}
	return b.String()
}
