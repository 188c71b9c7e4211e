package shrink_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance/shrink"
	"github.com/timhook/timhook/payloads/jsontree"
)

func keepPaths(t *testing.T, list ...string) []jsontree.Path {
	t.Helper()
	var all []jsontree.Path
	for _, s := range list {
		p, err := jsontree.ParsePath(s)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}

func TestWhatIsKeptStaysWhereAndAsItIs(t *testing.T) {
	for path, want := range map[string]string{
		"CallbackCommand":    `{"CallbackCommand":"Group.CallbackAfterSendMsg"}`,
		"Random":             `{"Random":3456789012}`,
		"Flag":               `{"Flag":true}`,
		"Type":               `{"Type":"Public\/Open"}`,
		"MsgBody.1.MsgType":  `{"MsgBody":[{},{"MsgType":"TIMImageElem"}]}`,
		"GroupAttr.1":        `{"GroupAttr":[{},{"key":"b"}]}`,
		"GroupAttr.*.value":  `{"GroupAttr":[{"value":"1"},{},{},{"value":""}]}`,
		"*.2":                `{"MsgBody":[{},{},{"MsgType":"TIMLocationElem","MsgContent":{"Latitude":48.137154,"Longitude":-11.5e3,"Latitude":0}}],"GroupAttr":[{},{},{"key":"c"}]}`,
		"MsgBody.9.MsgType":  `{}`,
		"Random.0":           `{}`,
		"MsgBody.01.MsgType": `{}`,
	} {
		t.Run(path, func(t *testing.T) {
			always := func(context.Context, []byte) bool { return true }
			got := shrink.Shrink(t.Context(), []byte(crowded), always, shrink.Options{Keep: keepPaths(t, path)})
			if string(got.Body) != want || got.Exhausted {
				t.Errorf("%s is kept: got %s, want %s", path, got.Body, want)
			}
		})
	}
}

func TestAWholeBodyThatIsKeptLosesOnlyWhiteSpace(t *testing.T) {
	always := func(context.Context, []byte) bool { return true }
	got := shrink.Shrink(t.Context(), []byte(` {"a": [true, 12]}`), always, shrink.Options{Keep: []jsontree.Path{{}}})
	if want := `{"a":[true,12]}`; string(got.Body) != want {
		t.Errorf("got %s, want %s", got.Body, want)
	}
}

func TestStepsTellWhatWasCut(t *testing.T) {
	body := ` {"a": 1, "b": ["yyyy\u0021y", true, 7], "n": -2.5e3}`
	got := shrink.Shrink(t.Context(), []byte(body), func(_ context.Context, body []byte) bool {
		v, err := jsontree.Parse(body)
		return err == nil && v.Get("b").Item(0).Kind() == jsontree.KindString &&
			v.Get("b").Item(1).Kind() == jsontree.KindBool && v.Get("n").Kind() == jsontree.KindNumber &&
			v.Get("n").Text() != "0"
	}, shrink.Options{})
	want := shrink.Result{
		Body: []byte(`{"b":["",false],"n":1}`), Tries: got.Tries,
		Steps: []shrink.Step{
			{What: "white space removed", Bytes: 8},
			{What: "members removed", Bytes: 6},
			{Path: jsontree.Path{"b"}, What: "items removed", Bytes: 2},
			{Path: jsontree.Path{"b", "0"}, What: "string shortened", Bytes: 11},
			{Path: jsontree.Path{"b", "1"}, What: "true made false", Bytes: -1},
			{Path: jsontree.Path{"n"}, What: "number simplified", Bytes: 5},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s\n%s", diff, got.Body)
	}
}

func TestTriesAreCounted(t *testing.T) {
	for _, limit := range []int{1, 2, 7, 20} {
		asked := 0
		fails := func(ctx context.Context, body []byte) bool {
			asked++
			return predicate(some(hasEmoji)).asked(ctx, body)
		}
		got := shrink.Shrink(t.Context(), []byte(crowded), fails, shrink.Options{MaxTries: limit})
		if asked != limit || got.Tries != limit || !got.Exhausted || len(got.Body) >= len(crowded) {
			t.Errorf("asked %d times: got %d tries, exhausted %v, want %d; %d bytes left", asked, got.Tries,
				got.Exhausted, limit, len(got.Body))
		}
	}
}

func TestTheLastTryThatIsNeededExhaustsNothing(t *testing.T) {
	fails := predicate(some(hasEmoji)).asked
	full := shrink.Shrink(t.Context(), []byte(crowded), fails, shrink.Options{})
	exact := shrink.Shrink(t.Context(), []byte(crowded), fails, shrink.Options{MaxTries: full.Tries})
	if diff := cmp.Diff(full, exact); diff != "" || full.Exhausted {
		t.Errorf("exhausted %v (-without +with a limit of %d):\n%s", full.Exhausted, full.Tries, diff)
	}
}

func TestUnlessAskedForMoreTheDefaultsHold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		grudging := func(_ context.Context, body []byte) bool { return len(body) > 500 }
		got := shrink.Shrink(t.Context(), []byte(crowded+" , "), grudging, shrink.Options{})
		if got.Tries != shrink.DefaultTries || !got.Exhausted {
			t.Errorf("got %d tries, exhausted %v, want %d", got.Tries, got.Exhausted, shrink.DefaultTries)
		}
		slow := func(context.Context, []byte) bool { time.Sleep(time.Second); return false }
		start := time.Now()
		got = shrink.Shrink(t.Context(), []byte(crowded), slow, shrink.Options{})
		if took := time.Since(start); took != shrink.DefaultTime || !got.Exhausted {
			t.Errorf("took %v, exhausted %v, want %v", took, got.Exhausted, shrink.DefaultTime)
		}
	})
}

func TestTimeIsLookedAtBetweenTries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := func(_ context.Context, body []byte) bool { time.Sleep(2 * time.Second); return len(body) > 500 }
		got := shrink.Shrink(t.Context(), []byte(crowded), slow, shrink.Options{MaxTime: 5 * time.Second})
		if got.Tries != 3 || !got.Exhausted {
			t.Errorf("got %d tries, exhausted %v, want 3 of them", got.Tries, got.Exhausted)
		}
	})
}

func TestAnExchangeThatIsBrokenOffIsNotBelieved(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var last []byte
	asked := 0
	got := shrink.Shrink(ctx, []byte(crowded), func(_ context.Context, body []byte) bool {
		if asked++; asked == 3 {
			cancel()
		} else {
			last = slices.Clone(body)
		}
		return true
	}, shrink.Options{Keep: keepPaths(t, "MsgBody.0", "Random")})
	if asked != 3 || got.Tries != 3 || !got.Exhausted || string(got.Body) != string(last) {
		t.Errorf("asked %d times, %d tries, exhausted %v: got %s, want %s", asked, got.Tries, got.Exhausted, got.Body,
			last)
	}
}

func TestNothingIsAskedInAContextThatHasEnded(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	got := shrink.Shrink(ctx, []byte(crowded), nil, shrink.Options{})
	if diff := cmp.Diff(shrink.Result{Body: []byte(crowded), Exhausted: true}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestABackendThatFailsAtRandomEndsToo(t *testing.T) {
	for seed := range uint64(50) {
		dice := rand.New(rand.NewPCG(seed, 0))
		seen := map[string]bool{}
		got := shrink.Shrink(t.Context(), []byte(crowded), func(_ context.Context, body []byte) bool {
			if seen[string(body)] {
				t.Errorf("asked twice about %s", body)
			}
			seen[string(body)] = true
			return dice.IntN(8) == 0
		}, shrink.Options{MaxTries: 100_000})
		if got.Exhausted || got.Tries != len(seen) {
			t.Errorf("seed %d: got %d tries, exhausted %v, want an end", seed, got.Tries, got.Exhausted)
		}
	}
}

func TestTheCallerMayChangeWhatItIsAskedAbout(t *testing.T) {
	fails := predicate(some(hasEmoji)).asked
	want := shrink.Shrink(t.Context(), []byte(crowded), fails, shrink.Options{})
	got := shrink.Shrink(t.Context(), []byte(crowded), func(ctx context.Context, body []byte) bool {
		defer clear(body)
		return fails(ctx, body)
	}, shrink.Options{})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-left alone +changed):\n%s", diff)
	}
}
