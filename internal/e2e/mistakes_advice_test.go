package e2e_test

import (
	"slices"
	"testing"
)

func TestAFixIsNamedByTheAdviceOfAFindingAlone(t *testing.T) {
	both := []string{"method", "nan"}
	f := flawed{cures: []cure{{"method", wordsMethod}, {"nan", wordsNaN}}}
	for _, row := range []struct {
		name, screen string
		want         []string
	}{
		{"nothing", "PASS  4 pass\n", nil},
		{"a fix", "── FAIL  x  MUST  y ──\n Got          200 OK\n Fix          answer 405\n", []string{"method"}},
		{"its second line", "── WARN  x\n Fix          be strict:\n              parse_constant\n", []string{"nan"}},
		{"a cause and a correction", "── FAIL  x\n Cause        405\n Corrected    parse_constant\n", both},
		{"two findings", "── FAIL  x\n Fix          405\n\n── FAIL  y\n Fix          parse_constant\n", both},
		{"a requirement", "── FAIL  x  MUST  y\n Requirement  parse_constant, 405\n Fix          none\n", nil},
		{"a note", "── INFO  x  MAY  y\n Fix          answer 405\n", nil},
		{"what stands below the findings", "── FAIL  x\n Fix          none\n\n the server: parse_constant\n", nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := f.named(row.screen); !slices.Equal(got, row.want) {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}
