package shell

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
}

// quote takes a double quote.
func (w *crtWords) quote() {
	n := w.backslashes
	w.flush(n / 2)
	w.begun = true
	switch {
	case n%2 == 1:
		w.text = append(w.text, '"')
		w.closed = false
	case w.quoted:
		w.quoted, w.closed = false, true
	case w.closed:
		w.text = append(w.text, '"')
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
		w.flush(w.backslashes)
		w.text = append(w.text, c)
		w.begun = true
	}
	w.closed = false
}

// flush adds backslashes that no quote has halved.
func (w *crtWords) flush(n int) {
	for range n {
		w.text = append(w.text, '\\')
	}
	w.backslashes = 0
}

// end ends a word outside of quotes.
func (w *crtWords) end() {
	w.flush(w.backslashes)
	if w.begun {
		w.current.text = string(w.text)
		w.words = append(w.words, w.current)
	}
	w.current, w.text, w.begun, w.closed = word{}, nil, false, false
}

// drop forgets the word that is being read.
func (w *crtWords) drop() { w.current, w.text, w.begun, w.backslashes = word{}, nil, false, 0 }
