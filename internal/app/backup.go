package app

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/backup"
)

// beside are the files of the data folder that belong to a backup: without the
// key, second factors and the mail password could not be read any more.
var beside = []string{"secret.key"}

// backup writes a backup while everything goes on.
func (a *App) backup(ctx context.Context, v url.Values, out io.Writer) error {
	file := v.Get("file")
	if err := absent(file); err != nil {
		return err
	}
	began := a.config.Now()
	err := backup.Save(file, func(w io.Writer) error {
		m, err := backup.Write(ctx, a.record, w, backup.Options{Also: beside, Now: a.config.Now})
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%d files of the record as of %s\n", len(m.Entries), m.CreatedAt.UTC().Format(time.RFC3339))
		return nil
	})
	if err != nil {
		return err
	}
	info, err := os.Stat(file)
	if err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "look at the backup")
	}
	fmt.Fprintf(out, "%s: %.1f MB in %s. Keep it like the data itself: it holds everything.\n", file, float64(info.Size())/1e6, a.config.Now().Sub(began).Round(time.Millisecond))
	return nil
}

// Restore brings a backup back into a folder, or a database, that holds no
// record yet. erasures is a log of erasures from elsewhere, "" for the data
// folder's alone.
func Restore(ctx context.Context, c Config, file, erasures string, out io.Writer) error {
	c = c.withDefaults()
	from, err := os.Open(file)
	if err != nil {
		return fault.Newf(fault.CodeInvalid, "The backup cannot be read: %v.", err)
	}
	defer from.Close()
	result, err := backup.Restore(ctx, from, backup.RestoreOptions{
		Record: record.Options{Dir: c.Dir, DatabaseURL: c.DatabaseURL, Migrations: Migrations(), Now: c.Now, Log: c.Log},
		Also:   beside, Eraser: eraseAgain(c.Now), Erasures: erasures,
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "Restored the record as of %s; erased again: %d. The figures are made anew at the next start.\n",
		result.Manifest.CreatedAt.UTC().Format(time.RFC3339), result.Erased)
	return nil
}
