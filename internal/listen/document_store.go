package listen

import (
	"context"
	"encoding/json"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// documentColumns read a document with what its interview says of it.
const (
	documentColumns = `d.id, d.study_id, d.kind, d.interview_id, d.number, d.title, d.language, d.sentences, d.words, d.traits, d.question,
	CASE WHEN i.id IS NULL THEN d.consent ELSE i.consent END AS consent, COALESCE(i.pseudonym, '') AS pseudonym,
	c.id AS customer_id, a.id AS account_id, c.key AS customer_key, c.name AS customer_name,
	c.unit_id AS customer_unit, c.account_id AS customer_account, a.key AS account_key, a.name AS account_name,
	d.file_hash, d.file_name, d.audio_hash, d.audio_name, d.audio_type, d.released_at, d.erased_at, d.created_at, d.version`
	// Whoever was merged into another is told as the one that stands for both.
	documentJoins = ` LEFT JOIN interview i ON i.id = d.interview_id
	LEFT JOIN customer own ON own.id = COALESCE(i.customer_id, d.customer_id) LEFT JOIN customer c ON c.id = COALESCE(own.party_id, own.id)
	LEFT JOIN account firm ON firm.id = COALESCE(i.account_id, d.account_id) LEFT JOIN account a ON a.id = COALESCE(firm.party_id, firm.id)`
)

type documentRow struct {
	ID          string  `bun:"id"`
	StudyID     string  `bun:"study_id"`
	Kind        string  `bun:"kind"`
	InterviewID *string `bun:"interview_id"`
	Number      int     `bun:"number"`
	Title       string  `bun:"title"`
	Language    string  `bun:"language"`
	Sentences   int     `bun:"sentences"`
	Words       int     `bun:"words"`
	Traits      string  `bun:"traits"`
	Question    string  `bun:"question"`
	Consent     string  `bun:"consent"`
	Pseudonym   string  `bun:"pseudonym"`
	partyRow
	FileHash   string `bun:"file_hash"`
	FileName   string `bun:"file_name"`
	AudioHash  string `bun:"audio_hash"`
	AudioName  string `bun:"audio_name"`
	AudioType  string `bun:"audio_type"`
	ReleasedAt *int64 `bun:"released_at"`
	ErasedAt   *int64 `bun:"erased_at"`
	CreatedAt  int64  `bun:"created_at"`
	Version    int64  `bun:"version"`
}

// document is the row as who asks may see it: this is the one place that says
// what of a document is for researchers.
func (r documentRow) document(ctx context.Context, originals bool) (Document, error) {
	d := Document{
		ID: r.ID, StudyID: r.StudyID, Kind: DocumentKind(r.Kind), InterviewID: textOf(r.InterviewID), Number: r.Number, Pseudonym: r.Pseudonym,
		Language: r.Language, Sentences: r.Sentences, Words: r.Words, Question: r.Question, Consent: r.Consent, Traits: map[string]string{},
		ReleasedAt: timeOrNil(r.ReleasedAt), ErasedAt: timeOrNil(r.ErasedAt), Originals: originals, CreatedAt: record.Time(r.CreatedAt), Version: r.Version,
		customerID: textOf(r.CustomerID), accountID: textOf(r.AccountID), fileHash: r.FileHash, audioHash: r.AudioHash, audioName: r.AudioName, audioType: r.AudioType,
	}
	who := asked{consent: r.Consent, originals: originals && d.Kind == Transcript}
	d.Customer, d.Account = r.named(ctx, who)
	if originals {
		d.Title, d.FileName, d.HasAudio = r.Title, r.FileName, r.AudioHash != ""
	}
	return d, fault.Wrap(json.Unmarshal([]byte(r.Traits), &d.Traits), fault.CodeInternal, "read document")
}

// readDocument gives a document of a study that who asks may read.
func readDocument(ctx context.Context, q record.Querier, id string) (Document, Study, error) {
	var none Document
	var study []string
	if err := q.NewRaw("SELECT study_id FROM document WHERE id = ?", id).Scan(ctx, &study); err != nil || len(study) == 0 {
		return none, Study{}, found(orNoRows(err), "document")
	}
	st, err := opened(ctx, q, study[0])
	if fault.Is(err, fault.CodeNotFound) {
		return none, st, fault.NotFound("document")
	}
	if err != nil {
		return none, st, err
	}
	where := "d.id = ? AND " + unrestrictedDocument
	if st.Part != Researcher {
		where += " AND " + openDocument
	}
	var r documentRow
	if err := found(q.NewRaw("SELECT "+documentColumns+" FROM document d"+documentJoins+" WHERE "+where, id).Scan(ctx, &r), "document"); err != nil {
		return none, st, err
	}
	d, err := r.document(ctx, st.Part == Researcher)
	if err != nil || !d.Originals {
		return d, st, err
	}
	err = q.NewRaw("SELECT count(*) FROM mask WHERE document_id = ? AND state = ?", id, string(MaskProposed)).Scan(ctx, &d.Undecided)
	return d, st, fault.Wrap(err, fault.CodeInternal, "count masks")
}

type sentenceRow struct {
	ID            int64  `bun:"id"`
	DocumentID    string `bun:"document_id"`
	N             int    `bun:"n"`
	Turn          int    `bun:"turn"`
	Speaker       string `bun:"speaker"`
	IsInterviewer bool   `bun:"is_interviewer"`
	FromUS        *int64 `bun:"from_us"`
	ToUS          *int64 `bun:"to_us"`
	Text          string `bun:"text"`
}

func (r sentenceRow) line() Line {
	return Line{N: r.N, Turn: r.Turn, Speaker: r.Speaker, Interviewer: r.IsInterviewer, FromUS: r.FromUS, ToUS: r.ToUS, Text: r.Text, id: r.ID}
}

const sentenceColumns = "id, document_id, n, turn, speaker, is_interviewer, from_us, to_us, text"

// originalLines gives the sentences of a document after a number, at most limit
// (all for 0), with their masks, as researchers read them.
func originalLines(ctx context.Context, q record.Querier, document string, after, limit int) ([]Line, error) {
	if limit == 0 {
		limit = maxSentences
	}
	var rows []sentenceRow
	err := q.NewRaw("SELECT "+sentenceColumns+" FROM sentence WHERE document_id = ? AND n > ? ORDER BY n LIMIT ?", document, after, limit).Scan(ctx, &rows)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "read sentences")
	}
	return masked(ctx, q, document, rows)
}

// masked makes lines of sentences of one document, in their order, with the masks
// on them.
func masked(ctx context.Context, q record.Querier, document string, rows []sentenceRow) ([]Line, error) {
	lines, numbers := make([]Line, len(rows)), make([]int, len(rows))
	for i, r := range rows {
		lines[i], numbers[i] = r.line(), r.N
	}
	masks, err := masksOf(ctx, q, document, numbers)
	for i := range lines {
		lines[i].Masks = masks[lines[i].N]
	}
	return lines, err
}

// shownTo makes of lines what who asks may read: researchers the original,
// everybody else the masked text and pseudonyms.
func shownTo(ctx context.Context, q record.Querier, d Document, lines []Line) ([]Line, error) {
	if d.Originals {
		return lines, nil
	}
	names, err := speakersOf(ctx, q, d)
	for i := range lines {
		l := &lines[i]
		l.Text, l.Speaker, l.Masks = NewShown(l.Text, hiding(l.Masks)).Text, names.of(l.Speaker, l.Interviewer), nil
	}
	return lines, err
}

// speakersOf gives the pseudonyms of a document's speakers.
func speakersOf(ctx context.Context, q record.Querier, d Document) (*pseudonyms, error) {
	names := newPseudonyms(d.Pseudonym)
	var speakers []string
	err := q.NewRaw("SELECT speaker FROM sentence WHERE document_id = ? AND is_interviewer = ? GROUP BY speaker ORDER BY min(n)", d.ID, false).Scan(ctx, &speakers)
	for _, name := range speakers {
		names.of(name, false)
	}
	return names, fault.Wrap(err, fault.CodeInternal, "read speakers")
}
