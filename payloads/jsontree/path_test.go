package jsontree_test

import (
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/payloads/jsontree"
)

func TestParsePath(t *testing.T) {
	for _, c := range []struct {
		text    string
		want    jsontree.Path
		dotted  string
		pointer string
	}{
		{"MsgSeq", jsontree.Path{"MsgSeq"}, "MsgSeq", "/MsgSeq"},
		{
			"MsgBody.0.MsgContent",
			jsontree.Path{"MsgBody", "0", "MsgContent"},
			"MsgBody.0.MsgContent",
			"/MsgBody/0/MsgContent",
		},
		{"/MsgBody/*/MsgType", jsontree.Path{"MsgBody", "*", "MsgType"}, "MsgBody.*.MsgType", "/MsgBody/*/MsgType"},
		{"/a.b/c", jsontree.Path{"a.b", "c"}, "/a.b/c", "/a.b/c"},
		{"/a~1b~0c", jsontree.Path{"a/b~c"}, "/a~1b~0c", "/a~1b~0c"},
		{"/~01", jsontree.Path{"~1"}, "~1", "/~01"},
		{"a~1b", jsontree.Path{"a~1b"}, "a~1b", "/a~01b"},
		{"//a", jsontree.Path{"", "a"}, "//a", "//a"},
		{"/公告", jsontree.Path{"公告"}, "公告", "/公告"},
		{"MsgBody[0].MsgContent.Text", jsontree.Path{"MsgBody", "0", "MsgContent", "Text"}, "MsgBody.0.MsgContent.Text", "/MsgBody/0/MsgContent/Text"},
		{"$.MsgBody[*].MsgType", jsontree.Path{"MsgBody", "*", "MsgType"}, "MsgBody.*.MsgType", "/MsgBody/*/MsgType"},
		{".MsgBody[0]", jsontree.Path{"MsgBody", "0"}, "MsgBody.0", "/MsgBody/0"},
		{"a[0][12]", jsontree.Path{"a", "0", "12"}, "a.0.12", "/a/0/12"},
		{"a[b].c[]", jsontree.Path{"a[b]", "c[]"}, "a[b].c[]", "/a[b]/c[]"},
		{"/a[0]", jsontree.Path{"a[0]"}, "/a[0]", "/a[0]"},
		{"$[0]", jsontree.Path{"0"}, "0", "/0"},
		{"$[0].a", jsontree.Path{"0", "a"}, "0.a", "/0/a"},
		{".a.[1]", jsontree.Path{"a", "1"}, "a.1", "/a/1"},
		{"/$/a", jsontree.Path{"$", "a"}, "/$/a", "/$/a"},
		{"a.$", jsontree.Path{"a", "$"}, "a.$", "/a/$"},
	} {
		t.Run(c.text, func(t *testing.T) {
			got, err := jsontree.ParsePath(c.text)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
			if got.String() != c.dotted || got.Pointer() != c.pointer {
				t.Errorf("it prints as %s and %s, want %s and %s", got, got.Pointer(), c.dotted, c.pointer)
			}
		})
	}
}

func TestParsePathSaysWhatAPathLooksLike(t *testing.T) {
	empty := "the path is empty; want a name such as MsgBody.0.MsgContent.Text or /MsgBody/0/MsgContent/Text"
	const advice = "; write a name that holds a dot as a JSON Pointer, for instance /GroupAttr/0/key"
	for text, want := range map[string]string{
		"":       empty,
		"/":      empty,
		".":      `path "." has an empty step` + advice,
		"a..b":   `path "a..b" has an empty step` + advice,
		"a.\x1b": "",
	} {
		t.Run(strconv.Quote(text), func(t *testing.T) {
			_, err := jsontree.ParsePath(text)
			if want == "" && err != nil || want != "" && (err == nil || err.Error() != want) {
				t.Errorf("got %v, want %s", err, want)
			}
		})
	}
}

func TestChildrenOfOnePathDoNotOverwriteEachOther(t *testing.T) {
	parent := make(jsontree.Path, 1, 8)
	parent[0] = "MsgBody"
	first, second := parent.Child("0"), parent.Child("1")
	if first[1] != "0" || second[1] != "1" {
		t.Errorf("got %s and %s", first, second)
	}
}

func FuzzParsePath(f *testing.F) {
	for _, s := range []string{
		"MsgBody.0.MsgContent.Text", "/MsgBody/*/MsgType", "/a~1b~0", "", "/", "//", "..",
		"/~01~2", "a/b", "*", "-", ".$[0", "$.$",
	} {
		f.Add(s)
	}
	v := mustParse(f, edited)
	f.Fuzz(func(t *testing.T, s string) {
		p, err := jsontree.ParsePath(s)
		if err != nil {
			return
		}
		for _, printed := range []string{p.String(), p.Pointer()} {
			again, err := jsontree.ParsePath(printed)
			if err != nil || !slices.Equal(p, again) {
				t.Errorf("%q prints as %q, which reads as %q, %v", s, printed, again, err)
			}
		}
		if removed, err := v.Remove(p); err == nil && removed.JSON() == edited {
			t.Errorf("%q: nothing was removed and nothing is said", s)
		}
		if added, err := v.Add(p, jsontree.Int(9)); err == nil && added.JSON() == edited {
			t.Errorf("%q: nothing was added and nothing is said", s)
		}
	})
}
