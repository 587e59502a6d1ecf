package questionnaire

import (
	"slices"
	"testing"
)

func TestFilesAreWhatTheirNamesSay(t *testing.T) {
	png, pdf, zip := "\x89PNG\r\n\x1a\n0000", "%PDF-1.7\n", "PK\x03\x04"
	only := &Limits{FileTypes: []string{"image/png"}}
	for _, c := range []struct {
		l          *Limits
		name, head string
		want       string
	}{
		{nil, "a.png", png, "image/png"}, {nil, "A.PNG", png, "image/png"}, {nil, "a.pdf", png, ""}, {nil, "a.png", "<html>", ""},
		{nil, "a.pdf", pdf, "application/pdf"}, {only, "a.pdf", pdf, ""}, {only, "a.png", png, "image/png"},
		{nil, "a.html", "<html>", ""}, {nil, "a.txt", "<html><script>", ""}, {nil, "a.txt", "plain words", "text/plain"}, {nil, "a.txt", "\x00\x01\x02", ""},
		{nil, "a.docx", zip, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}, {nil, "a.zip", zip, ""}, {nil, "a.svg", "<svg/>", ""},
		{nil, "a.heic", "\x00\x00\x00\x18ftypheic", "image/heic"}, {nil, "a.heic", "\x00\x00\x00\x18ftypisom", ""},
		{nil, "a.mp3", "ID3\x04", "audio/mpeg"}, {nil, "a.mp3", "\xff\xfb\x90", "audio/mpeg"}, {nil, "png", png, ""}, {nil, "", "", ""},
	} {
		if got := c.l.FileType(c.name, []byte(c.head)); got != c.want {
			t.Errorf("%q beginning with %q is %q, want %q", c.name, c.head, got, c.want)
		}
	}
	if ends := only.FileEnds(); !slices.Equal(ends, []string{".png"}) {
		t.Errorf("ends %q", ends)
	}
}

func TestLimitsOfFiles(t *testing.T) {
	var none *Limits
	if none.MostFiles() != 1 || none.MostFileBytes() != 10<<20 {
		t.Errorf("without limits %d files of %d bytes", none.MostFiles(), none.MostFileBytes())
	}
	for _, c := range []struct {
		l    Limits
		path string
	}{
		{Limits{FileCount: 5, FileBytes: 20 << 20, FileTypes: FileTypes()}, ""},
		{Limits{FileCount: 6}, ".file_count"}, {Limits{FileCount: -1}, ".file_count"}, {Limits{FileBytes: 20<<20 + 1}, ".file_bytes"}, {Limits{FileTypes: []string{"text/html"}}, ".file_types"},
	} {
		d := sound()
		d.Pages[0].Questions[1] = Question{Code: "easy", Kind: KindFile, Text: Words{"en": "A photo?"}, Limits: &c.l}
		found := Structure(d)
		if c.path == "" && len(found) > 0 || c.path != "" && (len(found) != 1 || found[0].Path != "pages[0].questions[1].limits"+c.path) {
			t.Errorf("%+v: %v", c.l, found)
		}
	}
}
