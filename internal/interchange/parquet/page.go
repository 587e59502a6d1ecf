package parquet

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	pq "github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// checkPages walks the headers of all pages: a page is unpacked whole, and its
// header alone says how large that gets.
func checkPages(src io.ReaderAt, size int64, p *pq.File, limits table.Limits) error {
	unpacked := int64(0)
	groups := p.Metadata().RowGroups
	for g := range groups {
		for c := range groups[g].Columns {
			chunk := &groups[g].Columns[c]
			if chunk.FilePath != "" {
				return &table.Damage{Place: fmt.Sprintf("row group %d", g+1), Cause: fmt.Errorf("it stands in another file")}
			}
			n, err := checkChunk(src, size, &chunk.MetaData, limits)
			if err != nil {
				return &table.Damage{Place: fmt.Sprintf("row group %d, column %q", g+1, strings.Join(chunk.MetaData.PathInSchema, ".")), Cause: err}
			}
			if unpacked += n; unpacked > limits.Unpacked {
				return fmt.Errorf("%w: it unpacks to more than %d MiB", table.ErrTooLarge, limits.Unpacked>>20)
			}
		}
	}
	return nil
}

// checkChunk gives how many bytes the pages of a chunk unpack to.
func checkChunk(src io.ReaderAt, size int64, m *format.ColumnMetaData, limits table.Limits) (int64, error) {
	at := m.DataPageOffset
	if m.DictionaryPageOffset > 0 && m.DictionaryPageOffset < at {
		at = m.DictionaryPageOffset
	}
	end := at + m.TotalCompressedSize
	if at < 4 || m.TotalCompressedSize < 0 || end > size-8 {
		return 0, fmt.Errorf("its pages stand at bytes %d to %d of %d: %w", at, end, size, io.ErrUnexpectedEOF)
	}
	total := int64(0)
	buffer := bufio.NewReaderSize(nil, 4096)
	for at < end {
		source := &counting{src: io.NewSectionReader(src, at, end-at)}
		buffer.Reset(source)
		var header format.PageHeader
		protocol := thrift.CompactProtocol{}
		if err := thrift.NewDecoder(protocol.NewReader(buffer)).Decode(&header); err != nil {
			return 0, fmt.Errorf("page header at byte %d: %w", at, err)
		}
		if header.CompressedPageSize < 0 || header.UncompressedPageSize < 0 || int64(header.CompressedPageSize) > end-at {
			return 0, fmt.Errorf("page at byte %d is longer than its place: %w", at, io.ErrUnexpectedEOF)
		}
		if int64(header.UncompressedPageSize) > limits.Held {
			return 0, fmt.Errorf("%w: a page of %d MiB", table.ErrTooLarge, header.UncompressedPageSize>>20)
		}
		total += int64(header.UncompressedPageSize)
		at += source.n - int64(buffer.Buffered()) + int64(header.CompressedPageSize)
	}
	return total, nil
}

type counting struct {
	src io.Reader
	n   int64
}

func (c *counting) Read(p []byte) (int, error) {
	n, err := c.src.Read(p)
	c.n += int64(n)
	return n, err
}
