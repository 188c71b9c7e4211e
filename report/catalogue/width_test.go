package catalogue_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/report/catalogue"
	"github.com/timhook/timhook/report/terminal"
)

func TestListsAndExplanationsFitTheTerminal(t *testing.T) {
	for _, columns := range []int{60, 80, 120} {
		t.Run(fmt.Sprintf("%d columns", columns), func(t *testing.T) {
			var out bytes.Buffer
			palette := terminal.NewPalette(false).Within(columns)
			for _, kind := range catalogue.Lists() {
				if err := catalogue.Formats()[0].Write(&out, palette, kind.Items(chat.All())); err != nil {
					t.Fatal(err)
				}
			}
			names := catalogue.Names()
			for i := 0; i < len(names); i += 40 { // to explain all of them takes long
				name := names[i]
				for _, item := range catalogue.Find(name) {
					item.Explain(&out, palette)
				}
			}
			if out.Len() < 100_000 {
				t.Fatalf("got %d bytes, want every item", out.Len())
			}
			wide := 0
			for line := range strings.Lines(out.String()) {
				line = strings.TrimRight(line, "\n")
				if n := terminal.Columns(line); n > columns {
					if wide++; wide <= 10 {
						t.Errorf("%d columns: %s", n, line)
					}
				}
			}
		})
	}
}
