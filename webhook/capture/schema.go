package capture

import _ "embed"

//go:embed schema.json
var schema string

// Schema is the JSON Schema (draft 2020-12) of a line of a capture. [ParseLine] takes the lines that it admits, but for
// integers spelt with a fraction or an exponent.
func Schema() string { return schema }
