package envelope

import (
	"bytes"
	"errors"
	"iter"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// values gives the names and values of an object, or the items of an array with empty names. It ends at a fault.
func values(v scan.Piece) iter.Seq2[string, scan.Piece] {
	return func(yield func(string, scan.Piece) bool) {
		dec := scan.Decoder(v.Text)
		open, err := dec.ReadToken()
		if err != nil || open.Kind() != '{' && open.Kind() != '[' {
			return
		}
		isObject := open.Kind() == '{'
		for dec.PeekKind() > 0 && dec.PeekKind() != '}' && dec.PeekKind() != ']' {
			name := ""
			if isObject {
				tok, err := dec.ReadToken()
				if err != nil {
					return
				}
				name = tok.String()
			}
			value, err := dec.ReadValue()
			end := int(dec.InputOffset())
			if err != nil || !yield(name, v.Part(end-len(value), end)) {
				return
			}
		}
	}
}

// member is the last member of that name, as most readers of JSON take it; ok is whether there is one.
func member(v scan.Piece, path ...string) (found scan.Piece, ok bool) {
	for _, step := range path {
		ok = false
		for name, value := range values(v) {
			if name == step {
				found, ok = value, true
			}
		}
		if v = found; !ok {
			return scan.Piece{}, false
		}
	}
	return found, ok
}

// kind is that of the JSON value: { [ " t f n, '0' for a number, and 0 for none.
func kind(v scan.Piece) jsontext.Kind { return jsontext.Value(v.Text).Kind() }

var errHalf = errors.New("a string holds half of a character, an escape from \\ud800 to \\udfff alone, " +
	"so its bytes cannot be told")

// text is what a string stands for, byte for byte.
func text(v scan.Piece) (scan.Piece, error) {
	read, taken, ok := v.Part(1, len(v.Text)).Read(scan.Backslashed('"', false))
	if !ok || taken != len(v.Text)-2 {
		return scan.Piece{}, errHalf
	}
	return read, nil
}

// plainText is a string without quotes, or a number or word as it is spelt; empty for null, objects and arrays.
func plainText(v scan.Piece) string {
	switch kind(v) {
	case '"':
		t, _ := jsontext.AppendUnquote(nil, v.Text) // the error is about text that is not UTF-8
		return string(t)
	case '{', '[', 'n':
		return ""
	}
	return string(v.Text)
}

// isTrue reports whether a value is true, also where it is written as a text.
func isTrue(v scan.Piece) bool { return len(v.Text) > 0 && strings.EqualFold(plainText(v), "true") }

// isPacket reports whether a value is an object with a CallbackCommand, or with a batch of events that have one, and not
// a query that was read into an object.
func isPacket(v scan.Piece) bool {
	if !isObject(v.Text) || !bytes.Contains(v.Text, []byte(command)) {
		return Unnamed(v.Text) != ""
	}
	isCallback, ofQuery, ofPacket := false, 0, 0
	for name, value := range values(v) {
		switch {
		case name == command:
			isCallback = kind(value) == '"'
		case isParameter(name):
			ofQuery++
		case name == "Events" && !isCallback:
			isCallback = isBatch(value)
			ofPacket++
		default:
			ofPacket++
		}
	}
	return isCallback && (ofPacket > 0 || ofQuery == 0)
}

// Unnamed is the callback of a packet that does not name it, as its members tell; empty of any other value. There is one
// such callback (1047/78240).
func Unnamed(value []byte) string {
	const mark = "CtxcbRequestId"
	if !bytes.Contains(value, []byte(mark)) {
		return ""
	}
	v := scan.Piece{Text: value}
	for _, name := range [...]string{mark, "Scene", "CtxcbResult"} {
		if _, has := member(v, name); !has {
			return ""
		}
	}
	return "ContentCallback.ResultNotify"
}

// isBatch reports whether a list begins with an event that has a CallbackCommand (Push.OfflinePush, 1047/67552).
func isBatch(list scan.Piece) bool {
	for _, first := range values(list) {
		named, has := member(first, command)
		return has && kind(list) == '[' && kind(named) == '"'
	}
	return false
}

// IsPacket reports whether a JSON value is a request packet, and not a query that was read into an object.
func IsPacket(value []byte) bool { return isPacket(scan.Piece{Text: value}) }

// command is the member that every request packet has.
const command = "CallbackCommand"

func isObject(text []byte) bool {
	text = bytes.TrimLeft(text, " \t\r\n\xef\xbb\xbf")
	return len(text) > 0 && text[0] == '{'
}
