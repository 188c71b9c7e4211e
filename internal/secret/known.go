package secret

import (
	"slices"
	"sync"
)

// Known are the values that a run was given and does not show. They become known one after the other, while others look
// them up. The zero value knows none.
type Known struct {
	mu     sync.Mutex
	spell  []func(string) string
	all    Patterns
	tokens Patterns // of all, those that are not even shown in a request that is asked for
	texts  []string
	told   Names
}

// mostKnown is a bound for diff, which learns from what it reads: a capture may hold another key in each of its
// entries.
const mostKnown = 200

// NewKnown looks for values in further spellings beside those of [AllSpellings], and for signatures behind their name:
// a packet that a framework merged with the query holds one, and so may whatever quotes it.
func NewKnown(further ...func(string) string) *Known {
	return &Known{spell: further, all: Patterns{{signs: true}}}
}

// Hide hides a token from now on, everywhere. It reports whether it can: one of fewer than six bytes would be found
// in texts that have nothing to do with it.
func (k *Known) Hide(token string) bool {
	pattern, ok := AllSpellings(token, k.spell...)
	if ok {
		k.mu.Lock()
		defer k.mu.Unlock()
		k.all, k.tokens, k.texts = append(k.all, pattern), append(k.tokens, pattern), append(k.texts, token)
	}
	return ok
}

// Learn hides values from now on, but in requests that are asked for. A value of fewer than eight bytes is not looked
// for.
func (k *Known) Learn(values ...string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, v := range values {
		if len(v) < shortestCredential || len(k.texts) >= mostKnown || slices.Contains(k.texts, v) {
			continue
		}
		if pattern, ok := AllSpellings(v, k.spell...); ok {
			k.all, k.texts = append(k.all, pattern), append(k.texts, v)
		}
	}
}

// Tell hides from now on what stands behind names, also in requests that are asked for.
func (k *Known) Tell(names ...string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.told = append(k.told, names...)
	k.all, k.tokens = append(k.all, Behind(names...)...), append(k.tokens, Behind(names...)...)
}

// Told are the names.
func (k *Known) Told() Names {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clip(k.told)
}

// Tokens are what is shown nowhere.
func (k *Known) Tokens() Patterns {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clip(k.tokens)
}

// Patterns are all that is hidden.
func (k *Known) Patterns() Patterns {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clip(k.all)
}

// Texts are all values as they were given.
func (k *Known) Texts() []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clone(k.texts)
}
