package secret

import (
	"regexp"
	"slices"
	"strings"

	"github.com/timhook/timhook/internal/pattern"
)

// Refused is a message that refuses arguments of a command line, without what looks like a credential in them: people
// paste one where it does not belong, and forget the quotes around a header field. It masks
//
//   - what follows the name of a secret, as in X-Key: …, token=…, Authorization Bearer …;
//   - the password of mina:…@host, with a scheme or not;
//   - a long word of letters and digits, unless it is in the name of a file.
func Refused(message string, arguments []string) string {
	var values []string
	for _, argument := range arguments {
		found := pastedIn(argument)
		if len(found) == 0 {
			continue
		}
		shown := Cover(argument, found)
		message = strings.ReplaceAll(message, argument, shown)
		message = strings.ReplaceAll(message, quoted(argument), quoted(shown))
		for _, s := range found {
			values = append(values, argument[s.Start:s.Stop])
		}
	}
	return Patterns(nil).With(values...).Mask(message)
}

var (
	nameAhead = pattern.Of(`([A-Za-z][\w-]*)(?:\s*[:=]\s*|\s+)`)
	userText  = pattern.Of(`(?:^|[\s=/"'])[^\s:@/="']*:([^\s/?#]*)@`)
	scheme    = pattern.Of(`(?i)\b(?:Bearer|Basic|Digest|Token)[\s:]+(\S+)`)
	longWord  = pattern.Of(`[A-Za-z0-9_-]{12,}`)
	wholePart = pattern.Of(`[^\s"'=,;:@?&]+`)
	fileName  = pattern.Of(`\.(?:` +
		`(?:nd)?json|jsonl|har|https?|txt|log|sh|curl|ya?ml|pem|crt|cer|gz|zst|html?|md|xml|sarif|tap|js|ps1|bat|cmd|csv` +
		`)(?:#[\d,-]*)?$`)
)

// Pasted masks in a text what looks like a credential, see [Refused].
func Pasted(text string) string { return Cover(text, pastedIn(text)) }

// WithoutKeys masks in a text the long words of letters and digits, but not in the names of files.
func WithoutKeys(text string) string { return Cover(text, keysIn(text)) }

func pastedIn(argument string) []Span {
	found := keysIn(argument)
	for _, p := range new(Policy).places(argument) {
		found = append(found, p.Span)
	}
	for _, form := range []*regexp.Regexp{userText(), scheme()} {
		for _, at := range form.FindAllStringSubmatchIndex(argument, -1) {
			found = append(found, Span{at[2], at[3]})
		}
	}
	for _, at := range nameAhead().FindAllStringSubmatchIndex(argument, -1) {
		if Named(argument[at[2]:at[3]]) {
			found = append(found, Span{at[1], len(argument)})
		}
	}
	return Joined(Merged(slices.DeleteFunc(found, func(s Span) bool {
		value := argument[s.Start:s.Stop]
		isPlace := strings.HasPrefix(value, "env:") || strings.HasPrefix(value, "file:") // of a token
		return value == "" || value == Mask || isPlace
	})))
}

func keysIn(text string) []Span {
	var found []Span
	for _, part := range wholePart().FindAllStringIndex(text, -1) {
		if fileName().MatchString(text[part[0]:part[1]]) {
			continue
		}
		for _, at := range longWord().FindAllStringIndex(text[part[0]:part[1]], -1) {
			if s := (Span{part[0] + at[0], part[0] + at[1]}); isRandom(text[s.Start:s.Stop]) {
				found = append(found, s)
			}
		}
	}
	return found
}

// isRandom reports whether a long word is rather a key than a name: digits and letters stand side by side in it more
// than once, or at the begin of a long number.
func isRandom(word string) bool {
	const longNumber = 4
	if isNumber(word) {
		return false
	}
	word = strings.ReplaceAll(strings.ToLower(word), "c2c", "one") // AfterC2CMsgExtension is a name of Chat's
	sides, digits := 0, 0
	for i := range len(word) {
		if isDigit(word[i]) {
			digits++
		}
		if i > 0 && isPlain(word[i-1]) && isPlain(word[i]) && isDigit(word[i-1]) != isDigit(word[i]) {
			sides++
		}
	}
	return sides > 1 || sides == 1 && digits >= longNumber
}
