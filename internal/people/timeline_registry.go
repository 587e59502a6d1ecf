package people

import (
	"cmp"
	"context"
	"slices"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// TimelineKinds are what this room itself contributes.
func (registry) TimelineKinds() []TimelineKind {
	return []TimelineKind{TimelineNote, TimelineConsent, TimelineTrait, TimelineMerge}
}

// itemQuery reads the items of one kind and one subject: id, at, and four words
// whose names it gives, "" for none. Further arguments follow the subject.
type itemQuery struct {
	text  string // the subject is the first ?, the condition of the place the %
	at    string
	id    string
	title string
	words [4]string
}

func itemQueries() map[TimelineKind]itemQuery {
	return map[TimelineKind]itemQuery{
		TimelineNote: {"SELECT id, at, body AS w1, author_name AS w2, '' AS w3, '' AS w4 FROM party_note WHERE subject_id = ? AND deleted_at IS NULL AND ",
			"at", "id", "timeline.note", [4]string{"text", "author"}},
		TimelineConsent: {"SELECT id, at, purpose AS w1, state AS w2, channel AS w3, text_version AS w4 FROM party_consent WHERE customer_id = ? AND ",
			"at", "id", "timeline.consent", [4]string{"purpose", "state", "channel", "text_version"}},
		TimelineTrait: {`SELECT trait_id || ':' || subject_id AS id, since AS at, (SELECT label FROM trait_definition d WHERE d.id = trait_id) AS w1, value AS w2,
			(SELECT kind FROM trait_definition d WHERE d.id = trait_id) AS w3, (SELECT currency FROM trait_definition d WHERE d.id = trait_id) AS w4
			FROM trait_value WHERE subject_id = ? AND since > 0 AND `,
			"since", "trait_id || ':' || subject_id", "timeline.trait", [4]string{"trait", "value", "kind", "currency"}},
		TimelineMerge: {`SELECT m.id, m.at, COALESCE(c.key, a.key) AS w1, COALESCE(c.name, a.name) AS w2, CASE WHEN m.undone_at IS NULL THEN '' ELSE 'true' END AS w3, '' AS w4
			FROM party_merge m LEFT JOIN customer c ON c.id = m.gone_id LEFT JOIN account a ON a.id = m.gone_id WHERE m.kept_id = ? AND `,
			"m.at", "m.id", "timeline.merge", [4]string{"key", "name", "undone"}},
	}
}

// Timeline gives notes, consents, traits or merges. On an account's page those
// of the account stand, not those of its contacts.
func (registry) Timeline(ctx context.Context, q record.Querier, kind TimelineKind, of TimelineOf, after TimelinePlace, n int) ([]TimelineItem, error) {
	whose := of.Customers
	if of.OfAccount() {
		whose = of.Accounts
	}
	ask := itemQueries()[kind]
	var items []TimelineItem
	for _, id := range whose {
		place, args := after.After(ask.at, ask.id)
		var rows []struct {
			ID             string `bun:"id"`
			At             int64
			W1, W2, W3, W4 string
		}
		err := q.NewRaw(ask.text+place+" ORDER BY ? DESC, ? DESC LIMIT ?", append(append([]any{id}, args...), bun.Safe(ask.at), bun.Safe(ask.id), n)...).Scan(ctx, &rows)
		if err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "read a timeline")
		}
		for _, r := range rows {
			item := TimelineItem{ID: r.ID, Kind: kind, At: record.Time(r.At), Title: ask.title, Words: map[string]string{}}
			for i, word := range []string{r.W1, r.W2, r.W3, r.W4} {
				if ask.words[i] != "" && word != "" {
					item.Words[ask.words[i]] = word
				}
			}
			items = append(items, item)
		}
	}
	slices.SortFunc(items, laterFirst)
	return items[:min(n, len(items))], nil
}

// laterFirst orders a timeline.
func laterFirst(a, b TimelineItem) int {
	return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.ID, a.ID))
}
