package main

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/labstack/echo/v4"
)

// server has the limits that a backend on the open Internet needs; gin and echo run on it, too.
// IDLE is how long it keeps a connection that says nothing, a minute by default.
func server(address string, h http.Handler) *http.Server {
	idle, err := time.ParseDuration(os.Getenv("IDLE"))
	if err != nil {
		idle = time.Minute
	}
	return &http.Server{Addr: address, Handler: h, ReadTimeout: 5 * time.Second, IdleTimeout: idle}
}

// receive reads the body and takes the callback.
func (a account) receive(w http.ResponseWriter, r *http.Request) (int, packet) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if _, tooLarge := err.(*http.MaxBytesError); tooLarge {
		return http.StatusRequestEntityTooLarge, refused("the packet is too large")
	}
	if err != nil {
		return http.StatusBadRequest, refused("the packet did not arrive whole")
	}
	query := r.URL.Query()
	return a.take(func(name string) []string { return query[name] }, body)
}

func serveNetHTTP(address string, a account) error {
	write := func(w http.ResponseWriter, status int, p packet) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(p)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /", func(w http.ResponseWriter, r *http.Request) {
		status, p := a.receive(w, r)
		write(w, status, p)
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Allow", http.MethodPost)
		write(w, http.StatusMethodNotAllowed, refused("POST only"))
	})
	return server(address, mux).ListenAndServe()
}

func serveGin(address string, a account) error {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.HandleMethodNotAllowed = true
	engine.NoMethod(func(c *gin.Context) { c.JSON(http.StatusMethodNotAllowed, refused("POST only")) })
	engine.POST("/*path", func(c *gin.Context) { c.JSON(a.receive(c.Writer, c.Request)) })
	return server(address, engine).ListenAndServe()
}

func serveEcho(address string, a account) error {
	e := echo.New()
	e.HTTPErrorHandler = func(err error, c echo.Context) {
		status := http.StatusInternalServerError
		if known, ok := err.(*echo.HTTPError); ok {
			status = known.Code
		}
		_ = c.JSON(status, refused(http.StatusText(status)))
	}
	e.POST("/*", func(c echo.Context) error { return c.JSON(a.receive(c.Response(), c.Request())) })
	return server(address, e).ListenAndServe()
}
