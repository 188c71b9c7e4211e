package logtext

import (
	"regexp"

	"github.com/timhook/timhook/internal/pattern"
)

// foreign is how a language prints what it has read of a packet.
type foreign struct {
	mark    func() *regexp.Regexp
	what    string
	instead string // what to log
}

// foreigners are the languages, by how they print the member CallbackCommand.
var foreigners = [...]foreign{
	{
		pattern.Of(`'CallbackCommand' ?: `),
		"a dict as Python prints it", "request.get_data() of Flask or request.body of Django",
	},
	{
		pattern.Of(`'CallbackCommand' ?=>|\["?CallbackCommand"?\] ?=>`),
		"an array as PHP prints it", "file_get_contents('php://input')",
	},
	{
		pattern.Of(`"CallbackCommand" ?=>|:CallbackCommand ?=>`),
		"a hash as Ruby or a map as Elixir prints it", "request.raw_post of Rails",
	},
	{
		pattern.Of(`[{(](?:[^{}()]*, )?[cC]allbackCommand=`),
		"a map or an object as Java prints it", "the body as a String, before Jackson or Gson reads it",
	},
	{
		pattern.Of(`\{ (?:[^{}]*, )?[cC]allbackCommand = `),
		"a record as C# prints it", "the body as a string, before it is deserialized",
	},
	{
		pattern.Of(`[\[{](?:[^\[\]{}]* )?CallbackCommand:[^ '"]`),
		"a map or a struct as Go prints it", "what io.ReadAll(r.Body) gives, with %s",
	},
	{
		pattern.Of(`(?:^|\{(?:[^{}]*,)?)\s*CallbackCommand: ['"]`),
		"an object as JavaScript prints it", "the body as the text that it came as, before JSON.parse",
	},
	{
		pattern.Of(`\{(?:[^{}]*,)?\s*callback_command: "`),
		"a struct as Rust prints it", "the body as a String, before serde reads it",
	},
}

// printed is the language that has printed a packet in a line; nil: none has.
func printed(line []byte) *foreign {
	for i := range foreigners {
		if foreigners[i].mark().Match(line) {
			return &foreigners[i]
		}
	}
	return nil
}
