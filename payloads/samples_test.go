package payloads_test

import (
	"testing"

	"github.com/tailscale/hujson"
)

// withoutComments turns a sample as the documentation prints it into JSON.
func withoutComments(t *testing.T, sample []byte) []byte {
	t.Helper()
	data, err := hujson.Standardize(sample)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
