//go:build unix

package webhook_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/timhook/timhook/webhook"
)

// backendVariable makes the test binary a backend instead, see TestMain.
const backendVariable = "WEBHOOK_TEST_BACKEND"

func TestMain(m *testing.M) {
	if os.Getenv(backendVariable) != "" {
		serveUntilEOF()
		return
	}
	os.Exit(m.Run())
}

// serveUntilEOF answers requests on a free port, which it prints, until its input ends, so that it
// never outlives the benchmark.
func serveUntilEOF() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(l.Addr())
	go http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, okPacket)
	}))
	io.Copy(io.Discard, os.Stdin)
}

// startBackend runs a backend in a process of its own, so that its CPU time is not counted here.
func startBackend(b *testing.B) (url string) {
	exe, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), backendVariable+"=1")
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		stdin.Close()
		cmd.Wait()
	})
	addr, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	return "http://" + strings.TrimSpace(addr) + "/im"
}

// BenchmarkExchange compares the CPU time of an exchange with that of net/http's client. They take
// turns in slices, so that what else the machine does hits both; an operation is a slice of each.
func BenchmarkExchange(b *testing.B) {
	const slice = 200
	url := startBackend(b)
	body := bytes.Repeat([]byte("x"), 800)
	ours, theirs := ourExchange(b, url, body), netHTTPExchange(b, url, body)
	cpuOf(slice, ours)
	cpuOf(slice, theirs)
	var oursCPU, theirsCPU time.Duration
	for b.Loop() {
		oursCPU += cpuOf(slice, ours)
		theirsCPU += cpuOf(slice, theirs)
	}
	exchanges := float64(b.N * slice)
	b.ReportMetric(float64(oursCPU)/exchanges, "ns-cpu/exchange")
	b.ReportMetric(float64(theirsCPU)/exchanges, "ns-cpu-nethttp/exchange")
	b.ReportMetric(float64(oursCPU)/float64(theirsCPU), "ratio")
}

// BenchmarkSend is for profiles: this client alone.
func BenchmarkSend(b *testing.B) {
	send := ourExchange(b, startBackend(b), bytes.Repeat([]byte("x"), 800))
	b.ReportAllocs()
	for b.Loop() {
		send()
	}
}

func cpuOf(n int, f func()) time.Duration {
	before := cpuTime()
	for range n {
		f()
	}
	return cpuTime() - before
}

func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// signed returns the request that both clients send; making it is no part of the comparison.
func signed(b *testing.B, url string, body []byte) *webhook.Request {
	target := webhook.Target{URL: endpoint(b, url), SDKAppID: 1400187352, Token: "k7Qd2mXz9TnB4vRw"}
	return target.Request(webhook.Callback{Command: "Group.CallbackAfterSendMsg", ClientIP: "203.0.113.24", OptPlatform: "Android", Body: body},
		time.Now())
}

func ourExchange(b *testing.B, url string, body []byte) func() {
	r := signed(b, url, body)
	client := patient(new(webhook.Client))
	b.Cleanup(client.Close)
	ctx, cancel := context.WithCancel(context.Background())
	b.Cleanup(cancel)
	return func() {
		x := client.Send(ctx, r)
		if x.Failure != nil || string(x.Body) != okPacket {
			b.Fatal(x.Failure, x.Body)
		}
	}
}

func netHTTPExchange(b *testing.B, url string, body []byte) func() {
	full := signed(b, url, body).URL()
	client := &http.Client{Transport: &http.Transport{DisableCompression: true}, Timeout: time.Minute}
	b.Cleanup(client.CloseIdleConnections)
	ctx, cancel := context.WithCancel(context.Background())
	b.Cleanup(cancel)
	return func() {
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, full, bytes.NewReader(body))
		if err != nil {
			b.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		resp, err := client.Do(r)
		if err != nil {
			b.Fatal(err)
		}
		answer, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil || string(answer) != okPacket {
			b.Fatal(err, answer)
		}
	}
}
