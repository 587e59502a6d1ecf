package record

import (
	"embed"
	"io/fs"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of the record itself. Open adds them by itself.
func Migrations() fs.FS { return migrations }
