package backup

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/folder"
)

// RestoreOptions say where a backup goes.
type RestoreOptions struct {
	Record   record.Options // where to, and the migrations of the rooms
	Also     []string       // names that may be put back into the data folder
	Replace  bool           // a record that is there is set aside instead of refused
	Erasures string         // an erasure log from elsewhere, "" for none
	Eraser   record.Eraser  // erases again; without it a restore that would need it is refused
	MaxBytes int64          // most that may be unpacked; 0 means 1 TiB
	Programs string         // pattern of the folders where PostgreSQL's programs lie if not on PATH; "" means Debian's
}

// Result says what restoring did.
type Result struct {
	Manifest *Manifest
	Erased   int    // erasures that were done again
	SetAside string // folder that now holds what was there before, "" for nothing
}

// Restore puts a backup back. It refuses while a server holds the folder or
// the database, and where there is a record already unless told to replace it.
// Nothing is touched before every checksum was right and every erasure since
// the backup was done again. On PostgreSQL the erasures follow the load, and the
// database is shut to every server from before the one until after the other;
// a restore that breaks off leaves it shut, and is simply run again.
func Restore(ctx context.Context, r io.Reader, o RestoreOptions) (*Result, error) {
	if dir := o.Record.Dir; dir != "" {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, fault.Wrap(err, fault.CodeUnavailable, "make data folder "+dir)
		}
		lock, err := folder.Take(dir)
		if err != nil {
			return nil, err
		}
		defer func() { _ = lock.Release() }()
	} else if o.Record.DatabaseURL == "" {
		return nil, fault.Invalid("data", "Name the data folder to restore into with --data.")
	}
	there, err := record.Look(ctx, o.Record)
	if err != nil {
		return nil, err
	}
	if err := mayReplace(there, o); err != nil {
		return nil, err
	}
	staging, err := os.MkdirTemp(o.Record.Dir, ".restore-")
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "make room to unpack")
	}
	defer func() { _ = os.RemoveAll(staging) }()
	m, err := unpack(ctx, r, staging, o)
	if err != nil {
		return nil, err
	}
	erasures, err := knownErasures(there, o)
	if err != nil {
		return nil, err
	}
	result := &Result{Manifest: m}
	if m.Engine == record.PostgreSQL {
		err = result.intoDatabase(ctx, staging, there, erasures, o)
	} else {
		err = result.intoFolder(ctx, staging, erasures, o)
	}
	return result, err
}

// mayReplace refuses what must not be written over.
func mayReplace(there *record.Stored, o RestoreOptions) error {
	if there.Servers > 0 {
		return fault.New(fault.CodeConflict, "A Balcony is connected to this database. Stop every server on it first.").Keyed("restore.in_use")
	}
	if len(there.Versions) > 0 && !o.Replace && !there.Broken {
		where := o.Record.Dir
		if o.Record.DatabaseURL != "" {
			where = "the database"
		}
		return fault.Newf(fault.CodeConflict, "There is a record in %s already. Name an empty place, or say --replace.", where).Keyed("restore.occupied")
	}
	return nil
}

// knownErasures are all that this place knows of: its record, its erasure log
// and the log that was named.
func knownErasures(there *record.Stored, o RestoreOptions) ([]record.Erasure, error) {
	all := slices.Clone(there.Erasures)
	var logs []string
	if o.Record.Dir != "" {
		logs = append(logs, filepath.Join(o.Record.Dir, record.ErasureLog))
	}
	if o.Erasures != "" {
		if _, err := os.Stat(o.Erasures); err != nil {
			return nil, fault.Invalid("erasures", "The erasure log "+o.Erasures+" cannot be read.")
		}
		logs = append(logs, o.Erasures)
	}
	for _, path := range logs {
		more, err := record.ReadErasures(path)
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	return record.Missing(all, nil), nil
}

// intoFolder opens the unpacked record where it lies, does the erasures again,
// and only then lets it take its place.
func (result *Result) intoFolder(ctx context.Context, staging string, erasures []record.Erasure, o RestoreOptions) error {
	at := o.Record
	at.Dir = staging
	s, err := record.Open(ctx, at)
	if err != nil {
		return err
	}
	result.Erased, err = eraseAgain(ctx, s, erasures, o.Eraser)
	if err == nil {
		err = checkIntegrity(ctx, s)
	}
	if err = errors.Join(err, s.Close()); err != nil {
		return err
	}
	result.SetAside, err = place(staging, o.Record.Dir, o.Record.Now)
	return err
}

// intoDatabase shuts the database, loads the dump, does the erasures again, and
// only then opens it. A load that fails leaves what was there and opens it.
func (result *Result) intoDatabase(ctx context.Context, staging string, there *record.Stored, erasures []record.Erasure, o RestoreOptions) error {
	if len(erasures) > 0 && o.Eraser == nil {
		return noEraser(len(erasures))
	}
	url := o.Record.DatabaseURL
	tool, err := program("pg_restore", o.Programs)
	if err != nil {
		return err
	}
	if err := shut(ctx, there, erasures, o); err != nil {
		return err
	}
	if err := load(ctx, tool, url, filepath.Join(staging, dumpName), len(there.Versions) > 0); err != nil {
		return errors.Join(err, reopen(ctx, there, url))
	}
	at := o.Record
	at.Dir, at.Restoring = "", true // the folder's lock is held already
	s, err := record.Open(ctx, at)
	if err != nil {
		return err
	}
	result.Erased, err = eraseAgain(ctx, s, erasures, o.Eraser)
	if err = errors.Join(err, s.Close()); err != nil {
		return err
	}
	if err := record.EndRestore(ctx, url); err != nil || o.Record.Dir == "" {
		return err
	}
	if err := os.Remove(filepath.Join(staging, dumpName)); err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "tidy up")
	}
	result.SetAside, err = place(staging, o.Record.Dir, o.Record.Now)
	return err
}

// shut closes the database to servers, and makes sure that none was faster.
func shut(ctx context.Context, there *record.Stored, erasures []record.Erasure, o RestoreOptions) error {
	if err := record.BeginRestore(ctx, o.Record.DatabaseURL, erasures); err != nil {
		return err
	}
	now, err := record.Look(ctx, o.Record)
	if err == nil {
		err = mayReplace(now, o)
	}
	if err != nil {
		return errors.Join(err, reopen(ctx, there, o.Record.DatabaseURL))
	}
	return nil
}

// reopen opens a database that the restore left as it was; one that an earlier
// restore left half-done stays shut.
func reopen(ctx context.Context, there *record.Stored, url string) error {
	if there.Broken {
		return nil
	}
	return record.EndRestore(context.WithoutCancel(ctx), url)
}

// eraseAgain does the erasures that the restored record does not know of.
func eraseAgain(ctx context.Context, s *record.Store, all []record.Erasure, erase record.Eraser) (int, error) {
	known, err := s.Erasures(ctx)
	if err != nil {
		return 0, err
	}
	missing := record.Missing(all, known)
	if len(missing) > 0 && erase == nil {
		return 0, noEraser(len(missing))
	}
	for _, e := range missing {
		_, err := s.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
			if err := erase(ctx, tx, e); err != nil {
				return err
			}
			return tx.ErasedAs(ctx, e.Kind, e.How, e.At, e.Subject)
		})
		if err != nil {
			return 0, fault.Wrap(err, fault.CodeInternal, "erase again")
		}
	}
	return len(missing), nil
}

func noEraser(n int) error {
	return fault.Newf(fault.CodeConflict, "%d people or answers were erased since this backup was made, and this program cannot erase them again. Nothing was restored.", n)
}

func checkIntegrity(ctx context.Context, s *record.Store) error {
	var verdict string
	err := s.View(ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewRaw(`PRAGMA quick_check(1)`).Scan(ctx, &verdict)
	})
	if err == nil && verdict != "ok" {
		return damaged(errors.New(verdict))
	}
	return fault.Wrap(err, fault.CodeUnavailable, "check the record")
}
