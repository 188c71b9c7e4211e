package payloadstest

import (
	"slices"
	"strings"
	"testing"

	"github.com/timhook/timhook/payloads"
)

// Literals tests where packets leave the documentation. A row is a callback, the members of a packet but for
// CallbackCommand, and the places: JSON Pointers with a blank between them, sorted.
func Literals(t *testing.T, commands []*payloads.Command, rows [][3]string) {
	t.Helper()
	commands = payloads.Join(commands...)
	for _, row := range rows {
		i := slices.IndexFunc(commands, func(c *payloads.Command) bool { return c.Short == row[0] })
		if i < 0 {
			t.Errorf("there is no callback %s", row[0])
			continue
		}
		packet := `{"CallbackCommand":"` + commands[i].Name + `",` + row[1] + `}`
		var at []string
		problems := commands[i].Validate([]byte(packet))
		for _, p := range problems {
			at = append(at, p.Path)
		}
		slices.Sort(at)
		if got := strings.Join(slices.Compact(at), " "); got != row[2] {
			t.Errorf("%s\ngot  %s\nwant %s\n%v", packet, got, row[2], problems)
		}
	}
}
