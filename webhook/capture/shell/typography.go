package shell

import (
	"unicode/utf8"

	"github.com/timhook/timhook/webhook/capture/scan"
)

// mistyped are characters that word processors and chat programs put in the place of those that a shell obeys. A shell
// takes them for letters.
var mistyped = map[rune]struct{ name, want string }{
	'‘': {"curly quotes", "'"}, '’': {"curly quotes", "'"}, '‚': {"curly quotes", "'"}, '‛': {"curly quotes", "'"},
	'“': {"curly quotes", `"`}, '”': {"curly quotes", `"`}, '„': {"curly quotes", `"`}, '‟': {"curly quotes", `"`},
	'「': {"corner brackets", `"`}, '」': {"corner brackets", `"`},
	'＂': {"full-width quotes", `"`}, '＇': {"full-width quotes", "'"}, '´': {"an accent", "'"},
	'\u00a0': {"a no-break space", "a blank"}, '\u202f': {"a no-break space", "a blank"},
	'\u2007': {"a no-break space", "a blank"}, '\u3000': {"a full-width space", "a blank"},
	'\u200b': {"a zero-width space", "nothing"}, '\ufeff': {"a byte order mark", "nothing"},
	'–': {"a dash", "-- or -"}, '—': {"a dash", "--"}, '−': {"a minus sign", "-"}, '＆': {"a full-width &", "&"},
}

// checkTyped refuses a character outside of quotes that a shell takes for a letter though it was meant for a sign.
// Dashes are letters within a word.
func checkTyped(s *scan.Source, isFirst bool) error {
	c, _ := utf8.DecodeRune(s.Peek(utf8.UTFMax))
	typed, found := mistyped[c]
	isDash := c == '–' || c == '—' || c == '−'
	if !found || isDash && !isFirst {
		return nil
	}
	return scan.BadTextf("column %d: %v (U+%04X) where a shell wants %v",
		s.Column, plain(typed.name), c, plain(typed.want))
}

// plain is a text that no message shortens.
type plain string
