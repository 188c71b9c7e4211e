// Package envelope reads requests out of the JSON in which other tools keep them: collections of Postman and Insomnia,
// the lists of webhook.site and ngrok, events of cloud functions, targets of vegeta, and objects of one's own that hold
// a request and its body.
//
// [Name] tells what a value is, and [Read] gives the exchanges that it holds.
package envelope

import (
	"errors"

	"github.com/timhook/timhook/webhook/capture/scan"
)

// Name is the name of the format that a JSON object or array is in, for instance "Postman collection". It is empty for
// a packet, for a record of a capture, and for what holds no request. The value need not be whole, and no more than its
// first MiB is looked at.
func Name(value []byte) string { return "" }

// Read gives the exchanges of a JSON value that [Name] knows, in their order, with places within the value. Requests
// that are no callbacks are among them. The error is about the value as a whole, and names the way out.
func Read(value []byte) ([]scan.Found, error) { return nil, errors.New("not read") }
