package listen

import (
	"bytes"
	"context"
	"errors"
	"path"
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/interchange/table"
	"github.com/balcony-cx/balcony/internal/interchange/transcript"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/text"
)

// maxTranscript is the most bytes that a transcript has.
const maxTranscript = 32 << 20

// Speaks is somebody who speaks in a transcript.
type Speaks struct {
	Name        string `json:"name" maxLength:"200" doc:"As the file has it; empty where it names nobody."`
	As          string `json:"as,omitempty" maxLength:"200" doc:"What they are called from now on; absent: as the file has it."`
	Interviewer bool   `json:"interviewer"`
	Lines       int    `json:"lines,omitempty" readOnly:"true"`
	Words       int    `json:"words,omitempty" readOnly:"true"`
	First       int    `json:"first,omitempty" readOnly:"true" doc:"The first sentence that they say."`
}

// TranscriptRemark is what was mended while a file was read.
type TranscriptRemark struct {
	Line int    `json:"line"`
	What string `json:"what"`
}

// TranscriptPreview is how a file would be taken in.
type TranscriptPreview struct {
	Format   string             `json:"format" enum:"docx,odt,txt,md,vtt,srt,tsv,lrc"`
	Head     []string           `json:"head" nullable:"false" doc:"What stands before the interview."`
	Speakers []Speaks           `json:"speakers" nullable:"false" doc:"In the order in which they first speak; who interviews is a proposal."`
	Lines    []Line             `json:"lines" nullable:"false" doc:"The first 60 sentences."`
	Count    int                `json:"count" doc:"How many sentences there are."`
	Timed    bool               `json:"timed" doc:"Whether it says when something was said."`
	Remarks  []TranscriptRemark `json:"remarks" nullable:"false"`
}

const previewLines = 60

// readTranscript reads a file, or says what is wrong with it.
func readTranscript(name string, data []byte) (transcript.Transcript, error) {
	t, err := transcript.Read(name, data, text.Sentences, transcript.DefaultLimits())
	var format *transcript.FormatError
	var damage *table.Damage
	switch {
	case err == nil && len(t.Lines) > maxSentences:
		return t, fault.Invalid("file", "A transcript has at most 50,000 sentences.").Keyed("listen.transcript_large")
	case err == nil:
		return t, nil
	case errors.Is(err, transcript.ErrEmpty):
		return t, fault.Invalid("file", "There are no words in the file.").Keyed("listen.transcript_empty")
	case errors.Is(err, transcript.ErrTooLarge):
		return t, fault.Invalid("file", "The file is larger than a transcript may be: 32 MiB, or 128 MiB unpacked.").Keyed("listen.transcript_large")
	case errors.As(err, &format):
		e := fault.Newf(fault.CodeInvalid, "Line %d of the file cannot be read: %s.", format.Line, format.What).Keyed("listen.transcript_line")
		e.Fields = []fault.Field{{Field: "file", Message: e.Message, Value: format.Line}}
		return t, e
	case errors.Is(err, table.ErrEncrypted):
		return t, fault.Invalid("file", "The file is protected by a password. Save it without one.").Keyed("listen.transcript_locked")
	case errors.Is(err, transcript.ErrFormat), errors.Is(err, table.ErrNotText), errors.As(err, &damage):
		return t, fault.Invalid("file", "This is no transcript that can be read. Save it as DOCX, TXT, MD, VTT, SRT or TSV.").Keyed("listen.transcript_format").Because(err)
	}
	return t, fault.Wrap(err, fault.CodeInvalid, "read transcript")
}

// lines are the sentences of a transcript, with speakers as somebody said.
func takenLines(t transcript.Transcript, speakers []Speaks) []Line {
	said := map[string]Speaks{}
	for _, sp := range t.Speakers {
		said[sp.Name] = Speaks{Name: sp.Name, As: sp.Name, Interviewer: sp.Interviewer}
	}
	for _, sp := range speakers {
		if sp.As = cleanName(sp.As); sp.As == "" {
			sp.As = sp.Name
		}
		said[sp.Name] = sp
	}
	out := make([]Line, len(t.Lines))
	for i, l := range t.Lines {
		out[i] = Line{N: i + 1, Turn: l.Turn, Speaker: said[l.Speaker].As, Interviewer: said[l.Speaker].Interviewer, Text: l.Text, FromUS: known(l.From), ToUS: known(l.To)}
	}
	return out
}

func known(micros int64) *int64 {
	if micros < 0 {
		return nil
	}
	return &micros
}

// PreviewTranscript says how a file would be taken in for an interview.
func (s *Service) PreviewTranscript(ctx context.Context, interview, name string, data []byte) (TranscriptPreview, error) {
	var none TranscriptPreview
	if err := access.From(ctx).Any(access.ListenWrite); err != nil {
		return none, err
	}
	err := s.view(ctx, func(ctx context.Context, q record.Querier) error {
		_, err := s.awaits(ctx, q, interview)
		return err
	})
	if err != nil {
		return none, err
	}
	t, err := readTranscript(name, data)
	if err != nil {
		return none, err
	}
	p := TranscriptPreview{Format: string(t.Format), Head: t.Head, Speakers: []Speaks{}, Remarks: []TranscriptRemark{}, Count: len(t.Lines)}
	if p.Head == nil {
		p.Head = []string{}
	}
	for _, sp := range t.Speakers {
		p.Speakers = append(p.Speakers, Speaks{Name: sp.Name, Interviewer: sp.Interviewer, Lines: sp.Lines, Words: sp.Words})
	}
	for _, r := range t.Remarks {
		p.Remarks = append(p.Remarks, TranscriptRemark(r))
	}
	p.Timed = slices.ContainsFunc(t.Lines, func(l transcript.Line) bool { return l.From >= 0 })
	p.Lines = takenLines(t, nil)
	p.Lines = p.Lines[:min(previewLines, len(p.Lines))]
	return p, nil
}

// awaits gives an interview that a researcher may take a transcript in for:
// there is a consent, and no transcript yet.
func (s *Service) awaits(ctx context.Context, q record.Querier, id string) (Interview, error) {
	i, st, err := readInterview(ctx, q, id, s.today())
	if err != nil {
		return i, err
	}
	if _, err := researching(ctx, q, st.ID); err != nil {
		return i, err
	}
	if i.DocumentID != "" {
		return i, fault.New(fault.CodeConflict, "It has a transcript, and so was held and transcribed.").Keyed("listen.has_transcript")
	}
	if i.Consent == "" {
		return i, fault.New(fault.CodeConflict, "Write down first what the person consented to.").Keyed("listen.no_consent")
	}
	return i, nil
}

// TakeTranscript keeps a file as the transcript of an interview: its sentences
// are numbered, what may give somebody away is proposed for masking, and the
// interview is transcribed. Of an anonymous one nothing leads to the person from
// then on.
func (s *Service) TakeTranscript(ctx context.Context, interview, name, language string, speakers []Speaks, data []byte) (Document, log.Position, error) {
	who := access.From(ctx)
	if err := who.Any(access.ListenWrite); err != nil {
		return Document{}, 0, err
	}
	err := s.view(ctx, func(ctx context.Context, q record.Querier) error {
		_, err := s.awaits(ctx, q, interview)
		return err
	})
	if err != nil {
		return Document{}, 0, err // before the file is read
	}
	t, err := readTranscript(name, data)
	if err != nil {
		return Document{}, 0, err
	}
	hash, _, err := s.Store.Files().Put(ctx, bytes.NewReader(data), maxTranscript)
	if err != nil {
		return Document{}, 0, err
	}
	var d Document
	position, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		i, err := s.awaits(ctx, tx, interview)
		if err != nil {
			return err
		}
		if language == "" {
			language = i.Language
		}
		taken := takenDocument{createdBy: who.UserID, lines: takenLines(t, speakers), Document: Document{StudyID: i.StudyID, Kind: Transcript, InterviewID: i.ID, Number: i.Number,
			Title: strings.TrimSuffix(path.Base(name), path.Ext(name)), Language: language, Traits: i.Traits, FileName: path.Base(name), fileHash: hash}}
		if err := s.insertDocument(ctx, tx, &taken); err != nil {
			return err
		}
		if err := s.propose(ctx, tx, taken.ID); err != nil {
			return err
		}
		i.State, i.Language, i.Version = Transcribed, language, i.Version+1
		if i.HeldAt == nil {
			now := s.Now().UTC()
			i.HeldAt = &now
		}
		tx.Log(InterviewChanged, i.ID)
		if err := updateInterview(ctx, tx, severed(i)); err != nil {
			return err
		}
		d, _, err = readDocument(ctx, tx, taken.ID)
		return err
	})
	return d, position, err
}

// changing is a document that who asks changes as a researcher.
func changing(ctx context.Context, q record.Querier, id string) (Document, error) {
	if err := access.From(ctx).Any(access.ListenWrite); err != nil {
		return Document{}, err
	}
	d, st, err := readDocument(ctx, q, id)
	if err != nil {
		return d, err
	}
	_, err = researching(ctx, q, st.ID)
	return d, err
}

// touched notes that a document changed.
func touched(ctx context.Context, tx *record.Tx, id string) error {
	tx.Log(DocumentChanged, id)
	_, err := tx.Exec(ctx, "UPDATE document SET version = version + 1 WHERE id = ?", id)
	return fault.Wrap(err, fault.CodeInternal, "note a change of a document")
}
