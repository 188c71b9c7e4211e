package secret

import (
	"bytes"
	"sync"
)

// shortest is how long a text is that does not stand in others by chance, in bytes.
const shortest = 6

// Forms are what is to be hidden. The zero value hides nothing. They may be used concurrently.
type Forms []Form

// Form is one secret in its spellings, or a few texts as they stand.
type Form struct {
	texts  [][]byte        // looked for in every text
	anchor []byte          // what stands in each of the others
	others func() [][]byte // nil: there are none
}

// Spelt is a secret as it stands, in JSON, in a URL, in HTML, in a shell's or Go's quotes, in base64, and in one of
// these within another. Further ways to spell a text may be added; they leave runs of ASCII letters and digits as
// they are. ok says that the secret can be looked for: one of fewer than six bytes would be found in texts that have
// nothing to do with it.
func Spelt(secret string, further ...func(string) string) (f Form, ok bool) {
	if len(secret) < shortest {
		return Form{}, false
	}
	anchor := longestRun(secret)
	if anchor == secret { // spelt alike everywhere but in base64, as most tokens are
		return Form{texts: toBytes(distinct(append(inBase64(secret), secret)))}, true
	}
	// The spellings are many. Nearly no text holds any, so they are made for one that might.
	return Form{
		texts:  toBytes(distinct(inBase64(secret))),
		anchor: []byte(anchor),
		others: sync.OnceValue(func() [][]byte { return toBytes(spellings(secret, further)) }),
	}, true
}

// Exactly are texts as they stand, in no other spelling and however short. An empty one is nowhere.
func Exactly(texts ...string) Form { return Form{texts: toBytes(texts)} }

// longestRun is the longest part of a secret that every spelling but base64 leaves as it is; it may be empty.
func longestRun(secret string) string {
	longest, start := "", 0
	for i := range len(secret) + 1 {
		if i < len(secret) && isPlain(secret[i]) {
			continue
		}
		if i-start > len(longest) {
			longest = secret[start:i]
		}
		start = i + 1
	}
	return longest
}

func isPlain(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

func toBytes(list []string) [][]byte {
	out := make([][]byte, 0, len(list))
	for _, s := range list {
		if s != "" {
			out = append(out, []byte(s))
		}
	}
	return out
}

// Spans finds the secrets in a text, in order. Those that overlap are one span, so that no piece of any is left over.
func (f Forms) Spans(text []byte) []Span {
	var found []Span
	for _, form := range f {
		found = appendSpans(found, text, form.texts)
		if form.others != nil && bytes.Contains(text, form.anchor) {
			found = appendSpans(found, text, form.others())
		}
	}
	return Merged(found)
}

// Mask puts [Mask] in the place of each secret.
func (f Forms) Mask(text string) string {
	if len(f) == 0 {
		return text
	}
	return Cover(text, f.Spans([]byte(text)))
}

func appendSpans(found []Span, text []byte, forms [][]byte) []Span {
	for _, form := range forms {
		for at := 0; ; at++ {
			i := bytes.Index(text[at:], form)
			if i < 0 {
				break
			}
			at += i
			found = append(found, Span{at, at + len(form)})
		}
	}
	return found
}

// Begun is how many bytes at the end of a text may be the beginning of a secret of which the rest is still to come.
func (f Forms) Begun(text []byte) int {
	longest := 0
	for _, form := range f {
		longest = begun(text, form.texts, longest)
		if form.others != nil {
			longest = begun(text, form.others(), longest)
		}
	}
	return longest
}

// begun is Begun for what is longer than that.
func begun(text []byte, forms [][]byte, than int) int {
	for _, form := range forms {
		tail := text[max(0, len(text)-len(form)+1):]
		for len(tail) > than {
			i := bytes.IndexByte(tail, form[0])
			if i < 0 {
				break
			}
			if tail = tail[i:]; bytes.HasPrefix(form, tail) {
				than = max(than, len(tail))
				break
			}
			tail = tail[1:]
		}
	}
	return than
}
