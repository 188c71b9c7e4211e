package e2e_test

import (
	"net"
	"os"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// freePort sets a variable to a loopback port that nothing listens on, as in "free PORT".
func freePort(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: free VARIABLE")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	_, port, err := net.SplitHostPort(listener.Addr().String())
	ts.Check(err)
	ts.Check(listener.Close())
	ts.Setenv(args[0], port)
}

// isGone says that nothing listens on a port any more, as in "gone $PORT".
func isGone(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: gone PORT")
	}
	if conn, err := net.DialTimeout("tcp", "127.0.0.1:"+args[0], time.Second); err == nil {
		_ = conn.Close()
		ts.Fatalf("a server listens on port %s still", args[0])
	}
}

// saveConfig writes a configuration with the script's variables filled in, as in "save-config FILE", from FILE.in.
func saveConfig(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: save-config FILE")
	}
	text := strings.ReplaceAll(ts.ReadFile(args[0]+".in"), "$URL", ts.Getenv("URL"))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o600))
}
