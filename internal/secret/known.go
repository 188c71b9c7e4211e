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
	all    Forms
	tokens Forms // of all, those that are not even shown in a request that is asked for
	texts  []string
}

// mostKnown bounds what a capture with another key in each of its entries makes a run look for.
const mostKnown = 200

// NewKnown looks for values in further spellings beside those of [Spelt].
func NewKnown(further ...func(string) string) *Known { return &Known{spell: further} }

// Hide hides a token from now on, everywhere. It reports whether it can: one of fewer than six bytes would be found
// in texts that have nothing to do with it.
func (k *Known) Hide(token string) bool {
	form, ok := Spelt(token, k.spell...)
	if ok {
		k.mu.Lock()
		defer k.mu.Unlock()
		k.all, k.tokens, k.texts = append(k.all, form), append(k.tokens, form), append(k.texts, token)
	}
	return ok
}

// Learn hides values from now on, but for requests that are asked for. Short ones are left, see [Policy.Learn].
func (k *Known) Learn(values ...string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, v := range values {
		if len(v) < shortestCredential || len(k.texts) >= mostKnown || slices.Contains(k.texts, v) {
			continue
		}
		if form, ok := Spelt(v, k.spell...); ok {
			k.all, k.texts = append(k.all, form), append(k.texts, v)
		}
	}
}

// Tokens are what is shown nowhere.
func (k *Known) Tokens() Forms {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clip(k.tokens)
}

// Forms are all values.
func (k *Known) Forms() Forms {
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
