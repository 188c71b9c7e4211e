package scan

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"
)

// Decoder reads the tokens and values of JSON. It takes what is hostile: repeated names and texts that are not UTF-8.
func Decoder(text []byte) *jsontext.Decoder {
	options := jsontext.AllowDuplicateNames(true)
	return jsontext.NewDecoder(bytes.NewBuffer(text), options, jsontext.AllowInvalidUTF8(true))
}
