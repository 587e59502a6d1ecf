package table

import (
	"errors"
	"fmt"
	"strings"
)

// What a file is that cannot be read as a table. ErrNotText, ErrSpreadsheet
// and ErrEmpty stand beside their readers.
var (
	// ErrTooLarge says that the file, unpacked, is beyond the limits.
	ErrTooLarge = errors.New("table: larger inside than a file may be")
	// ErrColumns says that the table has more columns than it may.
	ErrColumns = errors.New("table: more columns than a table may have")
	// ErrEncrypted says that a password is needed.
	ErrEncrypted = errors.New("table: protected by a password")
	// ErrOldWorkbook says that the file is a workbook of before 2007 (XLS).
	ErrOldWorkbook = errors.New("table: a workbook in the old binary format")
	// ErrBinary says that the file is a binary workbook (XLSB).
	ErrBinary = errors.New("table: a binary workbook")
	// ErrOpenDocument says that the file is an OpenDocument file (ODS).
	ErrOpenDocument = errors.New("table: an OpenDocument file")
	// ErrJSON says that the file is one JSON document, not an object a line.
	ErrJSON = errors.New("table: a JSON document that is not JSON Lines")
	// ErrArchive says that the file is an archive, but no workbook.
	ErrArchive = errors.New("table: an archive that is no workbook")
)

// SheetError says that a workbook has no sheet of the name chosen.
type SheetError struct {
	Name   string
	Sheets []Sheet
}

// Error names the sheets that there are.
func (e *SheetError) Error() string {
	names := make([]string, 0, len(e.Sheets))
	for _, s := range e.Sheets {
		names = append(names, fmt.Sprintf("%q", s.Name))
	}
	return fmt.Sprintf("table: no sheet %q; there are %s", e.Name, strings.Join(names, ", "))
}
