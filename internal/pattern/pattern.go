// Package pattern declares regular expressions that are compiled when they are first used: there are dozens, and a run
// uses few of them. Compiling them all took a fifth of the time in which a small command starts and ends.
package pattern

import (
	"regexp"
	"sync"
)

// Of is a regular expression, compiled by the first call. It panics there where the text is none, as
// [regexp.MustCompile] does.
func Of(text string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}
