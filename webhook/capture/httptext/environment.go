package httptext

import (
	"encoding/json"
	"fmt"
)

// environmentFile is where JetBrains has the values of variables, for each environment that a request may be sent in.
const environmentFile = "http-client.env.json"

// environment gives values that all environments agree on, since which one is meant is not known.
func (r *Reader) environment(name string) (value string, found bool) {
	if r.environments == nil {
		r.environments = map[string]map[string]any{}
		if r.options.Beside != nil {
			text, _ := r.options.Beside(environmentFile) // where there is none, no variable has a value there
			_ = json.Unmarshal(text, &r.environments)    // the same holds where it cannot be read
		}
	}
	for _, values := range r.environments {
		got, has := values[name]
		if !has {
			continue
		}
		text := fmt.Sprint(got)
		if found && text != value {
			return "", false
		}
		value, found = text, true
	}
	return value, found && len(value) <= longestValue
}
