package collect

import (
	"context"
	"errors"
	"io"
	"strings"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// AnswerFile is a file that came with an answer to a survey.
type AnswerFile struct {
	ID       string `json:"id" format:"uuid"`
	Question string `json:"question" doc:"As it was worded, in the survey's base language."`
	Name     string `json:"name"`
	Type     string `json:"type" doc:"Media type, by name and content."`
	Size     int64  `json:"size" doc:"Bytes."`
	hash     string
}

// StoreFile puts the content of a file among those of the record, before the
// transaction that keeps it under an answer (KeepFile). More than limit bytes is an
// invalid fault, and leaves nothing.
func (s *Service) StoreFile(ctx context.Context, f *AnswerFile, content io.Reader, limit int64) error {
	before := int64(len(f.before()))
	hash, size, err := s.Store.Files().Put(ctx, io.MultiReader(strings.NewReader(f.before()), content), limit+before)
	f.hash, f.Size = hash, size-before
	return err
}

// before is what stands before the content, so that no two uploads are one file and
// each goes alone.
func (f *AnswerFile) before() string { return f.ID + "\n" }

// DropStored lets a file go again of which no transaction came to know.
func (s *Service) DropStored(ctx context.Context, f AnswerFile) error {
	return s.Store.Files().Delete(ctx, f.hash)
}

// KeepFile keeps a file under the response that it came with, or will.
func (s *Service) KeepFile(ctx context.Context, tx *record.Tx, response string, f AnswerFile) error {
	return insertFile(ctx, tx, response, f, s.Now())
}

// KeptFiles are the files of a response by their ids, the first sent first.
func KeptFiles(ctx context.Context, q record.Querier, response string) ([]AnswerFile, error) {
	return filesOf(ctx, q, response)
}

// DropFiles has the files of responses go, but those named.
func DropFiles(ctx context.Context, tx *record.Tx, responses, but []string) error {
	return dropFilesOf(ctx, tx, responses, but)
}

// FileContent is an open file; it is to be closed.
type FileContent struct {
	AnswerFile
	io.ReadSeeker
	io.Closer
}

// OpenFile opens a file of a response that the caller may read; that they did is
// written to the audit log before.
func (s *Service) OpenFile(ctx context.Context, response, id string) (*FileContent, error) {
	who := access.From(ctx)
	if err := who.Any(access.AnswerRead); err != nil {
		return nil, err
	}
	var f AnswerFile
	err := s.Store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		f, err = fileSeen(ctx, q, who.Reach(access.AnswerRead), response, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := s.Audit.Saw(ctx, "response.file_opened", response, map[string]string{"file": id}); err != nil {
		return nil, err
	}
	content, err := s.Store.Files().Open(ctx, f.hash)
	if err != nil {
		return nil, err
	}
	own := &behind{content, int64(len(f.before()))}
	if _, err := own.Seek(0, io.SeekStart); err != nil {
		return nil, errors.Join(fault.Wrap(err, fault.CodeUnavailable, "open the file of an answer"), content.Close())
	}
	return &FileContent{f, own, content}, nil
}

// behind is a file without what stands before its content.
type behind struct {
	io.ReadSeeker
	from int64
}

func (b *behind) Seek(offset int64, whence int) (int64, error) {
	if whence == io.SeekStart {
		offset += b.from
	}
	at, err := b.ReadSeeker.Seek(offset, whence)
	if err == nil && at < b.from {
		err = errors.New("seek before the start of the file")
	}
	return at - b.from, err
}

// toldFile is a file as that of a person has it.
type toldFile struct {
	AnswerFile
	ResponseID string `json:"response_id"`
	Content    []byte `json:"content"` // base64
}

// tellFiles tells the files that came with a customer's answers, with what is in them.
func (g Rights) tellFiles(ctx context.Context, q record.Querier, customer string, least Consent, tell func(string, any) error) error {
	files, err := filesOfCustomer(ctx, q, customer, least)
	if err != nil {
		return err
	}
	for _, f := range files {
		all, err := g.Files.Read(ctx, q, f.Hash)
		if err != nil {
			return err
		}
		file := f.file()
		if err := tell("files", toldFile{file, f.ResponseID, all[min(len(all), len(file.before())):]}); err != nil {
			return err
		}
	}
	return nil
}
