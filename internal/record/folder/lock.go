package folder

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/balcony-cx/balcony/internal/fault"
)

// lockName is the file whose lock stands for the folder.
const lockName = "lock"

// Lock is the ownership of a data folder. It ends with the process at the
// latest, however that ends.
type Lock struct{ file *os.File }

// Take makes this process the owner of the folder, or fails with a conflict
// that names the folder and the process that has it.
func Take(dir string) (*Lock, error) {
	name := filepath.Join(dir, lockName)
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "open lock file")
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		owner := owner(file)
		_ = file.Close()
		return nil, fault.Newf(fault.CodeConflict,
			"The data folder %s is in use by another Balcony%s. Stop that one first, or name another folder with --data.", dir, owner).
			Keyed("folder.in_use")
	}
	if err != nil {
		_ = file.Close()
		return nil, fault.Wrap(err, fault.CodeUnavailable, "lock data folder "+dir)
	}
	if err := file.Truncate(0); err == nil { // for the message above only
		_, _ = fmt.Fprintf(file, "%d\n", os.Getpid())
	}
	return &Lock{file: file}, nil
}

// owner says which process wrote the lock file, "" when that cannot be read.
func owner(file *os.File) string {
	b := make([]byte, 32)
	n, _ := file.ReadAt(b, 0)
	if pid := strings.TrimSpace(string(b[:n])); pid != "" {
		return " (process " + pid + ")"
	}
	return ""
}

// Release gives the folder up.
func (l *Lock) Release() error {
	if err := l.file.Close(); err != nil {
		return fmt.Errorf("release data folder: %w", err)
	}
	return nil
}
