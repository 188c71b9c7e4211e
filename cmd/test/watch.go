package test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/report/words"
	"github.com/timhook/timhook/webhook/capture"
)

// A look at many files takes a while, and half a second is soon enough for a run of several.
const (
	watchEvery = time.Second / 2
	watchMost  = 20_000 // files; beyond that looking takes longer than it should

	// settles is how long the last output of a run may take on its way to a file, as through tee(1).
	settles = 200 * time.Millisecond
)

// watchTest runs the plan, and again whenever a watched file has changed since the end of the run. What a run itself
// writes so starts no other one. It ends with Ctrl-C, and at a terminal with q.
func watchTest(ctx context.Context, a *cli.App, p *testPlan) error {
	var keys *cli.Keys
	if o := &p.o.output; o.Format == "text" && o.Output == "" && o.Print == "" {
		keys = a.Keys()
	}
	for {
		once := *p // the address of :PORT may be another one in the next run
		var shown *screen
		if keys != nil {
			shown = newScreen(a)
			once.screen = shown
		}
		err := testOnce(ctx, a, &once)
		if !isVerdict(err) || ctx.Err() != nil {
			return err
		}
		if len(p.o.server) == 0 {
			p.o.wait = cmp.Or(p.o.wait, restarts)
		}
		switch p.waitForChange(ctx, a, keys, shown) {
		case cli.Stopped:
			return &cli.Exit{Code: cli.ExitInterrupted}
		case cli.Quit:
			return err
		}
	}
}

// restarts is how long a backend that somebody else starts again may be away when its files have changed.
const restarts = 10 * time.Second

// isVerdict is true of the end of a run that the next run may not have: a usage error, for one, would end it as well.
func isVerdict(err error) bool {
	exit, ok := errors.AsType[*cli.Exit](err)
	return err == nil || ok && exit.Code != cli.ExitBug && exit.Code != cli.ExitInterrupted
}

// waitForChange waits until a file has changed that timhook does not write, or a key is typed.
func (p *testPlan) waitForChange(ctx context.Context, a *cli.App, keys *cli.Keys, shown *screen) cli.Waking {
	_, _ = a.Out.Flush(), a.Err.Flush()
	select {
	case <-ctx.Done():
		return cli.Stopped
	case <-time.After(settles):
	}
	before := p.snapshot(a)
	line := "watching " + words.Plural(len(before), "file")
	if len(before) >= watchMost {
		line = fmt.Sprintf("watching the first %d files", watchMost)
	}
	if shown != nil {
		shown.draw(line)
	} else {
		line += "; end it with Ctrl-C"
		a.Note("%s", line)
		_ = a.Err.Flush()
	}
	// A file that ends with the line holds the output of this run, come through a pipe.
	ownOutput := func(path string) bool { return endsWith(path, line+"\n") }
	watch := cli.Watch{
		Every: watchEvery, Look: func() cli.FileStates { return p.snapshot(a) }, Ignore: ownOutput, Keys: keys,
	}
	defer shown.leave()
	return watch.Wait(ctx, before)
}

// endsWith is true of a file with this text at its end.
func endsWith(path, text string) bool {
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer func() { _ = file.Close() }()
	if _, err := file.Seek(-int64(len(text)), io.SeekEnd); err != nil {
		return false
	}
	end, err := io.ReadAll(io.LimitReader(file, int64(len(text))))
	return err == nil && string(end) == text
}

// snapshot is the state of the files below the working directory, without hidden ones and what timhook itself writes,
// and of those that the server command names, wherever they are.
func (p *testPlan) snapshot(a *cli.App) cli.FileStates {
	files, own := cli.FileStates{}, p.written(a)
	for _, path := range p.serverFiles() {
		files.Add(path)
	}
	_ = filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		hidden := path != "." && strings.HasPrefix(d.Name(), ".")
		switch {
		case err != nil: // it has gone meanwhile, or may not be read
			return nil
		case d.IsDir() && (hidden || d.Name() == "node_modules"):
			return filepath.SkipDir
		case d.IsDir(), hidden, cli.IsTemporary(d.Name()), isCapture(path):
			return nil
		case len(files) >= watchMost:
			return filepath.SkipAll
		}
		info, err := d.Info()
		isOwn := func(o fs.FileInfo) bool { return os.SameFile(o, info) }
		if err == nil && !slices.ContainsFunc(own, isOwn) {
			files.AddInfo(path, info)
		}
		return nil
	})
	return files
}

// serverFiles are the files outside of the working directory among the words of the server command: the program, found
// as a shell finds it, and files such as ../api/build/app.jar.
func (p *testPlan) serverFiles() (list []string) {
	for i, word := range p.o.server {
		if i == 0 {
			if found, err := exec.LookPath(word); err == nil {
				word = found
			}
		}
		if !filepath.IsLocal(word) {
			list = append(list, word)
		}
	}
	return list
}

// written are the files that the run writes: its reports, however their paths are spelt, and the streams where these go
// to files.
func (p *testPlan) written(a *cli.App) []fs.FileInfo {
	var list []fs.FileInfo
	for _, f := range p.files {
		if info, err := os.Stat(f.Path); err == nil {
			list = append(list, info)
		}
	}
	for _, stream := range []io.Writer{a.RawOut, a.RawErr} {
		if file, ok := stream.(*os.File); ok {
			if info, err := file.Stat(); err == nil {
				list = append(list, info)
			}
		}
	}
	return list
}

// isCapture is true of a capture that timhook writes, in another terminal for one, also before its first line.
func isCapture(path string) bool {
	if filepath.Ext(path) != ".ndjson" {
		return false
	}
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer func() { _ = file.Close() }()
	const want = `{"timhook":"` + capture.Version
	begin := make([]byte, len(want))
	_, err = io.ReadFull(file, begin)
	return errors.Is(err, io.EOF) || err == nil && string(begin) == want
}
