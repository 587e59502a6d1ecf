package questionnaire

import (
	"net/http"
	"path"
	"slices"
	"strings"
)

// What a question may ask of files at most, and takes where it says nothing.
const (
	MaxFileBytes     = 20 << 20
	MaxFileCount     = 5
	defaultFileBytes = 10 << 20
)

// fileKind is a kind of file: what its names end in, and what its beginning is taken
// for by http.DetectContentType.
type fileKind struct {
	media, looks string
	ends         []string
}

const zipped = "application/zip"

var fileKinds = []fileKind{
	{"image/jpeg", "image/jpeg", []string{".jpg", ".jpeg"}},
	{"image/png", "image/png", []string{".png"}},
	{"image/webp", "image/webp", []string{".webp"}},
	{"image/heic", "", []string{".heic"}},
	{"application/pdf", "application/pdf", []string{".pdf"}},
	{"text/plain", "text/plain", []string{".txt"}},
	{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", zipped, []string{".docx"}},
	{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", zipped, []string{".xlsx"}},
	{"application/vnd.oasis.opendocument.text", zipped, []string{".odt"}},
	{"audio/mpeg", "audio/mpeg", []string{".mp3"}},
	{"video/mp4", "video/mp4", []string{".mp4"}},
}

// FileTypes are the media types that a question may ask for.
func FileTypes() []string {
	out := make([]string, len(fileKinds))
	for i, k := range fileKinds {
		out[i] = k.media
	}
	return out
}

// MostFiles is how many files a question takes; l may be nil.
func (l *Limits) MostFiles() int {
	if l == nil || l.FileCount < 1 {
		return 1
	}
	return min(l.FileCount, MaxFileCount)
}

// MostFileBytes is how large each of them may be; l may be nil.
func (l *Limits) MostFileBytes() int64 {
	if l == nil || l.FileBytes < 1 {
		return defaultFileBytes
	}
	return min(l.FileBytes, MaxFileBytes)
}

// FileEnds are what the names of files that are taken end in, ".pdf"; l may be nil.
func (l *Limits) FileEnds() []string {
	var out []string
	for _, k := range l.fileKinds() {
		out = append(out, k.ends...)
	}
	return out
}

// FileType is the media type of a file by its name and its first bytes (512 are
// enough), "" where the two do not go together or it is of no kind that is taken;
// l may be nil.
func (l *Limits) FileType(name string, head []byte) string {
	end := strings.ToLower(path.Ext(name))
	for _, k := range l.fileKinds() {
		if slices.Contains(k.ends, end) && k.begins(head) {
			return k.media
		}
	}
	return ""
}

func (l *Limits) fileKinds() []fileKind {
	if l == nil || len(l.FileTypes) == 0 {
		return fileKinds
	}
	return slices.DeleteFunc(slices.Clone(fileKinds), func(k fileKind) bool { return !slices.Contains(l.FileTypes, k.media) })
}

// begins tells whether a file of this kind may begin so.
func (k fileKind) begins(head []byte) bool {
	if k.looks == "" { // a box "ftyp" of one of the marks of HEIF
		return len(head) >= 12 && string(head[4:8]) == "ftyp" && slices.Contains([]string{"heic", "heix", "hevc", "mif1", "msf1"}, string(head[8:12]))
	}
	looks, _, _ := strings.Cut(http.DetectContentType(head), ";")
	return looks == k.looks || k.media == "audio/mpeg" && len(head) > 1 && head[0] == 0xff && head[1]&0xe0 == 0xe0
}

// files checks what a question says of files.
func (c *checker) files(path string, l *Limits) {
	if l.FileBytes < 0 || l.FileBytes > MaxFileBytes {
		c.add(path+".file_bytes", "range", "give a size up to 20 MB", "")
	}
	if l.FileCount < 0 || l.FileCount > MaxFileCount {
		c.add(path+".file_count", "range", "give a number from 1 to 5", "")
	}
	for _, t := range l.FileTypes {
		if !slices.ContainsFunc(fileKinds, func(k fileKind) bool { return k.media == t }) {
			c.add(path+".file_types", "unknown", "choose from the kinds of files that are taken", t)
		}
	}
}
