package backup

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"regexp"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// format is the version of the backup's layout.
const format = 1

// Limits on what a backup may hold, so that a file from elsewhere cannot fill
// the machine.
const (
	maxManifest = 512 << 20
	maxEntries  = 2_000_000
)

const (
	manifestName = "manifest.json"
	recordName   = "record.db"   // SQLite
	dumpName     = "record.dump" // PostgreSQL
	filesFolder  = "files"
	alsoFolder   = "also"
)

// Manifest says what a backup holds.
type Manifest struct {
	Format    int           `json:"format"`
	CreatedAt time.Time     `json:"created_at"`
	Engine    record.Engine `json:"engine"`
	Schema    []int64       `json:"schema"`   // numbers of the migrations
	Position  log.Position  `json:"position"` // of the change log, at or before the snapshot
	Entries   []Entry       `json:"entries"`  // in the order of the tar file
	LeftOut   []string      `json:"left_out"` // made anew from the record
}

// Entry is one file of a backup.
type Entry struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"` // bytes
	SHA256 string `json:"sha256"`
}

var (
	hashPattern = regexp.MustCompile(`^[0-9a-f]{64}$`)
	alsoPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,63}$`)
)

// readManifest decodes and checks a manifest; what fails is no backup of ours.
func readManifest(r io.Reader) (*Manifest, error) {
	var m Manifest
	if err := json.NewDecoder(io.LimitReader(r, maxManifest)).Decode(&m); err != nil {
		return nil, damaged(fmt.Errorf("read manifest: %w", err))
	}
	if m.Format > format {
		return nil, fault.Newf(fault.CodeConflict, "The backup was made by a newer version of Balcony (format %d). Install that version or a later one.", m.Format)
	}
	if m.Format != format || (m.Engine != record.SQLite && m.Engine != record.PostgreSQL) || len(m.Entries) > maxEntries {
		return nil, damaged(fmt.Errorf("format %d, engine %q, %d entries", m.Format, m.Engine, len(m.Entries)))
	}
	seen := make(map[string]bool, len(m.Entries))
	for _, e := range m.Entries {
		if seen[e.Name] || e.Size < 0 || !hashPattern.MatchString(e.SHA256) || !m.allowed(e) {
			return nil, damaged(fmt.Errorf("entry %q of %d bytes", e.Name, e.Size))
		}
		seen[e.Name] = true
	}
	if !seen[m.recordEntry()] {
		return nil, damaged(fmt.Errorf("no %s in it", m.recordEntry()))
	}
	return &m, nil
}

// recordEntry is the name of the record itself in the backup.
func (m *Manifest) recordEntry() string {
	if m.Engine == record.PostgreSQL {
		return dumpName
	}
	return recordName
}

// allowed tells whether an entry has one of the few names there are.
func (m *Manifest) allowed(e Entry) bool {
	folder, base := path.Split(e.Name)
	switch {
	case e.Name == m.recordEntry():
		return true
	case folder == alsoFolder+"/":
		return alsoPattern.MatchString(base)
	}
	return e.Name == fileEntry(e.SHA256)
}

// fileEntry is the name of an uploaded file in the backup.
func fileEntry(hash string) string { return path.Join(filesFolder, hash[:2], hash) }

func damaged(cause error) error {
	return fault.New(fault.CodeInvalid, "This is no complete backup of Balcony, or it was changed since it was made. Nothing was restored; try another copy.").
		Because(cause).Keyed("backup.damaged")
}

// sum is the checksum and size of what r gives.
func sum(r io.Reader) (hash string, size int64, err error) {
	h := sha256.New()
	size, err = io.Copy(h, r)
	return hex.EncodeToString(h.Sum(nil)), size, err
}
