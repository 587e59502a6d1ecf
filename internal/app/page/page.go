// Package page holds the files of the staff's page, as `make build` left them
// in dist.
package page

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Files are the page's files; only .keep where the page was not built.
func Files() fs.FS {
	sub, err := fs.Sub(dist, "dist")
	if err != nil {
		panic("page: " + err.Error()) // the folder is compiled in
	}
	return sub
}
