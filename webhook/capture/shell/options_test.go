package shell_test

import (
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// TestEveryOptionOfCurlIsKnown with its value or without one, as the curl of this machine lists them.
func TestEveryOptionOfCurlIsKnown(t *testing.T) {
	path, err := exec.LookPath("curl")
	if err != nil {
		t.Skip("curl is not installed here")
	}
	help, err := exec.Command(path, "--help", "all").Output()
	if err != nil {
		t.Fatal(err)
	}
	form := regexp.MustCompile(`(?m)^ (?:(-.),)? +--([\w.-]+)( <| \[)?`)
	options := form.FindAllStringSubmatch(string(help), -1)
	if len(options) < 200 {
		t.Fatalf("curl lists %d options, want 200 at least", len(options))
	}
	for _, option := range options {
		letter, name, takesValue := option[1], option[2], option[3] != ""
		t.Run(name, func(t *testing.T) {
			lines := []string{"curl h --" + name}
			if letter != "" {
				lines = append(lines, "curl h "+letter, "curl h -s"+letter[1:])
			}
			for _, line := range lines {
				switch {
				case name == "next", name == "help", name == "manual", name == "version":
					continue // each has a meaning of its own
				case takesValue:
					value := "/v"
					if name == "header" {
						value = "a:b"
					}
					line += " " + value
				}
				text := callOf(line)
				isOwn := strings.Contains(text, "makes no callback") || strings.Contains(text, "two URLs") && name == "url"
				if strings.HasPrefix(text, "error") && !isOwn {
					t.Errorf("%s: got %s", line, text)
				}
				if got := callOf("curl h --no-" + name); !takesValue && !strings.HasPrefix(name, "no-") &&
					strings.HasPrefix(got, "error") {
					t.Errorf("--no-%s: got %s", name, got)
				}
			}
		})
	}
}
