package backend

import (
	"io"
	"net/http"
)

// statusFaults answer under another status than 200.
func statusFaults() []Fault {
	trips, redirects := []string{statusTrip}, []string{"resp-no-redirect"}
	return []Fault{
		fault("status-201", "sends the right packet under HTTP 201 Created", trips,
			respond(201, "application/json", accepted)),
		fault("status-202", "sends the right packet under HTTP 202 Accepted", trips,
			respond(202, "application/json", accepted)),
		fault("status-204", "answers HTTP 204 without a body", trips,
			onAcceptance(func(w http.ResponseWriter, _ request) { w.WriteHeader(204) })),
		fault("status-401", "answers 401, as to a user without a session", trips,
			respond(401, "application/json", `{"error":"unauthorized"}`)),
		fault("status-404", "has no such route", trips, respond(404, "text/plain", "404 page not found\n")),
		fault("status-500", "answers HTTP 500 with a response packet", trips,
			respond(500, "application/json", `{"ActionStatus":"FAIL","ErrorInfo":"internal","ErrorCode":500}`)),
		fault("html-error", "answers HTTP 500 with an HTML page", trips,
			respond(500, "text/html", "<html><body><h1>Internal Server Error</h1></body></html>")),
		fault("status-502", "is a gateway whose backend is down", trips,
			respond(502, "text/html", "<html><head><title>502 Bad Gateway</title></head></html>")),
		fault("redirect-302", "redirects to a login page", redirects, redirect(302)),
		fault("redirect-308", "redirects to the path with a slash at its end", redirects, redirect(308)),
	}
}

func redirect(status int) wrapper {
	return onAcceptance(func(w http.ResponseWriter, r request) {
		w.Header().Set("Location", r.URL.Path+"/?"+r.URL.RawQuery)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, "moved")
	})
}
