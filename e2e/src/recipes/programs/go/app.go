// Command app is a web server with scs, as docs/sessions.md has it.
package main

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/alexedwards/scs/redisstore"
	"github.com/alexedwards/scs/v2"
	"github.com/gomodule/redigo/redis"
)

func main() {
	pool := &redis.Pool{MaxIdle: 8, Dial: func() (redis.Conn, error) {
		return redis.DialURL(os.Getenv("SESSIONS_URI"), redis.DialConnectTimeout(time.Second),
			redis.DialReadTimeout(time.Second), redis.DialWriteTimeout(time.Second))
	}}
	sessions := scs.New()
	sessions.Store = redisstore.NewWithPrefix(pool, os.Getenv("SESSIONS_PREFIX"))
	sessions.ErrorFunc = func(w http.ResponseWriter, _ *http.Request, _ error) {
		w.WriteHeader(http.StatusServiceUnavailable)
	}

	mux := http.NewServeMux()
	mux.HandleFunc("POST /sign-in/{user}", func(w http.ResponseWriter, r *http.Request) {
		sessions.Put(r.Context(), "user", r.PathValue("user"))
		sessions.Put(r.Context(), "visits", 0)
		answer(w, http.StatusOK, map[string]any{"visits": 0})
	})
	mux.HandleFunc("GET /visit", func(w http.ResponseWriter, r *http.Request) {
		user := sessions.GetString(r.Context(), "user")
		if user == "" {
			answer(w, http.StatusUnauthorized, map[string]any{})
			return
		}
		visits := sessions.GetInt(r.Context(), "visits") + 1
		sessions.Put(r.Context(), "visits", visits)
		answer(w, http.StatusOK, map[string]any{"user": user, "visits": visits})
	})

	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Printf("port %d\n", listener.Addr().(*net.TCPAddr).Port)
	panic(http.Serve(listener, sessions.LoadAndSave(mux)))
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
