package main

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/valyala/fasthttp"
)

func serveFastHTTP(address string, a account) error {
	s := fasthttp.Server{
		MaxRequestBodySize: maxBody,
		ReadTimeout:        5 * time.Second,
		IdleTimeout:        time.Minute,
		Handler: func(c *fasthttp.RequestCtx) {
			if !c.IsPost() {
				c.Response.Header.Set("Allow", fasthttp.MethodPost)
				answer(c, fasthttp.StatusMethodNotAllowed, refused("POST only"))
				return
			}
			status, p := a.take(func(name string) []string { return values(c, name) }, c.PostBody())
			answer(c, status, p)
		},
		ErrorHandler: func(c *fasthttp.RequestCtx, err error) {
			if errors.Is(err, fasthttp.ErrBodyTooLarge) {
				answer(c, fasthttp.StatusRequestEntityTooLarge, refused("the packet is too large"))
				return
			}
			answer(c, fasthttp.StatusBadRequest, refused("no HTTP request"))
		},
	}
	return s.ListenAndServe(address)
}

func values(c *fasthttp.RequestCtx, name string) (list []string) {
	for _, v := range c.QueryArgs().PeekMulti(name) {
		list = append(list, string(v))
	}
	return list
}

func answer(c *fasthttp.RequestCtx, status int, p packet) {
	body, _ := json.Marshal(p) // two strings and a number cannot fail
	c.SetStatusCode(status)
	c.SetContentType("application/json")
	c.SetBody(body)
}
