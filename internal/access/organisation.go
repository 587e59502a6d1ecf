package access

import (
	"bytes"
	"context"
	"errors"
	"image"
	_ "image/jpeg" // decodes logos
	_ "image/png"  // decodes logos
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // time zones where the machine has none

	"github.com/uptrace/bun"
	"golang.org/x/text/currency"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/web"
)

type organisationRow struct {
	bun.BaseModel   `bun:"table:organisation"`
	ID              int `bun:",pk"`
	Name            string
	TimeZone        string
	Currency        string
	Language        string
	FirstDayOfWeek  int
	FiscalYearStart int
	PublicURL       string `bun:"public_url"`
	SmallestGroup   int    `bun:"smallest_group"`
	SpeedingFactor  float64
	Logo            []byte
	LogoType        string
	Version         int64
}

var settingsColumns = []string{"name", "time_zone", "currency", "language", "first_day_of_week", "fiscal_year_start", "public_url", "smallest_group", "speeding_factor", "logo_type", "version"}

func (r organisationRow) settings() Organisation {
	return Organisation{
		Name: r.Name, TimeZone: r.TimeZone, Currency: r.Currency, Language: r.Language, FirstDayOfWeek: r.FirstDayOfWeek,
		FiscalYearStart: r.FiscalYearStart, PublicURL: r.PublicURL, SmallestGroup: r.SmallestGroup, SpeedingFactor: r.SpeedingFactor, HasLogo: r.LogoType != "", Version: r.Version,
	}
}

func (o Organisation) public() PublicProfile {
	return PublicProfile{Name: o.Name, Language: o.Language, HasLogo: o.HasLogo}
}

// Organisation is the settings, for other rooms: without asking who asks, and
// remembered for a moment.
func (s *Service) Organisation(ctx context.Context) (Organisation, error) {
	o, ok, mark := s.settings.get()
	if ok {
		return o, nil
	}
	var row organisationRow
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewSelect().Model(&row).Column(settingsColumns...).Where("id = 1").Scan(ctx)
	})
	if err != nil {
		return Organisation{}, fault.Wrap(err, fault.CodeUnavailable, "read settings")
	}
	s.settings.put(row.settings(), mark)
	return row.settings(), nil
}

// Zone is the organisation's time zone; UTC where it cannot be read.
func (s *Service) Zone(ctx context.Context) *time.Location {
	o, err := s.Organisation(ctx)
	if err != nil {
		return time.UTC
	}
	zone, err := time.LoadLocation(o.TimeZone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// Language is the organisation's language; English where it cannot be read.
func (s *Service) Language(ctx context.Context) string {
	o, err := s.Organisation(ctx)
	if err != nil {
		return "en"
	}
	return o.Language
}

// ReadOrganisation is Organisation for whoever may see the settings.
func (s *Service) ReadOrganisation(ctx context.Context) (Organisation, error) {
	if err := From(ctx).Any(OrganisationRead); err != nil {
		return Organisation{}, err
	}
	return s.Organisation(ctx)
}

// UpdateOrganisation replaces the settings, unless somebody changed them since
// the version that ifMatch names.
func (s *Service) UpdateOrganisation(ctx context.Context, ifMatch string, change OrganisationChange) (Organisation, error) {
	if err := From(ctx).Require(OrganisationWrite, Whole()); err != nil {
		return Organisation{}, err
	}
	change, err := change.checked()
	if err != nil {
		return Organisation{}, err
	}
	err = s.changeSettings(ctx, ifMatch, "organisation.changed", func(ctx context.Context, tx *record.Tx) error {
		if err := s.auditRules(ctx, tx, change); err != nil {
			return err
		}
		return writeSettings(ctx, tx, change)
	})
	if err != nil {
		return Organisation{}, err
	}
	return s.Organisation(ctx)
}

// The bounds of the smallest group; below the floor single people show. And of the
// share of the median under which an answer was given too fast.
const (
	leastSmallest = 3
	mostSmallest  = 50
	leastSpeeding = 0.1
	mostSpeeding  = 0.9
)

// auditRules writes down from what to what the rules change that figures go by; 0
// leaves them.
func (s *Service) auditRules(ctx context.Context, tx *record.Tx, to OrganisationChange) error {
	var from organisationRow
	if err := tx.NewSelect().Model(&from).Column("smallest_group", "speeding_factor").Where("id = 1").Scan(ctx); err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "read settings")
	}
	written := func(f float64) string { return strconv.FormatFloat(f, 'g', 4, 64) }
	for _, rule := range []struct{ kind, from, to string }{
		{"organisation.smallest_group", strconv.Itoa(from.SmallestGroup), strconv.Itoa(to.SmallestGroup)},
		{"organisation.speeding_factor", written(from.SpeedingFactor), written(to.SpeedingFactor)},
	} {
		if rule.to == "0" || rule.to == rule.from {
			continue
		}
		if err := s.journal.Audit(ctx, tx, rule.kind, "", map[string]string{"from": rule.from, "to": rule.to}); err != nil {
			return err
		}
	}
	return nil
}

// changeSettings runs write on the settings at the version that ifMatch names.
func (s *Service) changeSettings(ctx context.Context, ifMatch, kind string, write func(context.Context, *record.Tx) error) error {
	_, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if err := guard(ctx, tx); err != nil {
			return err
		}
		var version int64
		if err := tx.NewRaw("SELECT version FROM organisation WHERE id = 1").Scan(ctx, &version); err != nil {
			return fault.Wrap(err, fault.CodeUnavailable, "read settings")
		}
		if err := web.MatchVersion(ifMatch, version); err != nil {
			return err
		}
		if err := write(ctx, tx); err != nil {
			return err
		}
		tx.Log("organisation.changed", "1")
		return s.journal.Audit(ctx, tx, kind, "", nil)
	})
	s.settings.forget()
	return err
}

func writeSettings(ctx context.Context, tx *record.Tx, c OrganisationChange) error {
	_, err := tx.NewRaw(`UPDATE organisation SET name = ?, time_zone = ?, currency = ?, language = ?,
		first_day_of_week = ?, fiscal_year_start = ?, public_url = ?, smallest_group = COALESCE(NULLIF(?, 0), smallest_group),
		speeding_factor = CASE WHEN ? THEN ? ELSE speeding_factor END, version = version + 1 WHERE id = 1`,
		c.Name, c.TimeZone, c.Currency, c.Language, c.FirstDayOfWeek, c.FiscalYearStart, c.PublicURL, c.SmallestGroup, c.SpeedingFactor != 0, c.SpeedingFactor).Exec(ctx)
	return fault.Wrap(err, fault.CodeUnavailable, "write settings")
}

// settings are the first settings: what was asked, and the usual for the rest.
func (n NewOrganisation) settings() (OrganisationChange, error) {
	change := OrganisationChange{
		Name: n.Name, Language: n.Language, TimeZone: n.TimeZone, Currency: n.Currency, FirstDayOfWeek: 1, FiscalYearStart: 1,
	}
	if change.Currency == "" {
		change.Currency = "EUR"
	}
	checked, err := change.checked()
	return checked, inside("organisation.", err)
}

// inside puts a prefix before the fields that a fault names.
func inside(prefix string, err error) error {
	var e *fault.Error
	if errors.As(err, &e) {
		for i := range e.Fields {
			e.Fields[i].Field = prefix + e.Fields[i].Field
		}
	}
	return err
}

// checked gives the settings cleaned up, or the field that is wrong.
func (c OrganisationChange) checked() (OrganisationChange, error) {
	var err error
	if c.Name, err = cleanName("name", c.Name); err != nil {
		return c, err
	}
	if _, err := time.LoadLocation(c.TimeZone); err != nil || c.TimeZone == "" || c.TimeZone == "Local" {
		return c, fault.Invalid("time_zone", "This is not a known time zone. Use a name such as Europe/Paris.").Keyed("organisation.time_zone")
	}
	c.Currency = strings.ToUpper(c.Currency)
	if _, err := currency.ParseISO(c.Currency); err != nil {
		return c, fault.Invalid("currency", "This is not a known currency. Use its three letters, such as EUR.").Keyed("organisation.currency")
	}
	if c.Language != "en" && c.Language != "fr" {
		return c, fault.Invalid("language", "Choose en or fr.")
	}
	if c.FirstDayOfWeek < 0 || c.FirstDayOfWeek > 6 {
		return c, fault.Invalid("first_day_of_week", "Choose a day from 0 (Sunday) to 6 (Saturday).")
	}
	if c.FiscalYearStart < 1 || c.FiscalYearStart > 12 {
		return c, fault.Invalid("fiscal_year_start", "Choose a month from 1 to 12.")
	}
	if c.SmallestGroup != 0 && (c.SmallestGroup < leastSmallest || c.SmallestGroup > mostSmallest) {
		return c, fault.Invalid("smallest_group", "Choose a number from 3 to 50.").Keyed("organisation.smallest_group")
	}
	if c.SpeedingFactor != 0 && (c.SpeedingFactor < leastSpeeding || c.SpeedingFactor > mostSpeeding) {
		return c, fault.Invalid("speeding_factor", "Give a share of the median from 0.1 to 0.9.").Keyed("fieldwork.factor")
	}
	c.PublicURL, err = cleanURL(c.PublicURL)
	return c, err
}

// cleanURL checks the address of the page: scheme and host, nothing after.
func cleanURL(text string) (string, error) {
	text = strings.TrimRight(strings.TrimSpace(text), "/")
	if text == "" {
		return "", nil
	}
	u, err := url.Parse(text)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Hostname() == "" || u.User != nil ||
		u.Path != "" || u.RawQuery != "" || u.Fragment != "" || u.Opaque != "" {
		return "", fault.Invalid("public_url", "Write the address as people type it, such as https://balcony.example.org, with nothing after the name.").Keyed("organisation.public_url")
	}
	return text, nil
}

// maxLogo is the most bytes a logo may have.
const maxLogo = 512 * 1024

// SetLogo stores a picture as the organisation's logo.
func (s *Service) SetLogo(ctx context.Context, picture []byte) error {
	if err := From(ctx).Require(OrganisationWrite, Whole()); err != nil {
		return err
	}
	kind, err := pictureType(picture)
	if err != nil {
		return err
	}
	return s.changeSettings(ctx, "", "logo.changed", func(ctx context.Context, tx *record.Tx) error {
		row := organisationRow{ID: 1, Logo: picture, LogoType: kind}
		_, err := tx.NewUpdate().Model(&row).Column("logo", "logo_type").Set("version = version + 1").WherePK().Exec(ctx)
		return fault.Wrap(err, fault.CodeUnavailable, "write logo")
	})
}

// pictureType tells what a picture is by its bytes, whatever was claimed.
func pictureType(picture []byte) (string, error) {
	if len(picture) > maxLogo {
		return "", fault.Invalid("logo", "The picture is larger than 512 KB. Make it smaller.").Keyed("logo.too_large")
	}
	kind := http.DetectContentType(picture)
	wrong := fault.Invalid("logo", "Use a PNG, JPEG or WebP picture.").Keyed("logo.kind")
	switch kind {
	case "image/webp":
		return kind, nil
	case "image/png", "image/jpeg":
		size, _, err := image.DecodeConfig(bytes.NewReader(picture))
		if err != nil {
			return "", wrong
		}
		if size.Width > 4096 || size.Height > 4096 {
			return "", fault.Invalid("logo", "The picture is larger than 4096 by 4096 points. Make it smaller.").Keyed("logo.too_large")
		}
		return kind, nil
	}
	return "", wrong
}

// RemoveLogo takes the logo away.
func (s *Service) RemoveLogo(ctx context.Context) error {
	if err := From(ctx).Require(OrganisationWrite, Whole()); err != nil {
		return err
	}
	return s.changeSettings(ctx, "", "logo.removed", func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.NewRaw("UPDATE organisation SET logo = NULL, logo_type = '', version = version + 1 WHERE id = 1").Exec(ctx)
		return fault.Wrap(err, fault.CodeUnavailable, "remove logo")
	})
}

// Logo is the picture and its media type; a not_found fault where there is none.
func (s *Service) Logo(ctx context.Context) ([]byte, string, error) {
	var row organisationRow
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewSelect().Model(&row).Column("logo", "logo_type").Where("id = 1").Scan(ctx)
	})
	if err != nil {
		return nil, "", fault.Wrap(err, fault.CodeUnavailable, "read logo")
	}
	if row.LogoType == "" {
		return nil, "", fault.NotFound("logo")
	}
	return row.Logo, row.LogoType, nil
}
