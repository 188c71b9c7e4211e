package cli

import (
	"io"
	"os"

	"github.com/mattn/go-isatty"
	"github.com/timhook/timhook/report/safe"
)

// Palette decides on colour for one stream: the flag, then the environment, then whether it is a terminal.
func (a *App) Palette(stream io.Writer) safe.Palette {
	switch {
	case a.Color == "always":
		return safe.NewPalette(true)
	case a.Color == "never", a.Environment("NO_COLOR") != "":
		return safe.NewPalette(false)
	case set(a.Environment("FORCE_COLOR")), set(a.Environment("CLICOLOR_FORCE")):
		return safe.NewPalette(true)
	}
	return safe.NewPalette(a.Environment("TERM") != "dumb" && IsTerminal(stream))
}

func set(variable string) bool { return variable != "" && variable != "0" }

func IsTerminal(stream io.Writer) bool {
	f, isFile := stream.(*os.File)
	return isFile && isatty.IsTerminal(f.Fd())
}
