package terminal

import "strings"

// ShellLines breaks a command of a POSIX shell into lines of about so many columns, at spaces outside of quotes. All
// but the last end in a backslash, so that the lines are still one command when they are copied. With 0 columns it is
// one line.
func ShellLines(command string, columns int) []string {
	if columns <= 0 || Columns(command) <= columns {
		return []string{command}
	}
	const more = ` \`
	var lines []string
	line := ""
	words := shellWords(command)
	for i, word := range words {
		after := word // with the value of a flag, which is better read beside it
		if i+1 < len(words) && strings.HasPrefix(word, "-") && !strings.HasPrefix(words[i+1], "-") {
			after += " " + words[i+1]
		}
		isTooLong := Columns(line+" "+after+more) > columns && Columns(after+more) <= columns
		isObeyed := strings.HasPrefix(word, "::") // by GitHub's runner, at the beginning of a line
		if line != "" && !isObeyed && (isTooLong || Columns(line+" "+word+more) > columns) {
			lines = append(lines, line+more)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}

// shellWords are the words of a command as they are written, quotes included.
func shellWords(command string) []string {
	var words []string
	var quote byte
	start := 0
	for i := 0; i < len(command); i++ {
		switch c := command[i]; {
		case c == '\\' && quote != '\'':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'', c == '"':
			quote = c
		case c == ' ':
			words = append(words, command[start:i])
			start = i + 1
		}
	}
	return append(words, command[start:])
}
