package httptext_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/timhook/timhook/webhook/capture/httptext"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// BenchmarkHostileTexts reads texts that are made to cost much, ten times as long the second time: ns/op is to grow no
// faster.
func BenchmarkHostileTexts(b *testing.B) {
	for name, unit := range map[string]string{
		"lengths that are too great":       "POST http://h/im\nContent-Length: 999999999\n\n{\"a\":1}\n\n",
		"lengths of raw messages":          "POST /im HTTP/1.1\r\nContent-Length: 999999999\r\n\r\n{\r\n",
		"variables of variables":           "@a={{a}}{{a}}b\n@b={{a}}\nPOST {{b}}\n\n{{b}}\n###\n",
		"parameters that are hidden":       "&{{a}}={{b}}",
		"requests in a body":               "POST http://h/im\n",
		"empty lines":                      "\n\n",
		"comments in a body":               "# a\n{\n",
		"fields that are hidden":           "X: {{a}}\n",
		"scripts":                          "> {%\n",
		"chunks":                           "1\r\na\r\n",
		"lines of curl":                    "* a\n> POST / HTTP/1.1\n< HTTP/1.1 200 OK\n<\n{",
		"lines of a trace":                 "=> Send header, 3 bytes (0x3)\n0000: a\n",
		"lines that may be a file's names": "< a\n",
	} {
		for _, times := range []int{1000, 10_000} {
			text := "POST http://h/im?a=b" + strings.Repeat(unit, times)
			if !strings.HasPrefix(unit, "&") {
				text = "POST http://h/im?a=b\nTransfer-Encoding: chunked\n\n" + strings.Repeat(unit, times)
			}
			b.Run(fmt.Sprint(name, "/", times), func(b *testing.B) {
				for b.Loop() {
					r := httptext.NewReader(scan.NewSource(strings.NewReader(text), 1<<24), httptext.Options{})
					for err := error(nil); err == nil; {
						_, err = r.Next()
					}
				}
			})
		}
	}
}
