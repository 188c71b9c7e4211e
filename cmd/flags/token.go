package flags

import (
	"bufio"
	"errors"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/report/safe"
)

// Token is the flag --token: where the authentication token of the console is read from, or the token itself.
type Token struct {
	text string
	flag *pflag.Flag
}

const (
	tokenFlag  = "token"
	envPrefix  = "env:"
	filePrefix = "file:"
)

// TokenUsage is the help of the flag where a verb says nothing more.
const TokenUsage = "authentication token of Chat's console: env:NAME, file:PATH, or - for standard input: `env:NAME`"

// Token declares the flag.
func (g *Group) Token(t *Token, doc string) {
	t.flag = g.Add(t, tokenFlag, doc, FileAfter(filePrefix))
}

// Type is that of a text.
func (t *Token) Type() string { return "string" }

func (t *Token) String() string { return t.text }

// Set keeps the text; Read reads the token.
func (t *Token) Set(text string) error {
	t.text = text
	return nil
}

// IsGiven is true where there is a token.
func (t *Token) IsGiven() bool { return t.text != "" }

// Read reads the token from where the flag points and hides it from all output. Without the flag it is empty.
func (t *Token) Read(a *cli.App) (string, error) {
	token := t.text
	switch name, isEnv := strings.CutPrefix(t.text, envPrefix); {
	case t.text == "":
		return "", nil
	case isEnv:
		if token = a.Environment(name); token == "" {
			return "", notSet(name)
		}
	case strings.HasPrefix(t.text, filePrefix):
		name := filepath.Clean(strings.TrimPrefix(t.text, filePrefix))
		data, err := a.ReadFile("--"+tokenFlag, name, cli.MostToken)
		if err != nil {
			return "", err
		}
		token = string(data)
	case t.text == "-":
		in, err := a.Stdin("--" + tokenFlag)
		if err != nil {
			return "", err
		}
		line, err := bufio.NewReader(io.LimitReader(in, cli.MostToken+1)).ReadString('\n')
		if exit, stopped := errors.AsType[*cli.Exit](err); stopped {
			return "", exit
		}
		if len(line) > cli.MostToken {
			return "", cli.Usage("", "--token: standard input: a token has %d KiB at most", cli.MostToken>>10)
		}
		token = line
	case IsTyped(t.flag):
		a.Note("warning: other users of this machine can see a token on the command line; use --token env:NAME or " +
			"file:PATH")
	}
	return t.checked(a, token)
}

// Require is Read for a verb that needs a token.
func (t *Token) Require(a *cli.App) (string, error) {
	token, err := t.Read(a)
	if err == nil && token == "" {
		err = cli.Usage("give it with --token env:NAME or --token file:PATH", "no token")
	}
	return token, err
}

// words repeat where the token was read and never hold it. A token of the environment is still there.
func (t *Token) words() []string {
	switch {
	case t.flag.Annotations[sourceAnnotation] != nil:
		return nil
	case strings.HasPrefix(t.text, envPrefix), strings.HasPrefix(t.text, filePrefix):
		return []string{"--" + t.flag.Name, safe.Quote(t.text)}
	}
	return []string{"--" + t.flag.Name, "env:IM_CALLBACK_TOKEN"}
}
