package config

import (
	"strings"

	"github.com/timhook/timhook/internal/pattern"
	"github.com/timhook/timhook/internal/secret"
)

// A key begins its line, behind the dash of a list too, or stands in braces. The blank behind its colon may be missing.
var (
	firstKey = pattern.Of(`^[\s\p{Zs}{"'-]*?([^\s\p{Zs}"'{}\[\],:#]+)(?:["']\s*:|\s*:(?:\s|$))`)
	gluedKey = pattern.Of(`^\s*([\w-]+)[:：]`)
	flowKey  = pattern.Of(`[{,]\s*["']?([\w.-]*\w)["']?\s*:`)
	conflict = pattern.Of(`^(<{7}|={7}|>{7})`)
)

// withoutSecrets masks a line but for its keys and the values of those that are public. A value behind a misspelt key,
// or without a key, may be the secret of the key that was meant. shown is how much of the line stays as it is.
func (f *File) withoutSecrets(number int) (line string, shown int) {
	line = f.line(number)
	public := map[string]bool{}
	if f.Public != nil {
		public = f.Public()
	}
	if conflict().MatchString(line) {
		return line, len(line)
	}
	key, at := f.keyOf(number, public)
	inSection := false
	for {
		isPublic, known := public[key]
		isPublic = isPublic && (!inSection || !secret.Named(key)) // key names a file, and of query: {key: …} a secret
		next := flowKey().FindStringSubmatchIndex(line[at:])
		isSection := !known && strings.HasPrefix(strings.TrimLeft(line[at:], " "), "{")
		if !isPublic && !isSection || next == nil {
			if isPublic {
				return secret.WithoutKeys(new(secret.Policy).URL(line, "")), len(line)
			}
			break
		}
		inSection = inSection || isSection
		key = line[at+next[2] : at+next[3]]
		at += next[1]
	}
	value := strings.TrimLeft(line[at:], " \t")
	if strings.TrimSpace(strings.Trim(value, `{}[]|>-+"'`)) == "" {
		return line, len(line)
	}
	shown = len(line) - len(value)
	kept := secret.WithoutKeys(line[:shown])
	if kept != line[:shown] {
		return kept + secret.Mask, 0
	}
	return kept + secret.Mask, shown
}

// keyOf is the key that the value in a line belongs to, and where that value begins.
func (f *File) keyOf(number int, public map[string]bool) (key string, at int) {
	line := f.line(number)
	first := firstKey().FindStringSubmatchIndex(line)
	if first == nil {
		if first = gluedKey().FindStringSubmatchIndex(line); first != nil && !public[line[first[2]:first[3]]] {
			first = nil
		}
	}
	if first == nil {
		return f.keyAbove(number), len(line) - len(strings.TrimLeft(line, " \t-"))
	}
	return line[first[2]:first[3]], first[1]
}

// keyAbove is the key that a line belongs to by its indentation; empty: there is none.
func (f *File) keyAbove(number int) string {
	line := f.line(number)
	depth := indentation(line)
	if strings.HasPrefix(line[depth:], "-") {
		depth++ // the items of a list may stand right below their key
	}
	lines := strings.Split(f.Text, "\n")
	for number--; number > 0; number-- {
		above := lines[number-1]
		if key := firstKey().FindStringSubmatch(above); key != nil && indentation(above) < depth {
			return key[1]
		}
	}
	return ""
}

func indentation(line string) int { return len(line) - len(strings.TrimLeft(line, " \t")) }
