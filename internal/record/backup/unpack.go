package backup

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// defaultMaxBytes bounds what is unpacked when nobody said.
const defaultMaxBytes = 1 << 40

// unpack reads the manifest and then every entry into the staging folder.
// Names come from the manifest and have been checked; sizes and checksums must
// be those of the manifest, and nothing may be missing or left over.
func unpack(ctx context.Context, r io.Reader, staging string, o RestoreOptions) (*Manifest, error) {
	archive := tar.NewReader(r)
	first, err := archive.Next()
	if err != nil || first.Name != manifestName || first.Typeflag != tar.TypeReg {
		return nil, damaged(errors.Join(errors.New("the manifest does not come first"), err))
	}
	m, err := readManifest(archive)
	if err != nil {
		return nil, err
	}
	if err := fits(m, o); err != nil {
		return nil, err
	}
	for _, e := range m.Entries {
		if err := ctx.Err(); err != nil {
			return nil, fault.Wrap(err, fault.CodeUnavailable, "unpack the backup")
		}
		header, err := archive.Next()
		if err != nil || header.Name != e.Name || header.Typeflag != tar.TypeReg || header.Size != e.Size {
			return nil, damaged(errors.Join(fmt.Errorf("%s is not where it should be", e.Name), err))
		}
		if err := unpackEntry(archive, staging, e); err != nil {
			return nil, err
		}
	}
	if _, err := archive.Next(); !errors.Is(err, io.EOF) {
		return nil, damaged(errors.New("there is more in it than it says"))
	}
	return m, nil
}

// fits refuses a backup that is for elsewhere, of a newer program or too big.
func fits(m *Manifest, o RestoreOptions) error {
	engine := record.SQLite
	if o.Record.DatabaseURL != "" {
		engine = record.PostgreSQL
	}
	if m.Engine != engine {
		return fault.Newf(fault.CodeInvalid, "This is a backup of a record on %s; it cannot be restored to %s.", m.Engine, engine)
	}
	known, err := record.KnownVersions(engine, o.Record.Migrations)
	if err != nil {
		return err
	}
	for _, v := range m.Schema {
		if !known[v] {
			return fault.Newf(fault.CodeConflict, "The backup was made by a newer version of Balcony (schema step %d). Install that version or a later one; nothing was restored.", v).
				Keyed("record.schema_newer")
		}
	}
	most := o.MaxBytes
	if most == 0 {
		most = defaultMaxBytes
	}
	var total int64
	for _, e := range m.Entries {
		name, also := strings.CutPrefix(e.Name, alsoFolder+"/")
		if also && !slices.Contains(o.Also, name) {
			return damaged(fmt.Errorf("nobody asked for %s", e.Name))
		}
		if total += e.Size; total > most || total < 0 {
			return fault.Newf(fault.CodeInvalid, "The backup unpacks to more than %d MB, the most that was allowed.", most>>20)
		}
	}
	return nil
}

func unpackEntry(r io.Reader, staging string, e Entry) error {
	to := filepath.Join(staging, filepath.FromSlash(e.Name))
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "unpack the backup")
	}
	file, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	if err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "unpack the backup")
	}
	hash, size, err := sum(io.TeeReader(r, file))
	if errors.Is(err, io.ErrUnexpectedEOF) || (err == nil && (hash != e.SHA256 || size != e.Size)) {
		_ = file.Close()
		return damaged(errors.Join(fmt.Errorf("%s has %d bytes and checksum %s", e.Name, size, hash), err))
	}
	err = errors.Join(err, file.Sync(), file.Close())
	return fault.Wrap(err, fault.CodeUnavailable, "unpack the backup")
}
