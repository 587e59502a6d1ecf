package respond

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/web"
)

// mostFiles is how much may be sent with a page that takes files, in bytes.
const mostFiles = most + questionnaire.MaxFileCount*questionnaire.MaxFileBytes

// upload is a file that came with a page; its content is stored, and it is kept in
// the transaction of the page's answers.
type upload struct {
	collect.AnswerFile
	question string // key of its answer
}

// uploads reads a page that may bring files.
type uploads struct {
	*Service
	address  string
	asked    measure.AskedSurvey
	values   url.Values
	read     int64 // bytes of values
	files    []upload
	problems []questionnaire.FieldProblem
	preview  bool // nothing is stored
}

// formOf reads a page that was sent: its values, and the files that it brought.
// What is wrong with a file is told with the rest of the page.
func (s *Service) formOf(w http.ResponseWriter, r *http.Request) (*uploads, error) {
	u := &uploads{Service: s, address: web.ClientIP(r.Context())}
	if !inParts(r) {
		err := form(w, r)
		u.values = r.PostForm
		return u, err
	}
	a, asked, err := s.At(r.Context(), r.PathValue("slug"), r.PathValue("token"))
	if err == nil && !a.Ended() {
		err = open(asked.Survey)
	}
	if err != nil {
		return u, err
	}
	return u, u.multipart(w, r, asked, a.Ended())
}

// multipart reads a form that comes in parts, without its files where it has ended.
func (u *uploads) multipart(w http.ResponseWriter, r *http.Request, asked measure.AskedSurvey, ended bool) error {
	u.asked, u.values = asked, url.Values{}
	r.PostForm = u.values
	r.Body = http.MaxBytesReader(w, r.Body, mostFiles)
	err := u.parts(r, ended)
	if err != nil {
		u.drop(r.Context())
	}
	return err
}

func (u *uploads) parts(r *http.Request, ended bool) error {
	parts, err := r.MultipartReader()
	if err != nil {
		return unread(err)
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return unread(err)
		}
		switch {
		case part.FileName() == "":
			err = u.value(part)
		case !ended:
			err = u.file(r.Context(), part)
		}
		if err != nil {
			return err
		}
	}
}

// inParts tells whether a form comes in parts, as one with files does.
func inParts(r *http.Request) bool {
	return strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data")
}

func unread(err error) error {
	return fault.Newf(fault.CodeInvalid, "This could not be read.").Because(err)
}

func (u *uploads) value(part *multipart.Part) error {
	text, err := io.ReadAll(io.LimitReader(part, most+1))
	u.read += int64(len(text)+len(part.FormName())) + 50 // so that names are counted too
	if err != nil || u.read > most {
		return unread(err)
	}
	u.values.Add(part.FormName(), string(text))
	return nil
}

// file stores a file that a question asks for; others are passed over.
func (u *uploads) file(ctx context.Context, part *multipart.Part) error {
	key, _ := strings.CutPrefix(part.FormName(), questionnaire.FieldName(""))
	q := fileQuestion(u.asked.Document, key)
	if q == nil {
		return nil
	}
	head, err := io.ReadAll(io.LimitReader(part, 512))
	if err != nil {
		return unread(err)
	}
	name, most := part.FormName(), q.Limits.MostFiles()
	replaces := most == 1 && !slices.ContainsFunc(u.files, func(f upload) bool { return f.question == key })
	if len(u.values[name]) >= most && !replaces {
		u.say(key, "file_many", fmt.Sprint(most))
		return nil
	}
	f := collect.AnswerFile{ID: u.NewID(), Question: cut(q.Text[u.asked.Document.Base()], 2000), Name: nameOfFile(part.FileName())}
	if f.Type = q.Limits.FileType(f.Name, head); f.Type == "" {
		u.say(key, "file_type", strings.Join(q.Limits.FileEnds(), " "))
		return nil
	}
	if stored, err := u.store(ctx, &f, key, io.MultiReader(bytes.NewReader(head), part), q.Limits.MostFileBytes()); err != nil || !stored {
		return err
	}
	if replaces {
		u.values.Del(name)
	}
	u.files = append(u.files, upload{f, key})
	u.values.Add(name, f.ID)
	return nil
}

// store stores the content of a file, unless there is something wrong with it.
func (u *uploads) store(ctx context.Context, f *collect.AnswerFile, key string, content io.Reader, limit int64) (stored bool, err error) {
	if u.preview {
		return true, nil
	}
	if u.uploads.Allow(u.address) != nil {
		u.say(key, "file_later", "")
		return false, nil //nolint:nilerr // it is said on the page
	}
	err = u.Collect.StoreFile(ctx, f, content, limit)
	stored = err == nil
	if fault.Is(err, fault.CodeInvalid) {
		u.say(key, "file_size", megabytes(limit))
		err = nil
	}
	return stored, err
}

func (u *uploads) say(key, problem, limit string) {
	u.problems = append(u.problems, questionnaire.FieldProblem{Field: questionnaire.FieldName(key), Question: key, Key: problem, Message: "send another file", Limit: limit})
}

// drop lets files go again that were not kept.
func (u *uploads) drop(ctx context.Context) {
	for _, f := range u.files {
		if err := u.Collect.DropStored(context.WithoutCancel(ctx), f.AnswerFile); err != nil {
			u.Log.WarnContext(ctx, "a file that was not kept stays among those of the record", "error", err)
		}
	}
}

// fileQuestion is the question for files whose answer has a key, nil for none.
func fileQuestion(d *questionnaire.Document, key string) *questionnaire.Question {
	code, _, _ := strings.Cut(key, "@")
	for i := range d.Pages {
		for j := range d.Pages[i].Questions {
			if q := &d.Pages[i].Questions[j]; q.Kind == questionnaire.KindFile && q.Code == code {
				return q
			}
		}
	}
	return nil
}

// takesFiles tells whether a questionnaire asks for files.
func takesFiles(d *questionnaire.Document) bool {
	for i := range d.Pages {
		for j := range d.Pages[i].Questions {
			if d.Pages[i].Questions[j].Kind == questionnaire.KindFile {
				return true
			}
		}
	}
	return false
}

// nameOfFile is the name of a file without folders and signs that cannot be seen, of
// at most 150 letters; its end stays.
func nameOfFile(sent string) string {
	name := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.In(r, unicode.Cf) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, strings.ToValidUTF8(path.Base(strings.ReplaceAll(sent, `\`, "/")), ""))
	end := path.Ext(name)
	if long := []rune(name); len(long) > 150 && len(end) < 20 {
		name = cut(strings.TrimSuffix(name, end), 150-len(end)) + end
	}
	if name == "." || name == "/" {
		return ""
	}
	return cut(name, 150)
}

// megabytes writes a size as people read it.
func megabytes(size int64) string {
	if size < 1<<20 {
		return fmt.Sprintf("%d kB", max(size>>10, 1))
	}
	return fmt.Sprintf("%d MB", size>>20)
}
