package test

import (
	"bufio"
	"context"
	"io"
	"os"
	"strings"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/why"
)

// pauseFlag asks for pauses.
const pauseFlag = "pause"

// pauses wait for somebody at the terminal before each case.
type pauses struct {
	say   func(text string) // to people, at once
	lines <-chan string     // that are typed; closed at the end of the input
	asked bool              // the keys were explained
	over  bool              // the rest is played without a pause
}

// newPauses refuses an input that is no terminal: nobody would press Enter.
func newPauses(a *cli.App) (*pauses, error) {
	in, isFile := a.In.(*os.File)
	if !isFile || !cli.IsTerminal(in) {
		return nil, cli.Usage("", "--pause waits for Enter, and standard input is no terminal")
	}
	typed, err := a.Stdin("--" + pauseFlag)
	if err != nil {
		return nil, err
	}
	return &pauses{lines: linesOf(typed), say: func(text string) {
		_ = a.Out.Flush()
		a.Note("%s", text)
		_ = a.Err.Flush()
	}}, nil
}

// linesOf reads line by line for as long as the process lives: a terminal cannot be left.
func linesOf(in io.Reader) <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		for typed := bufio.NewScanner(in); typed.Scan(); {
			lines <- typed.Text()
		}
	}()
	return lines
}

// before names the next case and waits. q, and the end of the input, end the run as Ctrl-C does; s plays the rest
// without a pause.
func (p *pauses) before(ctx context.Context, c *conformance.Case, giveUp context.CancelCauseFunc) {
	if p.over || ctx.Err() != nil {
		return
	}
	text := "next: " + safe.Visible(why.ShortCase(c.Name()))
	if !p.asked {
		text += "   (Enter plays it, s plays all without a pause, q ends the run)"
	}
	p.asked = true
	for {
		p.say(text)
		select {
		case <-ctx.Done():
			return
		case line, isOpen := <-p.lines:
			switch word := strings.ToLower(strings.TrimSpace(line)); {
			case !isOpen, word == "q":
				giveUp(cli.ErrInterrupted)
				return
			case word == "s":
				p.over = true
				return
			case word == "":
				return
			}
			text = "want Enter, s or q"
		}
	}
}
