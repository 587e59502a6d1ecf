package facts

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/duckdb/duckdb-go/v2"

	"github.com/balcony-cx/balcony/internal/record/log"
)

// file is one open DuckDB file: the only handle on it in any process. Readers
// take connections of db; the writer has one of its own and is used by one
// goroutine at a time.
type file struct {
	path   string
	db     *sql.DB
	writer *sql.Conn
	enc    encoder
	zone   string // name of the zone its days are in

	position log.Position // all events up to here are in
	ahead    log.Position // rows may already show events up to here; never below position
	asOf     time.Time    // instant of the newest event that is in
}

// limits of one open file.
type limits struct {
	memory  string // DuckDB memory_limit, "512MB"
	threads int
	temp    string // folder for what does not fit
}

// errStale says that a file is sound but cannot be used: another schema, or
// not finished. errDamaged says that it is not a sound file.
var (
	errStale   = errors.New("the file is of another schema or unfinished")
	errDamaged = errors.New("the file is damaged")
)

// connect opens the database at path with every way outside it closed and the
// settings locked. It makes an empty database where there is no file.
func connect(ctx context.Context, path string, l limits) (*sql.DB, error) {
	c, err := duckdb.NewConnector(path, nil)
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(connector{c})
	db.SetMaxOpenConns(maxReaders + 2)
	db.SetMaxIdleConns(2)
	// In this order: without external access no folder can be named any more,
	// and once locked nothing can be set.
	for _, set := range []string{
		"SET threads = " + strconv.Itoa(l.threads),
		"SET memory_limit = '" + l.memory + "'",
		"SET temp_directory = '" + strings.ReplaceAll(l.temp, "'", "''") + "'",
		"SET autoinstall_known_extensions = false",
		"SET autoload_known_extensions = false",
		"SET allow_community_extensions = false",
		"SET enable_external_access = false",
		"SET lock_configuration = true",
	} {
		if _, err := db.ExecContext(ctx, set); err != nil {
			return nil, errors.Join(err, db.Close())
		}
	}
	return db, nil
}

// maxReaders bounds how many queries run at once; more wait for a connection.
const maxReaders = 6

// createFile makes an empty file with the schema, its days in the zone. It is
// marked unfinished until complete is called.
func createFile(ctx context.Context, path string, l limits, zone *time.Location, now time.Time) (*file, error) {
	if err := removeFile(path); err != nil {
		return nil, err
	}
	db, err := connect(ctx, path, l)
	if err != nil {
		return nil, err
	}
	for _, ddl := range tables() {
		if _, err := db.ExecContext(ctx, ddl); err != nil {
			return nil, errors.Join(err, db.Close())
		}
	}
	_, err = db.ExecContext(ctx, "INSERT INTO meta VALUES (?, 0, 0, ?, ?, ?, false)", schemaVersion, now.UTC(), zone.String(), now.UTC())
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return attach(ctx, path, db, false, schemaVersion)
}

// openFile opens a finished file. The error is fs.ErrNotExist, errStale or
// errDamaged where it has to be made anew.
func openFile(ctx context.Context, path string, l limits) (*file, error) {
	return openVersion(ctx, path, l, schemaVersion)
}

// reopenFile opens a file that this process wrote. One that is to be made anew
// answers until that is done.
func reopenFile(ctx context.Context, path string, l limits) (*file, error) {
	return openVersion(ctx, path, l, schemaVersion, outdated)
}

func openVersion(ctx context.Context, path string, l limits, versions ...int) (*file, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	db, err := connect(ctx, path, l)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errDamaged, err)
	}
	if err := checkSize(ctx, path, db); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return attach(ctx, path, db, true, versions...)
}

// attach reads where the file stands and what its traits are.
func attach(ctx context.Context, path string, db *sql.DB, finished bool, versions ...int) (*file, error) {
	f := &file{path: path, db: db}
	if err := f.read(ctx, finished, versions); err != nil {
		return nil, errors.Join(err, f.close())
	}
	return f, nil
}

func (f *file) read(ctx context.Context, finished bool, versions []int) error {
	var err error
	if f.writer, err = f.db.Conn(ctx); err != nil {
		return err
	}
	var version int
	var complete bool
	err = f.writer.QueryRowContext(ctx, "SELECT version, complete FROM meta").Scan(&version, &complete)
	if err != nil {
		return fmt.Errorf("%w: %w", errDamaged, err)
	}
	if !slices.Contains(versions, version) || complete != finished {
		return errStale
	}
	err = f.writer.QueryRowContext(ctx, "SELECT position, ahead, as_of, zone FROM meta").Scan(&f.position, &f.ahead, &f.asOf, &f.zone)
	if err != nil {
		return fmt.Errorf("%w: %w", errDamaged, err)
	}
	zone, err := time.LoadLocation(f.zone)
	if err != nil {
		return fmt.Errorf("%w: %w", errStale, err)
	}
	s, d, err := readTraits(ctx, f.writer)
	if err != nil {
		return fmt.Errorf("%w: %w", errDamaged, err)
	}
	w, err := readWide(ctx, f.writer, s)
	if err != nil {
		return fmt.Errorf("%w: %w", errDamaged, err)
	}
	f.enc = encoder{zone: zone, slots: s, words: d, wide: w}
	return nil
}

// checkSize compares the length of the file with what it says of itself: a
// file that was cut opens without complaint and fails later. DuckDB itself
// cuts free blocks off the end when it closes a file, whole ones only: so what
// is missing of a whole block is damage, and so is less than the blocks in use.
func checkSize(ctx context.Context, path string, db *sql.DB) error {
	var block, used int64
	err := db.QueryRowContext(ctx, "SELECT block_size, used_blocks FROM pragma_database_size() LIMIT 1").Scan(&block, &used)
	if err != nil {
		return fmt.Errorf("%w: %w", errDamaged, err)
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if want := headerBytes + block*used; info.Size() < want {
		return fmt.Errorf("%w: it has %d bytes of %d", errDamaged, info.Size(), want)
	}
	if over := (info.Size() - headerBytes) % block; over != 0 {
		return fmt.Errorf("%w: its last block has %d bytes of %d", errDamaged, over, block)
	}
	return nil
}

// headerBytes is what stands before the blocks of a DuckDB file.
const headerBytes = 3 * 4096

// verify reads every value of the file; DuckDB compares the checksum of each
// block it loads.
func (f *file) verify(ctx context.Context) error {
	for _, table := range []string{"answer", "event", "response_wide", "party", "account", "party_trait", "score_slot", "trait", "trait_value", "reject", "meta"} {
		var hash sql.NullString
		err := f.db.QueryRowContext(ctx, "SELECT CAST(bit_xor(hash(t)) AS VARCHAR) FROM "+table+" AS t").Scan(&hash)
		if err != nil && ctx.Err() == nil {
			return fmt.Errorf("%w: %w", errDamaged, err)
		}
	}
	return ctx.Err()
}

// close writes everything into the one file and lets go of it.
func (f *file) close() error {
	var err error
	if f.writer != nil {
		err = f.writer.Close()
	}
	return errors.Join(err, f.db.Close())
}

// removeFile removes a database that no handle is open on, its log and what it
// spilled.
func removeFile(path string) error {
	for _, p := range []string{path, path + ".wal"} {
		if err := os.Remove(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// spillFolder is where a database at path may put what does not fit in memory.
func spillFolder(path string) string {
	return filepath.Join(filepath.Dir(path), filepath.Base(path)+".spill")
}
