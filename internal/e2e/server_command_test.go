package e2e_test

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"sync/atomic"
	"syscall"

	"github.com/timhook/timhook/internal/backend"
)

// testServer is a server command that behaves well or badly: testserver MODE ADDRESS TOLD.
// It tells the address TOLD its process ids, and when something happens that a test waits for.
func testServer() {
	mode, address, told := os.Args[1], os.Args[2], os.Args[3]
	tell(told, fmt.Sprintf("pid %d", os.Getpid()))
	switch mode {
	case "stubborn", "stubborn-stall":
		signal.Ignore(syscall.SIGTERM)
	case "deaf":
		select {}
	case "forking":
		child := exec.Command("testserver", "serve", address, told)
		child.Stdout, child.Stderr = os.Stdout, os.Stderr
		_ = child.Run()
		return
	case "setsid": // its child has a session of its own
		child := inOwnSession("serve", address, told)
		_ = child.Wait()
		return
	case "daemon": // the same, and it goes into the background
		inOwnSession("serve", address, told)
		return
	case "daemon-twice": // as daemons do it: the child that has the session ends as well
		_ = inOwnSession("daemon", address, told).Wait()
		return
	case "stubborn-daemon":
		inOwnSession("stubborn", address, told)
		return
	case "stalling-daemon":
		inOwnSession("stall", address, told)
		return
	case "foreign": // another program serves, which the command has not started
		tell(told, "serve")
		select {}
	case "leaving": // ends itself and leaves its child behind
		_ = exec.Command("testserver", "serve", address, told).Start()
		select {}
	}
	reference := backend.Reference(backend.Options{})
	var posts atomic.Int64
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := int64(0)
		if r.Method == http.MethodPost {
			n = posts.Add(1)
		}
		switch {
		case mode == "dying" && n == 3:
			fmt.Println("panic: out of ideas")
			os.Exit(7)
		case mode == "dying-of-null" && isNull(r):
			fmt.Println("TypeError: Cannot read properties of null (reading 'CallbackCommand')")
			os.Exit(7)
		case (mode == "stall" || mode == "stubborn-stall") && n == 2:
			tell(told, "stalled")
			select {}
		}
		reference.ServeHTTP(w, r)
	})
	fmt.Println(http.ListenAndServe(address, handler)) //nolint:gosec // it lives for a test
	os.Exit(1)
}

// inOwnSession starts a testserver that has left the group of this one.
func inOwnSession(args ...string) *exec.Cmd {
	child := exec.Command("testserver", args...)
	child.Stdout, child.Stderr, child.SysProcAttr = os.Stdout, os.Stderr, newSession()
	if err := child.Start(); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	return child
}

// isNull is true of a request whose packet is null. The body can be read once more.
func isNull(r *http.Request) bool {
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	return string(body) == "null"
}

func tell(address, text string) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return
	}
	defer conn.Close()
	_, _ = fmt.Fprintln(conn, text)
}
