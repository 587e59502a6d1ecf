package access

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// UsersByMail gives the ids of the people who may sign in under these mail
// addresses, by the address as it was asked. Who is disabled or unknown is left
// out. It reads inside a caller's transaction, and the caller has checked that
// the one who asks may name an owner: an answer tells who has access.
func UsersByMail(ctx context.Context, q record.Querier, mails []string) (map[string]string, error) {
	asked := map[string][]string{}
	for _, mail := range mails {
		key := emailKey(mail)
		asked[key] = append(asked[key], mail)
	}
	keys := make([]string, 0, len(asked))
	for key := range asked {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	out := map[string]string{}
	for part := range slices.Chunk(keys, 500) {
		var rows []struct {
			ID       string
			EmailKey string `bun:"email_key"`
		}
		err := q.NewRaw("SELECT id, email_key FROM access_user WHERE email_key IN (?) AND disabled = ?", bun.List(part), false).Scan(ctx, &rows)
		if err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "find people by mail address")
		}
		for _, r := range rows {
			for _, mail := range asked[r.EmailKey] {
				out[mail] = r.ID
			}
		}
	}
	return out, nil
}

// CurrencyIn is the organisation's currency (ISO 4217), inside a caller's
// transaction.
func CurrencyIn(ctx context.Context, q record.Querier) (currency string, err error) {
	err = q.NewRaw("SELECT currency FROM organisation WHERE id = 1").Scan(ctx, &currency)
	return currency, fault.Wrap(err, fault.CodeUnavailable, "read settings")
}
