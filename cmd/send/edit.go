package send

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/internal/charset"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

const editFlag = "edit"

// edit lets the user change the packet in an editor, before anything is sent.
func (s *sending) edit(ctx context.Context, build func() ([]payloads.Packet, payloads.Params, error)) error {
	editor := cmp.Or(s.a.Environment("VISUAL"), s.a.Environment("EDITOR"))
	if editor == "" {
		return cli.Usage("for instance: EDITOR=nano timhook send …", "--"+editFlag+": neither VISUAL nor EDITOR is set")
	}
	packets, _, err := build()
	if err != nil {
		return err
	}
	if len(packets) != 1 {
		return cli.Usage("name one callback with one variant", "--"+editFlag+" opens one packet, and these are %d",
			len(packets))
	}
	before := packets[0].Body
	if tree, err := jsontree.ParseLoose(before); err == nil {
		before = append(tree.Append(nil, jsontree.Pretty), '\n')
	}
	path, remove, err := temporary(packets[0].Command.Name, s.a.Masked(before))
	if err != nil {
		return cli.Usage("", "--"+editFlag+": %w", err)
	}
	s.a.AtEnd = append(s.a.AtEnd, remove) // also where the run panics
	defer remove()
	tree, err := s.editUntilJSON(ctx, editor, path)
	if err == nil {
		s.edited = s.o.packet.Write(tree)
	}
	return err
}

// temporary writes a file that only its owner can read, in a folder of its own, where an editor may put others.
func temporary(name string, text []byte) (path string, remove func(), err error) {
	folder, err := os.MkdirTemp("", "timhook-")
	if err != nil {
		return "", nil, err
	}
	remove = func() { _ = os.RemoveAll(folder) }
	path = filepath.Join(folder, name+".json")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		remove()
		return "", nil, err
	}
	return path, remove, nil
}

// editUntilJSON opens the editor. At a terminal it does so again, when asked to, for as long as the text is no JSON.
func (s *sending) editUntilJSON(ctx context.Context, editor, path string) (jsontree.Value, error) {
	first, err := os.ReadFile(path)
	for err == nil {
		if err := s.open(ctx, editor, path); err != nil {
			return jsontree.Value{}, err
		}
		var text []byte
		if text, err = s.read(path); err != nil {
			break
		}
		switch {
		case len(bytes.TrimSpace(text)) == 0:
			return jsontree.Value{}, cli.ErrNothing("the packet is empty now")
		case bytes.Equal(text, first):
			return jsontree.Value{}, cli.ErrNothing("the packet was not changed")
		}
		tree, broken := jsontree.ParseLoose(text)
		if broken == nil {
			return tree, nil
		}
		mistake := flags.NotJSON("--"+editFlag, text, broken)
		if end := s.again(ctx, mistake); end != nil {
			return jsontree.Value{}, end
		}
	}
	return jsontree.Value{}, cli.Usage("", "--"+editFlag+": %w", err)
}

// read reads what the editor has left.
func (s *sending) read(path string) ([]byte, error) {
	text, _, err := cli.ReadBounded(s.a.Stop, path, cli.MostText)
	if err != nil {
		return nil, err
	}
	return charset.Text(text)
}

// open runs the editor on a file and waits for its end. As for git, the shell reads the text of the variable, which may
// have arguments and quotes.
func (s *sending) open(ctx context.Context, editor, path string) error {
	words := []string{"sh", "-c", editor + ` "$@"`, editor, path}
	if runtime.GOOS == "windows" {
		words = append(strings.Fields(editor), path)
	}
	c := exec.CommandContext(ctx, words[0], words[1:]...)
	c.Cancel = func() error { return c.Process.Signal(syscall.SIGTERM) }
	c.WaitDelay = time.Second
	if in, isFile := s.a.In.(*os.File); isFile {
		c.Stdin = in
	}
	c.Stdout, c.Stderr = s.a.RawOut, s.a.RawErr
	if !cli.IsTerminal(s.a.RawOut) {
		c.Stdout = s.a.RawErr // standard output is for results
	}
	_ = s.a.Err.Flush()
	err := c.Run()
	switch {
	case ctx.Err() != nil:
		return cli.ErrStopped()
	case err != nil:
		return cli.Usage("", "--"+editFlag+": the editor (%s) failed: %w", editor, err)
	}
	return nil
}

// again prints a mistake and asks whether to edit the text again; nil: yes. Without a terminal the mistake ends the
// run.
func (s *sending) again(ctx context.Context, mistake *flags.JSONError) error {
	in, isFile := s.a.In.(*os.File)
	if !isFile || !cli.IsTerminal(in) || !cli.IsTerminal(s.a.RawErr) {
		return mistake
	}
	s.a.Tell(mistake)
	s.a.Note("edit it again? Enter: yes, n: no")
	_ = s.a.Err.Flush()
	answer := make(chan string, 1)
	go func() {
		line, err := bufio.NewReader(in).ReadString('\n')
		if err != nil {
			line = "n"
		}
		answer <- line
	}()
	select {
	case <-ctx.Done():
		return cli.ErrStopped()
	case line := <-answer:
		if strings.HasPrefix(strings.ToLower(strings.TrimSpace(line)), "n") {
			return &cli.Exit{Code: cli.ExitUsage, Meaning: "the packet is not JSON; nothing was sent"}
		}
		return nil
	}
}
