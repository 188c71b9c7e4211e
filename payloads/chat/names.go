package chat

import (
	"slices"
	"strings"
	"unicode"

	"github.com/timhook/timhook/internal/nearest"
)

// NearCommand is the callback command that a name most likely means; empty where none is near. Receivers know names that
// no page has, such as Group.CallbackAfterMsgWithDraw: they have the words of a documented one.
func NearCommand(name string) string {
	family, rest, _ := strings.Cut(name, ".")
	words := wordsOf(rest)
	var own, rests []string
	other := ""
	for _, c := range all() {
		of, its, _ := strings.Cut(c.Name, ".")
		isOwn := strings.EqualFold(of, family)
		switch {
		case strings.EqualFold(c.Name, name):
			return c.Name
		case words != "" && words == wordsOf(its) && isOwn:
			return c.Name
		case words != "" && words == wordsOf(its) && other == "":
			other = c.Name
		case isOwn:
			own, rests = append(own, c.Name), append(rests, plainly(its))
		}
	}
	if other != "" {
		return other
	}
	if near := nearest.Names(plainly(rest), rests); len(near) > 0 {
		return own[slices.Index(rests, near[0])]
	}
	return ""
}

// plainly is a name without the words that some names have and others lack.
func plainly(rest string) string {
	return strings.NewReplacer("Callback", "", "Message", "Msg", "WithDraw", "Recall").Replace(rest)
}

// wordsOf are the words of a name in alphabetical order, each without an ending, so that AfterTopicCreated and
// AfterCreateTopic have the same. After is left out: what happens after an event is named with and without it.
func wordsOf(rest string) string {
	rest = plainly(rest)
	var words []string
	begin := 0
	for i, r := range rest + "A" {
		if unicode.IsUpper(r) && i > begin {
			word := strings.ToLower(rest[begin:i])
			words = append(words, strings.TrimSuffix(strings.TrimSuffix(word, "d"), "e"))
			begin = i
		}
	}
	words = slices.DeleteFunc(words, func(word string) bool { return word == "after" })
	slices.Sort(words)
	return strings.Join(words, " ")
}
