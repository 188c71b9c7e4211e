//go:build unix

package secret_test

import (
	"math"
	"runtime/debug"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/timhook/timhook/internal/secret"
)

// hostileTexts are what a backend may answer to make the search for secrets slow, by how often it repeats them.
func hostileTexts() map[string]func(n int) string {
	repeated := func(part string) func(int) string {
		return func(n int) string { return strings.Repeat(part, n) }
	}
	return map[string]func(n int) string{
		"percent signs":           repeated("%25"),
		"backslashes":             repeated(`\`),
		"ampersands":              repeated("&amp;"),
		"open entities":           repeated("&#"),
		"halves of characters":    repeated(`\ud83d`),
		"names of Sign":           repeated("Sign"),
		"names of Sign, apart":    repeated(`"Sign":"`),
		"Sign and hexadecimal":    func(n int) string { return "Sign=" + strings.Repeat("0a", n) },
		"Signs":                   repeated("Sign=" + sign + "&"),
		"beginnings of a Sign":    repeated(sign[:12]),
		"beginnings of a secret":  repeated("k7Qd2mXz9TnB4vR"),
		"secrets":                 repeated("k7Qd2mXz9TnB4vRw"),
		"secrets with escapes":    repeated("%6b7Qd2mXz9TnB4vRw"),
		"runs of an odd secret":   repeated("sesame"),
		"names that are told":     repeated("GroupId"),
		"members that are told":   repeated(`"GroupId":"`),
		"objects that are told":   repeated(`"GroupId":{`),
		"parameters":              repeated("key=&"),
		"equals signs":            repeated("="),
		"URLs":                    repeated("http://a:b@"),
		"open URLs":               repeated("://"),
		"quotation marks":         repeated(`"`),
		"messages of a member":    repeated("/GroupId: got "),
		"segments that are told":  repeated("http://h/hook/"),
		"credentials in a header": repeated("Bearer k7Qd2mXz, "),
	}
}

// BenchmarkMaskingHostileTexts prints the exponent with which the time grows, and fails where it is far from linear.
func BenchmarkMaskingHostileTexts(b *testing.B) {
	const mostExponent, leastTime = 1.3, 100 * time.Millisecond // chance counts below
	known := secret.NewKnown()
	known.Hide("k7Qd2mXz9TnB4vRw")
	known.Hide(`sesame "open" <7>`)
	known.Tell("GroupId", "hook")
	ways := map[string]func(text string){
		"known": func(text string) { known.Patterns().Mask(text) },
		"request": func(text string) {
			p := secret.Policy{Told: []string{"GroupId", "hook"}}
			p.LearnQuery("key=k7Qd2mXz9TnB4vRw&Sign=" + sign)
			p.Mask(text)
			p.Body([]byte(text), "body")
		},
		"learnt": func(text string) {
			p := secret.Policy{}
			p.LearnURL(text)
			p.LearnMembers([]byte(text))
			p.LearnField("Cookie", text)
			p.LearnField("Authorization", text)
		},
		"end":  func(text string) { known.Patterns().PartialSuffix([]byte(text)) },
		"note": func(text string) { secret.Refused(secret.Note(text), []string{text}) },
		"head": func(text string) { new(secret.Policy).Head([]byte("POST "+text+" HTTP/1.1\r\nX-A: "+text), true) },
	}
	defer debug.SetGCPercent(debug.SetGCPercent(800))
	for way, mask := range ways {
		for name, text := range hostileTexts() {
			b.Run(way+"/"+strings.ReplaceAll(name, " ", "-"), func(b *testing.B) {
				for b.Loop() {
					exponent, took := growthOf(mask, text)
					b.ReportMetric(exponent, "exponent")
					b.ReportMetric(took.Seconds(), "s/largest")
					if exponent > mostExponent && took > leastTime {
						b.Errorf("exponent %.2f, want %.2f at most; the largest took %v", exponent, mostExponent, took)
					}
				}
			})
		}
	}
}

// growthOf compares 10,000 and 100,000 repetitions, the shortest time of three each.
func growthOf(mask func(string), text func(int) string) (exponent float64, largest time.Duration) {
	var took []time.Duration
	for _, n := range []int{10_000, 100_000} {
		input, shortest := text(n), time.Duration(math.MaxInt64)
		for range 3 {
			start := processorTime()
			mask(input)
			shortest = min(shortest, processorTime()-start)
			if shortest > 3*time.Second {
				break
			}
		}
		took = append(took, shortest)
	}
	return math.Log10(took[1].Seconds() / took[0].Seconds()), took[1]
}

// processorTime does not depend on what else the machine does.
func processorTime() time.Duration {
	var used syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &used) != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
