package outreach

import (
	"embed"
	"io/fs"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations of the room's tables.
func Migrations() fs.FS { return migrations }
