package safe

import (
	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/webhook"
)

// URLWord is the word of a shell that names a URL in a command to copy. One that holds a secret, be it
// by its name or because it is told, is left to a variable.
func URLWord(e *webhook.Endpoint, told secret.Names) string {
	url := e.String()
	if len(told.InURL(url)) > 0 {
		return `"$TIMHOOK_URL"`
	}
	return Quote(url)
}
