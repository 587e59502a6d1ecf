package journey

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/balcony-cx/balcony/internal/interchange/table"
	"github.com/balcony-cx/balcony/internal/interchange/xlsx"
)

// matrixMark stands before the mark in the last row of a matrix, by which an
// import tells whether somebody changed it.
const matrixMark = "#matrix "

// matrixNote says in the sheet itself what it is for.
func matrixNote(french bool) string {
	list, _ := sheetNames(french)
	if french {
		return "Cette feuille se lit seulement : modifiez la feuille « " + list + " », la seule qui soit reprise à l’import."
	}
	return "This sheet is for reading: change the sheet \"" + list + "\", the only one that is brought back."
}

// matrixLines are the cells of the matrix: what customers do by stage, on each
// channel the name of who looks after it, or a mark where nobody does.
func matrixLines(c content, n naming, french bool) [][]string {
	head := []string{sheetColumns()[0].title(french), sheetColumns()[1].title(french)}
	at := map[string]int{}
	for _, nature := range Natures() {
		for _, channel := range c.channels {
			if channel.Nature == nature {
				at[channel.ID] = len(head)
				head = append(head, channel.Name)
			}
		}
	}
	lines := [][]string{head}
	for _, stage := range append(append([]Stage{}, c.stages...), Stage{}) {
		for _, row := range interactions(c.touchpoints, stage.ID) {
			line := make([]string, len(head))
			line[0], line[1] = stage.Name, row[0].Name
			for _, t := range row {
				if line[at[t.ChannelID]] = n.people[t.OwnerID]; n.people[t.OwnerID] == "" {
					line[at[t.ChannelID]] = "○"
				}
			}
			lines = append(lines, line)
		}
	}
	return lines
}

// markOf names what stands in cells; blanks round them and at the end of a line
// do not count.
func markOf(lines [][]string) string {
	h := sha256.New()
	for _, line := range lines {
		text := strings.Builder{}
		for _, cell := range line {
			text.WriteString(strings.TrimSpace(cell) + "\x1f")
		}
		if kept := strings.TrimRight(text.String(), "\x1f"); kept != "" {
			_, _ = io.WriteString(h, kept+"\x1e") // a hash takes everything
		}
	}
	return matrixMark + hex.EncodeToString(h.Sum(nil))[:32]
}

// writeMatrix writes the matrix, which is for looking at: spreadsheets ask
// before they change it, it says so below, and what is changed there all the
// same is told when the workbook comes back.
func writeMatrix(book *excelize.File, sheet string, bold int, c content, n naming, french bool) error {
	rows, err := book.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	lines := matrixLines(c, n, french)
	if err := rows.SetColWidth(1, len(lines[0]), 18); err != nil {
		return err
	}
	for i, line := range append(slices.Clone(lines), nil, []string{matrixNote(french)}, []string{markOf(lines)}) {
		cells := make([]any, len(line))
		for j, text := range line {
			switch {
			case i == 0:
				cells[j] = excelize.Cell{StyleID: bold, Value: text}
			case text != "":
				cells[j] = text
			}
		}
		if err := rows.SetRow("A"+strconv.Itoa(i+1), cells); err != nil {
			return err
		}
	}
	protection := &excelize.SheetProtectionOptions{SelectLockedCells: true, SelectUnlockedCells: true, FormatColumns: true, FormatRows: true, AutoFilter: true, Sort: true}
	if err := book.ProtectSheet(sheet, protection); err != nil { // before the end, or it is lost
		return err
	}
	return rows.Flush()
}

// matrixEdited tells whether somebody changed the matrix of a workbook since it
// was written. One without a matrix, or whose matrix has no mark, tells nothing.
func matrixEdited(book []byte) bool {
	src, limits := bytes.NewReader(book), table.DefaultLimits()
	header, one := true, 1
	for _, french := range []bool{false, true} {
		_, name := sheetNames(french)
		format, err := xlsx.Detect(src, int64(len(book)), table.Choice{Header: &header, HeaderRows: &one, Sheet: name}, limits)
		if err != nil {
			continue // no such sheet: it is in the other language, or gone
		}
		lines, mark, err := readMatrix(src, format, limits)
		if err == nil && mark != "" {
			return mark != markOf(lines)
		}
	}
	return false
}

// readMatrix gives the lines of a matrix, and the mark that was left under them.
func readMatrix(src *bytes.Reader, format table.Format, limits table.Limits) (lines [][]string, mark string, err error) {
	rows, err := xlsx.Open(src, format, limits)
	if err != nil {
		return nil, "", err
	}
	defer func() { _ = rows.Close() }() // it was only read
	lines = [][]string{format.Columns}
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return lines, mark, nil
		}
		if err != nil {
			return nil, "", err
		}
		switch first := strings.TrimSpace(append(slices.Clone(row.Cells), "")[0]); {
		case strings.HasPrefix(first, matrixMark):
			mark = first
		case first != matrixNote(false) && first != matrixNote(true):
			lines = append(lines, row.Cells)
		}
	}
}
