package flags

import (
	"slices"
	"testing"
)

func TestNamesOfWhatIsMasked(t *testing.T) {
	for _, tt := range []struct {
		name string
		want []string // none: it is refused
	}{
		{"X-Tenant", []string{"X-Tenant"}},
		{"hook", []string{"hook"}},
		{"/hook", []string{"/hook"}},
		{"/", []string{"/"}},
		{"user.name", []string{"user.name", "name"}},
		{"MsgBody[0].MsgContent.Text", []string{"MsgBody[0].MsgContent.Text", "Text"}},
		{"MsgBody[0]", []string{"MsgBody[0]", "MsgBody"}},
		{"/MsgBody/0/MsgContent/Text", []string{"/MsgBody/0/MsgContent/Text", "Text"}},
		{"/hook/9f8e/", []string{"/hook/9f8e/", "9f8e"}},
		{"", nil},
		{"//", nil},
		{"a,b", nil},
		{"a b", nil},
		{"X-Tenant: t", nil},
		{"tenant=t", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := checkMask(tt.name); (err == nil) != (tt.want != nil) {
				t.Fatalf("got %v, want it taken: %t", err, tt.want != nil)
			}
			if got := namesIn(tt.name); tt.want != nil && !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
