package listen

import (
	"context"
	"encoding/json"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

const (
	interviewColumns = `i.id, i.study_id, i.number, i.kind, i.state, i.owner_id, i.due, i.held_at, i.customer_id, i.account_id, i.project, i.proposal, i.side, i.role, i.segment_id, i.pseudonym,
	i.language, i.consent, i.consent_text, i.consent_at, i.notes, i.followed_up, i.traits, i.created_at, i.version, c.key AS customer_key, c.name AS customer_name,
	c.unit_id AS customer_unit, c.account_id AS customer_account, a.key AS account_key, a.name AS account_name, d.id AS document_id, d.released_at AS released_at`
	interviewJoins = " LEFT JOIN customer c ON c.id = i.customer_id LEFT JOIN account a ON a.id = i.account_id LEFT JOIN document d ON d.interview_id = i.id"
)

type interviewRow struct {
	ID          string `bun:"id"`
	StudyID     string `bun:"study_id"`
	Number      int    `bun:"number"`
	Kind        string `bun:"kind"`
	State       string `bun:"state"`
	OwnerID     string `bun:"owner_id"`
	Due         string `bun:"due"`
	HeldAt      *int64 `bun:"held_at"`
	Project     string `bun:"project"`
	Proposal    string `bun:"proposal"`
	Side        string `bun:"side"`
	Role        string `bun:"role"`
	SegmentID   string `bun:"segment_id"`
	Pseudonym   string `bun:"pseudonym"`
	Language    string `bun:"language"`
	Consent     string `bun:"consent"`
	ConsentText string `bun:"consent_text"`
	ConsentAt   *int64 `bun:"consent_at"`
	Notes       string `bun:"notes"`
	FollowedUp  string `bun:"followed_up"`
	Traits      string `bun:"traits"`
	CreatedAt   int64  `bun:"created_at"`
	Version     int64  `bun:"version"`
	partyRow
	DocumentID *string `bun:"document_id"`
	ReleasedAt *int64  `bun:"released_at"`
}

// interview is the row as who asks may know of it: this is the one place that
// says what of an interview is for researchers.
func (r interviewRow) interview(ctx context.Context, originals bool, today string) (Interview, error) {
	i := Interview{
		ID: r.ID, StudyID: r.StudyID, Number: r.Number, Kind: InterviewKind(r.Kind), State: InterviewState(r.State), Side: Side(r.Side),
		Pseudonym: r.Pseudonym, Language: r.Language, Consent: r.Consent, Version: r.Version,
		customerID: textOf(r.CustomerID), accountID: textOf(r.AccountID),
		customerName: textOf(r.CustomerName) + " " + textOf(r.CustomerKey), accountName: textOf(r.AccountName) + " " + textOf(r.AccountKey),
	}
	who := asked{consent: r.Consent, originals: originals}
	i.Customer, i.Account = r.named(ctx, who)
	if originals || r.ReleasedAt != nil {
		i.DocumentID = textOf(r.DocumentID)
	}
	if !originals {
		return i, nil
	}
	created := record.Time(r.CreatedAt)
	i.OwnerID, i.Due, i.HeldAt, i.Project, i.Proposal, i.CreatedAt = r.OwnerID, r.Due, timeOrNil(r.HeldAt), r.Project, r.Proposal, &created
	i.Role, i.SegmentID = r.Role, r.SegmentID
	i.ConsentText, i.ConsentAt, i.Notes, i.FollowedUp = r.ConsentText, timeOrNil(r.ConsentAt), r.Notes, r.FollowedUp
	i.Overdue = r.Due != "" && r.Due < today && i.notHeld()
	return i, fault.Wrap(json.Unmarshal([]byte(r.Traits), &i.Traits), fault.CodeInternal, "read interview")
}

func (i Interview) notHeld() bool {
	return i.State == Planned || i.State == Invited || i.State == Agreed
}

// readInterview gives an interview of a study that who asks may read.
func readInterview(ctx context.Context, q record.Querier, id, today string) (Interview, Study, error) {
	var study []string
	if err := q.NewRaw("SELECT study_id FROM interview WHERE id = ?", id).Scan(ctx, &study); err != nil || len(study) == 0 {
		return Interview{}, Study{}, found(orNoRows(err), "interview")
	}
	st, err := opened(ctx, q, study[0])
	if err != nil {
		if fault.Is(err, fault.CodeNotFound) {
			err = fault.NotFound("interview")
		}
		return Interview{}, st, err
	}
	where := "i.id = ? AND " + unrestrictedInterview
	if st.Part != Researcher {
		where += " AND " + openInterview
	}
	var r interviewRow
	if err := found(q.NewRaw("SELECT "+interviewColumns+" FROM interview i"+interviewJoins+" WHERE "+where, id).Scan(ctx, &r), "interview"); err != nil {
		return Interview{}, st, err
	}
	i, err := r.interview(ctx, st.Part == Researcher, today)
	return i, st, err
}

// numbered gives the next numbers of a study: the first of count.
func numbered(ctx context.Context, tx *record.Tx, study, column string, count int) (first int, err error) {
	if _, err = tx.Exec(ctx, "UPDATE study SET "+column+" = "+column+" + ? WHERE id = ?", count, study); err != nil {
		return 0, fault.Wrap(err, fault.CodeInternal, "number what is new in a study")
	}
	var last int64
	_, err = tx.Get(ctx, "SELECT "+column+" FROM study WHERE id = ?", []any{study}, &last)
	return int(last) - count + 1, fault.Wrap(err, fault.CodeInternal, "number what is new in a study")
}

func insertInterview(ctx context.Context, tx *record.Tx, i Interview) error {
	_, err := tx.Exec(ctx, `INSERT INTO interview (id, study_id, number, kind, state, owner_id, due, customer_id, account_id, project, proposal, side, role, segment_id, pseudonym, pseudonym_key, language, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, i.ID, i.StudyID, i.Number, string(i.Kind), string(i.State), i.OwnerID, i.Due, orNull(i.customerID), orNull(i.accountID),
		i.Project, i.Proposal, string(i.Side), i.Role, i.SegmentID, i.Pseudonym, nameKey(i.Pseudonym), i.Language, record.Micros(*i.CreatedAt))
	return fault.Wrap(err, fault.CodeInternal, "insert interview")
}

func updateInterview(ctx context.Context, tx *record.Tx, i Interview) error {
	traits, err := json.Marshal(i.Traits)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "write interview")
	}
	if i.Traits == nil {
		traits = []byte("{}")
	}
	var taken int
	err = tx.NewRaw("SELECT count(*) FROM interview WHERE study_id = ? AND pseudonym_key = ? AND id <> ?", i.StudyID, nameKey(i.Pseudonym), i.ID).Scan(ctx, &taken)
	if err == nil && taken > 0 {
		return fault.New(fault.CodeConflict, "Another interview of the study has this pseudonym.").With("pseudonym", "taken").Keyed("listen.pseudonym_taken")
	}
	if err == nil {
		_, err = tx.Exec(ctx, `UPDATE interview SET kind = ?, state = ?, owner_id = ?, due = ?, held_at = ?, customer_id = ?, account_id = ?, project = ?, proposal = ?, side = ?, role = ?, segment_id = ?, pseudonym = ?,
			pseudonym_key = ?, language = ?, consent = ?, consent_text = ?, consent_at = ?, notes = ?, followed_up = ?, traits = ?, version = ? WHERE id = ?`,
			string(i.Kind), string(i.State), i.OwnerID, i.Due, microsOrNull(i.HeldAt), orNull(i.customerID), orNull(i.accountID), i.Project, i.Proposal, string(i.Side), i.Role, i.SegmentID, i.Pseudonym,
			nameKey(i.Pseudonym), i.Language, i.Consent, i.ConsentText, microsOrNull(i.ConsentAt), i.Notes, i.FollowedUp, string(traits), i.Version, i.ID)
	}
	return fault.Wrap(err, fault.CodeInternal, "update interview")
}
