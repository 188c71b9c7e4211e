package shell

import "encoding/json"

// crtWords takes the words of a command line as a Windows program does that was built with Microsoft's C runtime, curl
// among them (Microsoft, "Parsing C command-line arguments"; two quotes in quotes are one since the runtime of 2008).
type crtWords struct {
	words       []word
	current     word
	text        []byte
	begun       bool
	quoted      bool
	backslashes int
	closed      bool // the last byte was a quote that has closed a text

	isBrowsers bool   // the word is spelt as browsers do for cmd
	half       []byte // text with one backslash for two
	odd        bool   // a backslash stands alone
}

// quote takes a double quote.
func (w *crtWords) quote() {
	n := w.backslashes
	w.backslashes = n / 2
	w.add(w.backslashes)
	w.begun = true
	switch {
	case n%2 == 1:
		w.append('"')
		w.closed = false
	case w.quoted:
		w.quoted, w.closed = false, true
	case w.closed:
		w.append('"')
		w.quoted, w.closed = true, false
	default:
		w.quoted = true
	}
}

// letter takes any other byte.
func (w *crtWords) letter(c byte) {
	switch {
	case c == '\\':
		w.backslashes++
		w.begun = true
	case !w.quoted && (c == ' ' || c == '\t'):
		w.end()
	default:
		w.flush()
		w.append(c)
		w.begun = true
	}
	w.closed = false
}

func (w *crtWords) append(c byte) {
	w.text = append(w.text, c)
	w.half = append(w.half, c)
}

// add adds backslashes in front of a quote, which are halved by now.
func (w *crtWords) add(n int) {
	for range n {
		w.append('\\')
	}
	w.backslashes = 0
}

// flush adds backslashes that no quote follows. A program takes all of them; browsers write two for each.
func (w *crtWords) flush() {
	w.odd = w.odd || w.backslashes%2 == 1
	for i := range w.backslashes {
		w.text = append(w.text, '\\')
		if i%2 == 1 {
			w.half = append(w.half, '\\')
		}
	}
	w.backslashes = 0
}

// halved is the note about a word that is read with one backslash for two.
const halved = `read with one \ for two, as the browser means it; curl itself takes both`

// end ends a word outside of quotes.
func (w *crtWords) end() {
	w.flush()
	if w.begun {
		w.current.text = string(w.text)
		isJSON := !json.Valid(w.text) || json.Valid(w.half)
		if w.isBrowsers && !w.odd && len(w.half) < len(w.text) && isJSON {
			w.current.text, w.current.notes = string(w.half), []string{halved}
		}
		w.words = append(w.words, w.current)
	}
	*w = crtWords{words: w.words, quoted: w.quoted}
}

// drop forgets the word that is being read.
func (w *crtWords) drop() { *w = crtWords{words: w.words} }
