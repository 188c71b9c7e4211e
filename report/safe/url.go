package safe

import (
	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/webhook"
)

// URLWord is the word of a shell that names a URL in a command to copy. One that holds a secret is left to a variable.
func URLWord(e *webhook.Endpoint) string {
	url := e.String()
	if len(secret.InURL(url)) > 0 {
		return `"$TIMHOOK_URL"`
	}
	return Quote(url)
}
