package flags

import "testing"

func TestTheLineThatRepeatsACaseHoldsNoSecret(t *testing.T) {
	for _, tt := range []struct{ separator, field, want string }{
		{": ", "X-Note: a b", "X-Note: a b"},
		{": ", "Authorization: Basic eDp5", "Authorization: masked"},
		{": ", "X-Api-Key: k", "X-Api-Key: masked"},
		{": ", "X-Key:k", "X-Key: masked"},
		{": ", "Cookie:sid=1", "Cookie: masked"},
		{": ", "User-Agent:", "User-Agent:"},
		{": ", "Authorization:", "Authorization:"},
		{"=", "note=a", "note=a"},
		{"=", "keyword=a", "keyword=a"},
		{"=", "key=a", "key=masked"},
		{"=", "access_token=a=b", "access_token=masked"},
		{"=", "Sign=00", "Sign=masked"},
	} {
		t.Run(tt.field, func(t *testing.T) {
			if got := withoutSecret(tt.field, tt.separator, nil); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
