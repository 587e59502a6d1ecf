package web

import (
	"bytes"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
)

// noncePlaceholder stands in index.html where the request's nonce goes.
const noncePlaceholder = "__CSP_NONCE__"

// Files serves the page: hashed assets with a long life, and index.html, with
// the request's nonce, for every other path, since the page routes itself.
// Without index.html it says how to build the page.
func Files(files fs.FS) http.Handler {
	index, err := fs.ReadFile(files, "index.html")
	if err != nil {
		index = []byte("<!doctype html><title>Balcony</title><p>The page was not built into this binary. Run make build.")
	}
	static := http.FileServerFS(files)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
		if strings.HasPrefix(name, "api/") {
			WriteError(w, fault.New(fault.CodeNotFound, "There is no such address in the API. See /api/openapi.json."))
			return
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
			return
		}
		if info, err := fs.Stat(files, name); err == nil && !info.IsDir() && name != "index.html" {
			if strings.HasPrefix(name, "assets/") {
				w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
			}
			static.ServeHTTP(w, r)
			return
		}
		if strings.HasPrefix(name, "assets/") {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		_, _ = w.Write(bytes.ReplaceAll(index, []byte(noncePlaceholder), []byte(Nonce(r.Context()))))
	})
}
