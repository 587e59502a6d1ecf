package collect

import (
	"errors"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// unreadable says in public words why a file cannot be read.
func unreadable(err error, said Reading) error {
	var sheet *table.SheetError
	var damage *table.Damage
	switch {
	case err == nil:
		return nil
	case errors.Is(err, table.ErrEncoding):
		return fault.Invalid("encoding", "The file is not written in this encoding. Choose another, or leave it as found.").Keyed("file.encoding")
	case errors.Is(err, table.ErrDelimiter):
		return fault.Invalid("delimiter", "This character does not stand between the cells of this file. Choose another, or leave it as found.").Keyed("file.delimiter")
	case errors.Is(err, table.ErrHeader):
		return fault.Invalid("header", "The first row cannot be read as the names of the columns.").Keyed("file.header")
	case errors.Is(err, table.ErrEmpty) && !said.asFound():
		return fault.Invalid("file", "Read like this, the file holds no rows. Choose otherwise, or leave it as found.").Keyed("file.no_rows_so")
	case errors.Is(err, table.ErrEmpty):
		return fault.Invalid("file", "The file holds no rows.").Keyed("file.empty")
	case errors.Is(err, table.ErrEncrypted):
		return fault.Invalid("file", "This file is protected by a password. Save it without one and upload that.").Keyed("file.encrypted")
	case errors.Is(err, table.ErrTooLarge), errors.Is(err, table.ErrColumns):
		return fault.Invalid("file", "This file is larger inside than a table may be. Split it, or leave columns out.").Keyed("file.too_large_inside").Because(err)
	case errors.Is(err, table.ErrJSON):
		return fault.Invalid("file", "This is one JSON document. Save it with one object a line (JSON Lines) and upload that.").Keyed("file.json")
	case errors.As(err, &sheet):
		return fault.Invalid("sheet", "The workbook has no sheet of this name.").Keyed("file.sheet").Because(err)
	case errors.As(err, &damage):
		return fault.Invalid("file", "The file is damaged or was not copied to its end. Save it again and upload that.").Keyed("file.damaged").Because(err)
	case errors.Is(err, table.ErrSpreadsheet), errors.Is(err, table.ErrOldWorkbook), errors.Is(err, table.ErrBinary),
		errors.Is(err, table.ErrOpenDocument), errors.Is(err, table.ErrArchive):
		return fault.Invalid("file", "This kind of workbook or archive is not read. Save the sheet as XLSX or CSV and upload that.").Keyed("file.spreadsheet")
	case errors.Is(err, table.ErrNotText):
		return fault.Invalid("file", "This is not a table. Upload a CSV, TSV, XLSX, JSON Lines, Parquet or XES file.").Keyed("file.not_text")
	case fault.CodeOf(err) != fault.CodeInternal:
		return err
	}
	return fault.Invalid("file", "The file cannot be read as a table.").Keyed("file.unreadable").Because(err)
}
