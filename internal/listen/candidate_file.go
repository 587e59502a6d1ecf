package listen

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/interchange"
	"github.com/balcony-cx/balcony/internal/interchange/table"
	"github.com/balcony-cx/balcony/internal/record"
)

// maxAskedFile is the most bytes of a file of people to ask.
const maxAskedFile = 8 << 20

// AskedColumn is what a column of a file says of people to ask.
type AskedColumn struct {
	Name string `json:"name"`
	As   string `json:"as" enum:",customer_key,mail,account_key,project,proposal,role,side" doc:"Empty: it is left out."`
}

// AskedRow is a row of a file as it is read.
type AskedRow struct {
	Row int64 `json:"row" doc:"As a spreadsheet counts."`
	Ask ToAsk `json:"ask"`
}

// AskedFile is a file of people to ask, as it is read.
type AskedFile struct {
	Columns []AskedColumn `json:"columns" nullable:"false"`
	Rows    []AskedRow    `json:"rows" nullable:"false" doc:"At most 500."`
	Broken  []int64       `json:"broken" nullable:"false" doc:"Rows that cannot be read, at most 100."`
	More    bool          `json:"more" doc:"There are more rows than are taken at once."`
}

// askedNames are the titles by which columns are guessed, compared as names are.
func askedNames() map[string][]string {
	return map[string][]string{
		"customer_key": {"customer", "customer key", "customer_key", "customer id", "contact", "contact key", "key", "id", "client", "cle client", "cle", "identifiant"},
		"mail":         {"mail", "email", "e-mail", "mail address", "email address", "courriel", "adresse mail", "adresse e-mail", "adresse electronique"},
		"account_key":  {"account", "account key", "account_key", "account id", "firm", "company", "compte", "cle compte", "entreprise", "societe"},
		"project":      {"project", "projet", "mission", "chantier", "order", "commande"},
		"proposal":     {"proposal", "offer", "quote", "bid", "opportunity", "proposition", "offre", "devis"},
		"role":         {"role", "function", "job", "job title", "title", "fonction", "poste", "metier"},
		"side":         {"side", "for or against", "stance", "position", "camp", "pour ou contre", "avis"},
	}
}

// guessColumns says what columns hold by their titles, each meaning once.
func guessColumns(titles []string) []AskedColumn {
	out := make([]AskedColumn, len(titles))
	taken := map[string]bool{}
	for n, title := range titles {
		out[n].Name = title
		for as, names := range askedNames() {
			if !taken[as] && slices.Contains(names, nameKey(cleanName(strings.ReplaceAll(title, "_", " ")))) {
				out[n].As, taken[as] = as, true
				break
			}
		}
	}
	return out
}

// sideOf reads where somebody stands, "" where a cell does not say it.
func sideOf(cell string) Side {
	switch nameKey(cell) {
	case "for", "pour", "+", "content", "promoter", "promoteur", "favorable":
		return For
	case "against", "contre", "-", "detractor", "detracteur", "mecontent", "defavorable":
		return Against
	}
	return NoSide
}

func (a *ToAsk) say(as, cell string) {
	switch as {
	case "customer_key":
		a.CustomerKey = cell
	case "mail":
		a.Mail = cell
	case "account_key":
		a.AccountKey = cell
	case "project":
		a.Project = cell
	case "proposal":
		a.Proposal = cell
	case "role":
		a.Role = cell
	case "side":
		a.Side = sideOf(cell)
	}
}

// ReadAsked reads a table of people to ask as one of a study's researchers: what
// its columns say is guessed by their titles, or as columns says for each.
func (s *Service) ReadAsked(ctx context.Context, study string, data []byte, columns []string) (AskedFile, error) {
	none := AskedFile{}
	if err := access.From(ctx).Any(access.ListenWrite); err != nil {
		return none, err
	}
	err := s.view(ctx, func(ctx context.Context, q record.Querier) error {
		_, err := researching(ctx, q, study)
		return err
	})
	if err != nil {
		return none, err
	}
	return readAsked(data, columns)
}

func readAsked(data []byte, columns []string) (AskedFile, error) {
	out := AskedFile{Rows: []AskedRow{}, Broken: []int64{}}
	limits := table.DefaultLimits()
	limits.Unpacked, limits.Held, limits.CellBytes = 64<<20, 64<<20, 1<<14
	src := bytes.NewReader(data)
	format, err := interchange.Detect(src, table.Choice{}, limits)
	if err != nil {
		return out, noPeopleFile(err)
	}
	out.Columns = guessColumns(format.Columns)
	if len(columns) > 0 {
		for n := range out.Columns {
			if out.Columns[n].As = ""; n < len(columns) {
				out.Columns[n].As = columns[n]
			}
		}
	}
	rows, err := interchange.Open(src, format, limits)
	if err != nil {
		return out, noPeopleFile(err)
	}
	defer func() { _ = rows.Close() }() // it was only read
	for {
		row, err := rows.Next()
		switch {
		case errors.Is(err, io.EOF):
			return out, nil
		case err != nil:
			return out, noPeopleFile(err)
		case row.Reject != nil:
			if len(out.Broken) < 100 {
				out.Broken = append(out.Broken, row.Number)
			}
			continue
		case len(out.Rows) >= maxAskedAtOnce:
			out.More = true
			return out, nil
		}
		out.take(row)
	}
}

// take reads a row; one in which no column that counts says anything is left
// out, as blank ones are.
func (f *AskedFile) take(row table.Row) {
	r, said := AskedRow{Row: row.Number}, false
	for n, cell := range row.Cells {
		if n >= len(f.Columns) || f.Columns[n].As == "" {
			continue
		}
		if cell = shortened(cleanName(cell)); cell != "" {
			r.Ask.say(f.Columns[n].As, cell)
			said = true
		}
	}
	if said || !slices.ContainsFunc(f.Columns, func(c AskedColumn) bool { return c.As != "" }) && !slices.ContainsFunc(row.Cells, table.Blank) {
		f.Rows = append(f.Rows, r)
	}
}

// shortened is a cell as keys and names are kept.
func shortened(cell string) string {
	if runes := []rune(cell); len(runes) > 200 {
		return string(runes[:200])
	}
	return cell
}

func noPeopleFile(err error) error {
	return fault.Invalid("file", "This is no table that can be read. Save it as CSV or XLSX, with titles over the columns.").Keyed("listen.people_file").Because(err)
}
