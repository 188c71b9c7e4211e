package shell_test

import (
	"strings"
	"testing"
)

// TestNoCallHoldsANUL puts a NUL into each place of lines of each shell. What the shell alone knows is marked with that
// byte, so that one from outside would stand for something that is not there.
func TestNoCallHoldsANUL(t *testing.T) {
	lines := append(hostile(),
		"curl -XPOST \"$U?a=b&c=$(sign)\" -H 'a: b' -H \"c: $d\" --json @- <<-E\n\t{\"a\": $b}\n\tE\ncurl i",
		"printf '%s' \"$a\" | curl h?a -d @- # it\ncurl i",
		"curl h -d $'\\u0041\\x42'\\''{}' &&\\\n curl \"${i}\"",
		"C:\\> set A=b\nC:\\> curl.exe -d \"{\\\"a\\\":\\\"%A%\\\"}\" ^\n  h?a^&b=%C% | more\nC:\\> curl i",
		"PS C:\\> $a = 'b'\nPS C:\\> curl.exe \"h?$a`n$($b)\" `\n -d @'\n{}\n'@\nPS C:\\> curl.exe --% i \"j\"",
		"PS C:\\> curl.exe h -d @\"\n{\"a\": \"$b`t\"}\n\"@ > out.txt",
	)
	for _, line := range lines {
		for at := range len(line) + 1 {
			text := line[:at] + "\x00" + line[at:]
			list, err := script{text: text}.calls()
			if err != nil {
				t.Fatalf("%q: %v", text, err)
			}
			for _, call := range list {
				r := call.Record.Request
				if call.Err == nil && strings.Contains(r.URL+r.Query+string(r.Body), "\x00") {
					t.Fatalf("%q: got %s?%s with body %q", text, r.URL, r.Query, r.Body)
				}
			}
		}
	}
}
