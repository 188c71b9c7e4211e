package cli

import (
	"io"
	"os"
	"strconv"

	"golang.org/x/term"
)

// The width that texts are written for where a terminal does not tell its own, and the least that they are written for.
const (
	usualColumns = 80
	leastColumns = 60
)

// IsTerminal is true of a stream that people look at as it is written.
func IsTerminal(stream io.Writer) bool {
	f, isFile := stream.(*os.File)
	return isFile && term.IsTerminal(int(f.Fd()))
}

// Rows is the height of the terminal behind a stream; of one that does not tell, 24.
func (a *App) Rows(stream io.Writer) int {
	const usual, least = 24, 10
	file, isFile := stream.(*os.File)
	if !isFile {
		return usual
	}
	if _, rows, err := term.GetSize(int(file.Fd())); err == nil && rows > 0 {
		return max(least, rows)
	}
	return usual
}

// Columns is the width of the terminal behind a stream: what it tells itself, otherwise COLUMNS, otherwise 80, and at
// least 60. It is 0 for a pipe or a file, where nothing is wrapped: a program reads the lines, or a page that wraps.
func (a *App) Columns(stream io.Writer) int {
	if !IsTerminal(stream) {
		return 0
	}
	columns, _, err := term.GetSize(int(stream.(*os.File).Fd()))
	if err != nil || columns <= 0 {
		columns, err = strconv.Atoi(a.Environment("COLUMNS"))
	}
	if err != nil || columns <= 0 {
		columns = usualColumns
	}
	return max(leastColumns, columns)
}
