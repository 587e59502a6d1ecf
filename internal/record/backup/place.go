package backup

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
)

// replaced are the things in a data folder that belong to the record that is
// set aside; the last is the record itself.
var replaced = []string{
	"facts.duckdb", "facts.duckdb.wal", "jobs.db", "jobs.db-wal", "jobs.db-shm",
	filesFolder, recordName + "-shm", recordName + "-wal", recordName,
}

// place sets aside what is in the folder and moves the unpacked record in; its
// database comes last, so a folder that has one has all.
func place(staging, dir string, now func() time.Time) (aside string, err error) {
	if now == nil {
		now = time.Now
	}
	if err := leaveBehind(staging); err != nil {
		return "", fault.Wrap(err, fault.CodeUnavailable, "tidy up")
	}
	aside = filepath.Join(dir, "before-restore-"+now().UTC().Format("20060102-150405.000000"))
	moves, err := movesInto(staging, dir)
	if err != nil {
		return "", fault.Wrap(err, fault.CodeUnavailable, "read what was unpacked")
	}
	names := append([]string(nil), replaced...)
	for _, m := range moves {
		names = append(names, filepath.Base(m.to))
	}
	moved, err := setAside(dir, aside, names)
	if err != nil {
		return "", fault.Wrap(err, fault.CodeUnavailable, "set the old record aside")
	}
	if !moved {
		aside = ""
	}
	for _, m := range moves {
		if err := os.Rename(m.from, m.to); err != nil {
			return aside, fault.Wrap(err, fault.CodeUnavailable, "put the record in its place")
		}
	}
	return aside, fault.Wrap(syncFolder(dir), fault.CodeUnavailable, "put the record in its place")
}

// leaveBehind removes what opening the unpacked record made beside it.
func leaveBehind(staging string) error {
	for _, name := range []string{"lock", "erasures.log", recordName + "-wal", recordName + "-shm"} {
		if err := os.Remove(filepath.Join(staging, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

type move struct{ from, to string }

// movesInto lists what goes where, the database last.
func movesInto(staging, dir string) ([]move, error) {
	var moves []move
	also, err := os.ReadDir(filepath.Join(staging, alsoFolder))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, e := range also {
		moves = append(moves, move{filepath.Join(staging, alsoFolder, e.Name()), filepath.Join(dir, e.Name())})
	}
	for _, name := range []string{filesFolder, recordName} {
		if _, err := os.Stat(filepath.Join(staging, name)); err == nil {
			moves = append(moves, move{filepath.Join(staging, name), filepath.Join(dir, name)})
		}
	}
	return moves, nil
}

// setAside moves the names that are there into a folder beside them.
func setAside(dir, aside string, names []string) (moved bool, err error) {
	for _, name := range names {
		from := filepath.Join(dir, name)
		if _, err := os.Lstat(from); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if !moved {
			if err := os.Mkdir(aside, 0o700); err != nil {
				return false, err
			}
			moved = true
		}
		if err := os.Rename(from, filepath.Join(aside, name)); err != nil {
			return moved, err
		}
	}
	return moved, nil
}

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
