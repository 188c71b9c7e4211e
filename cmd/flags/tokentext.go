package flags

import (
	"regexp"
	"strings"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/internal/charset"
)

// checked is a token as it was read without what editors and shells put around it, since with that every signature
// would be wrong. It is hidden from now on.
func (t *Token) checked(a *cli.App, text string) (string, error) {
	const byteOrderMark = "\ufeff"
	decoded, err := charset.Text([]byte(text)) // PowerShell's > writes UTF-16
	if err != nil {
		return "", cli.Usage("", "--token: %w", err)
	}
	token := strings.TrimPrefix(string(decoded), byteOrderMark)
	switch {
	case string(decoded) != text && strings.Contains(text, "\x00"):
		a.Note("note: --token: the token is read as the UTF-16 that it is saved in")
	case token != text:
		a.Note("note: --token: the byte order mark in front of the token is cut off")
	}
	if whole := strings.TrimRight(token, "\r\n"); whole != token {
		token = whole
		a.Note("note: --token: the line feed at the end of the token is cut off")
	}
	const hint = "copy the authentication token of Chat's console"
	switch {
	case token == "":
		return "", cli.Usage(hint, "--token: the token is empty")
	case strings.TrimSpace(token) == "":
		return "", cli.Usage(hint, "--token: the token is nothing but blanks")
	case !a.Out.Hide(token):
		return "", cli.Usage(hint+", or set one of 6 bytes or more there and in the backend",
			"--token: the token has fewer than 6 bytes, too few to be told from other text and masked")
	case strings.TrimSpace(token) != token:
		a.Note("warning: --token: the token begins or ends with a blank, which counts in every signature")
	}
	return token, nil
}

// notSet tells that a variable is not set. A name that no shell would take is not quoted: it may be the token.
func notSet(name string) error {
	if !regexp.MustCompile(`^[A-Z_][A-Z0-9_]*$`).MatchString(name) {
		return cli.Usage("write env: and the name of a variable, as in --token env:IM_CALLBACK_TOKEN",
			"--token env: the variable of that name is not set, or the token itself stands there")
	}
	return cli.Usage("", "--token env:%s: the variable is not set", name)
}
