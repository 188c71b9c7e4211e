package catalogue

import (
	"fmt"
	"io"
	"strings"

	"github.com/timhook/timhook/payloads/chat"
)

const variantsHead = `# Variants

The edge cases of the request packets. ` + "`timhook send CALLBACK/ID`" + ` sends one, ` + "`timhook explain ID`" + `
says where it is from, and ` + "`timhook test`" + ` plays those of the callbacks that your backend handles.

OK has to be accepted; OK= and processed as the ordinary packet; OKv and its value kept byte for byte; REFUSE refused;
SANE survived; INFO is reported and not judged.
`

// WriteVariants writes docs/variants.md.
func WriteVariants(w io.Writer) error {
	var page strings.Builder
	page.WriteString(variantsHead)
	section := ""
	for _, e := range chat.Catalogue() {
		v := e.Variant
		if v.Section != section {
			section = v.Section
			fmt.Fprintf(&page, "\n## %s\n\n| id | level | expected | what varies | callbacks |\n", section)
			page.WriteString("|---|---|---|---|---|\n")
		}
		fmt.Fprintf(&page, "| `%s` | %s | %s | %s | %s |\n", v.ID, v.Level, v.Expect, cell(v.Doc), shorts(e.Commands))
	}
	_, err := io.WriteString(w, page.String())
	return err
}

// cell is a text in a table of Markdown.
func cell(text string) string {
	return strings.NewReplacer("|", `\|`, "<", `\<`, "*", `\*`, "`", "\\`").Replace(text)
}
