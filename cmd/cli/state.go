package cli

import (
	"errors"
	"os"
	"path/filepath"
)

// StateFolder holds, in the working folder, what a later run asks for: the cases and the callbacks that failed.
const StateFolder = ".timhook"

// ignored keeps the folder out of a repository, whose own .gitignore need not know it.
const ignored = "# what timhook remembers of its last runs; no part of the repository\n*\n"

// MakeStateFolder makes the folder where it is not there yet, and says so: it would come as a surprise.
func (a *App) MakeStateFolder() error {
	switch err := os.Mkdir(StateFolder, 0o755); {
	case err == nil:
		a.Note("note: %s/ is new: it keeps what failed last; git ignores it", StateFolder)
	case !errors.Is(err, os.ErrExist):
		return err
	}
	file, err := os.OpenFile(filepath.Join(StateFolder, ".gitignore"), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, os.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = file.WriteString(ignored)
	return errors.Join(err, file.Close())
}
