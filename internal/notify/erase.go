package notify

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// EraseMails removes at most limit mails to these addresses (in small letters)
// from the outbox, those that wait and those that are kept after they were sent,
// inside the caller's transaction. It gives how many there were.
func EraseMails(ctx context.Context, tx *record.Tx, addresses []string, limit int) (int, error) {
	if len(addresses) == 0 {
		return 0, nil
	}
	res, err := tx.NewRaw("DELETE FROM mail_outbox WHERE id IN (SELECT id FROM mail_outbox WHERE lower(recipient) IN (?) LIMIT ?)", bun.List(addresses), limit).Exec(ctx)
	if err != nil {
		return 0, fault.Wrap(err, fault.CodeInternal, "erase mails")
	}
	n, err := res.RowsAffected()
	return int(n), fault.Wrap(err, fault.CodeInternal, "erase mails")
}

// Sent is a mail to somebody, without what it says: that is kept encrypted
// while it waits and not at all afterwards.
type Sent struct {
	Template string `bun:"template" json:"template"`
	State    string `bun:"state" json:"state"`
	At       int64  `bun:"created_at" json:"created_at"` // microseconds UTC
}

// MailsTo lists the mails in the outbox to these addresses (in small letters),
// oldest first, at most 10,000.
func MailsTo(ctx context.Context, q record.Querier, addresses []string) (mails []Sent, err error) {
	if len(addresses) == 0 {
		return nil, nil
	}
	err = q.NewRaw("SELECT template, state, created_at FROM mail_outbox WHERE lower(recipient) IN (?) ORDER BY created_at, id LIMIT 10000", bun.List(addresses)).Scan(ctx, &mails)
	return mails, fault.Wrap(err, fault.CodeInternal, "list mails to somebody")
}
