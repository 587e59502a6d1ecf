package listen

import (
	"database/sql"
	"embed"
	"errors"
	"io/fs"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/text"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this room.
func Migrations() fs.FS { return migrations }

// cleanName is a name as it is kept: no blanks around it, one between words.
func cleanName(name string) string { return strings.Join(strings.Fields(name), " ") }

// nameKey is a name as names are compared.
func nameKey(name string) string { return text.Fold(name) }

// found makes no row a fault of its own.
func found(err error, what string) error {
	if errors.Is(err, sql.ErrNoRows) {
		return fault.NotFound(what)
	}
	return fault.Wrap(err, fault.CodeInternal, "get "+what)
}

// added makes a name that is taken a fault of its own.
func added(res sql.Result, err error, doing string) error {
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, doing)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return fault.New(fault.CodeConflict, "This name is taken already.").With("name", "taken").Keyed("listen.taken").Because(err)
	}
	return nil
}

func orNull(id string) any {
	if id == "" {
		return nil
	}
	return id
}

func textOf(id *string) string {
	if id == nil {
		return ""
	}
	return *id
}

func microsOrNull(at *time.Time) any {
	if at == nil {
		return nil
	}
	return record.Micros(*at)
}

func timeOrNil(micros *int64) *time.Time {
	if micros == nil {
		return nil
	}
	at := record.Time(*micros)
	return &at
}

// orNoRows is err, or that there is no row.
func orNoRows(err error) error {
	if err == nil {
		return sql.ErrNoRows
	}
	return err
}
