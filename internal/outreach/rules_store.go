package outreach

import (
	"context"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

func readRules(ctx context.Context, q record.Querier) (ContactRules, error) {
	var r struct {
		RestDays, MeasureDays, Most, MostDays int
		NeedConsent                           bool
		ChangedAt                             int64
		ChangedBy                             string
		Version                               int64
	}
	err := q.NewRaw("SELECT rest_days, measure_days, most, most_days, need_consent, changed_at, changed_by, version FROM contact_rules WHERE id = 1").Scan(ctx, &r)
	return ContactRules{r.RestDays, r.MeasureDays, r.Most, r.MostDays, r.NeedConsent, record.Time(r.ChangedAt), r.ChangedBy, r.Version}, fault.Wrap(err, fault.CodeInternal, "read the rules of contact")
}

func writeRules(ctx context.Context, tx *record.Tx, r ContactRules) error {
	_, err := tx.Exec(ctx, "UPDATE contact_rules SET rest_days = ?, measure_days = ?, most = ?, most_days = ?, need_consent = ?, changed_at = ?, changed_by = ?, version = ? WHERE id = 1",
		r.RestDays, r.MeasureDays, r.Most, r.MostDays, r.NeedConsent, record.Micros(r.ChangedAt), r.ChangedBy, r.Version)
	return fault.Wrap(err, fault.CodeInternal, "write the rules of contact")
}
