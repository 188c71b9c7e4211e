package shrink

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestStringsAreCutBetweenCharacters(t *testing.T) {
	for inner, want := range map[string]string{
		"":                   "",
		"ab":                 "a b",
		"é你😀":                "é 你 😀",
		`a\n\"\\b`:           `a \n \" \\ b`,
		`\/\u00e9x`:          `\/ \u00e9 x`,
		`\ud83e\udde7\ud83e`: `\ud83e\udde7 \ud83e`,
		`\uDDE7\uD83E\uDDE7`: `\uDDE7 \uD83E\uDDE7`,
		`\ud83e\u0041`:       `\ud83e \u0041`,
		`\ud83eabcdef`:       `\ud83e a b c d e f`,
		`\ud83e\ndcba`:       `\ud83e \n d c b a`,
		"\xe4\xbd" + "a\xff": "\xe4 \xbd a \xff",
	} {
		t.Run(inner, func(t *testing.T) {
			if got := strings.Join(units(inner), " "); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestNumbersAreReadInParts(t *testing.T) {
	for literal, want := range map[string]number{
		"0":          {digits: "0"},
		"-12":        {sign: "-", digits: "12"},
		"1.50":       {digits: "1", fraction: "50"},
		"-0.0e-0":    {sign: "-", digits: "0", fraction: "0", mark: "e-", exponent: "0"},
		"3E+08":      {digits: "3", mark: "E+", exponent: "08"},
		"1234567e10": {digits: "1234567", mark: "e", exponent: "10"},
	} {
		t.Run(literal, func(t *testing.T) {
			got := parseNumber(literal)
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(number{})); diff != "" {
				t.Errorf("%s (-want +got):\n%s", literal, diff)
			}
			if got.String() != literal {
				t.Errorf("%s is written as %s", literal, got)
			}
		})
	}
}

func TestBisectFindsTheLimit(t *testing.T) {
	for limit := 1; limit <= 100; limit++ {
		got, asked := 100, 0
		bisect(0, 100, func(n int) bool {
			if asked++; n <= 0 || n >= 100 {
				t.Fatalf("asked about %d", n)
			}
			if n >= limit {
				got = n
			}
			return n >= limit
		})
		if got != limit || asked > 7 {
			t.Errorf("got %d after %d questions, want %d", got, asked, limit)
		}
	}
}
