package secret_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/timhook/timhook/internal/secret"
)

func TestKnownValuesAreHiddenButWhereTheyAreAskedFor(t *testing.T) {
	known := secret.NewKnown(func(s string) string { return strings.ReplaceAll(s, "-", "=2D") })
	if known.Hide("short") || !known.Hide("the-token") {
		t.Error("want to hide a token from six bytes on")
	}
	known.Learn("7 bytes", "an-api-key", "an-api-key")
	const text = "the-token the=2Dtoken an-api-key an=2Dapi=2Dkey 7 bytes"
	if got, want := known.Patterns().Mask(text), "masked masked masked masked 7 bytes"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := known.Tokens().Mask(text), "masked masked an-api-key an=2Dapi=2Dkey 7 bytes"; got != want {
		t.Errorf("asked for: got %q, want %q", got, want)
	}
	if got, want := known.Texts(), []string{"the-token", "an-api-key"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	for i := range 1000 {
		known.Learn(fmt.Sprintf("key-%06d", i))
	}
	if n := len(known.Texts()); n > 300 {
		t.Errorf("got %d values, want a bound", n)
	}
}
