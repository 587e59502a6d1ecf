package transcript

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/text"
)

// shared is where interviews of others are, beside the repository. They may
// not be copied into it, so the test says where they are missing.
const shared = "../../../../shared/data"

func sharedFile(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(shared, name))
	if errors.Is(err, fs.ErrNotExist) {
		t.Logf("LEFT OUT: shared/data/%s is not beside the repository", name)
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func read(t *testing.T, name string, data []byte) Transcript {
	t.Helper()
	got, err := Read(name, data, text.Sentences, DefaultLimits())
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return got
}

// said is what was said, and by whom, without the times.
func said(t Transcript) []string {
	out := make([]string, 0, len(t.Lines))
	for _, l := range t.Lines {
		out = append(out, l.Speaker+": "+l.Text)
	}
	return out
}

// TestOneInterviewInFourFormats: a published interview without a single mark,
// taken down by a machine, gives the same lines out of each of its files.
func TestOneInterviewInFourFormats(t *testing.T) {
	var want Transcript
	for _, ending := range []string{"vtt", "srt", "tsv", "txt"} {
		b := sharedFile(t, "interviews-hitsave/keitai_2025."+ending)
		if b == nil {
			return
		}
		got := read(t, "keitai."+ending, b)
		if want.Lines == nil {
			want = got
			if len(got.Lines) < 200 || got.Lines[0].From != 0 || got.Lines[len(got.Lines)-1].To < 3000e6 {
				t.Fatalf("%d lines, the first at %d, the last until %d", len(got.Lines), got.Lines[0].From, got.Lines[len(got.Lines)-1].To)
			}
			continue
		}
		if !slices.Equal(said(got), said(want)) {
			t.Errorf("%s gives other lines than vtt", ending)
		}
		for i, l := range got.Lines {
			if ending != "txt" && (l.From/1000 != want.Lines[i].From/1000 || l.To/1000 != want.Lines[i].To/1000) {
				t.Fatalf("%s: line %d is at %d-%d, in vtt at %d-%d", ending, i+1, l.From, l.To, want.Lines[i].From, want.Lines[i].To)
			}
		}
	}
}

// TestInterviewsOfResearch: sixteen transcripts as researchers keep them, one of
// them French, with labels that vary. Who speaks how often was counted by hand
// with grep.
func TestInterviewsOfResearch(t *testing.T) {
	for _, c := range []struct {
		file     string
		speakers []string
		asks     int
		words    int // of the file less its labels, to a hundredth
	}{
		{"02", []string{"Interviewer1", "Interviewee1", "Interviewer2", "Interviewer2 2"}, 3, 4930},
		{"04", []string{"Interviewer 1", "Interviewee", "Interviewer 2"}, 2, 10038},
		{"06", []string{"Interviewer1", "Interviewee", "Interviewer3", "Interviewer2"}, 3, 6979},
		{"08", []string{"Interviewee", "Interviewer 1"}, 1, 7729},
		{"10", []string{"interviewee", "interviewer"}, 1, 9178},
		{"12", []string{"Interviewer 1", "Interviewee", "Interviewer 2"}, 2, 4310},
		{"14", []string{"Interviewer 1", "Interviewer 2", "Interviewee"}, 2, 8501},
		{"16", []string{"Interviewer 1", "Interviewee"}, 1, 7915},
		{"20", []string{"Interviewee", "Interviewer 1"}, 1, 5872},
		{"24", []string{"Interviewer 1", "Interviewee"}, 1, 7599},
		{"26", []string{"Interviewer 1", "Interviewee"}, 1, 7565},
		{"30", []string{"Interviewer 1", "Interviewee"}, 1, 4132},
		{"34", []string{"Interviewer 1", "Interviewee"}, 1, 3699},
		{"36", []string{"Interviewee", "Interviewer 1"}, 1, 5461},
		{"38", []string{"Interviewer 1", "Interviewee"}, 1, 6988},
		{"40", []string{"Interviewer 1", "Interviewee"}, 1, 5577},
	} {
		b := sharedFile(t, "interviews-mlss/dev/interview_"+c.file+".txt")
		if b == nil {
			return
		}
		got := read(t, "interview.txt", b)
		names, asks, words := []string{}, 0, 0
		for _, s := range got.Speakers {
			names = append(names, s.Name)
			words += s.Words
			if s.Interviewer {
				asks++
			}
		}
		if !slices.Equal(names, c.speakers) || asks != c.asks {
			t.Errorf("%s: %d ask among %q, want %d among %q", c.file, asks, names, c.asks, c.speakers)
		}
		if words < c.words*99/100 || words > c.words*101/100 {
			t.Errorf("%s: %d words, want %d", c.file, words, c.words)
		}
	}
}

func TestOthersFiles(t *testing.T) {
	if b := sharedFile(t, "interviews-hitsave/legends_of_astravia.md"); b != nil {
		got := read(t, "legends.md", b)
		if len(got.Speakers) != 2 || got.Speakers[0].Name != "Jonas Rosland" || !got.Speakers[0].Interviewer || got.Speakers[1].Interviewer {
			t.Errorf("speakers of the Markdown file: %+v", got.Speakers)
		}
		if got.Lines[0].From != 21e6 || !strings.HasPrefix(got.Lines[0].Text, "Hello everyone") || len(got.Head) != 6 {
			t.Errorf("it begins %+v after the head %q", got.Lines[0], got.Head)
		}
	}
	if b := sharedFile(t, "refi-qda/qualcoder-examples/ID1.docx"); b != nil {
		got := read(t, "ID1.docx", b)
		if got.Format != DOCX || len(got.Lines) != 8 || got.Lines[7].Text != "I'm happy to pay €200." {
			t.Errorf("the text of an office program gives %d lines, the last %q", len(got.Lines), got.Lines[len(got.Lines)-1].Text)
		}
	}
	if b := sharedFile(t, "refi-qda/qualcoder-examples/ID2.odt"); b != nil {
		got := read(t, "ID2.odt", b)
		if got.Format != ODT || len(got.Lines) != 4 || got.Lines[3].Text != "The course cost €200.00 and I do not want to waste my money." {
			t.Errorf("the open text of an office program: %+v", got.Lines)
		}
	}
	if b := sharedFile(t, "refi-qda/qualcoder-examples/transcript.txt"); b != nil {
		got := read(t, "transcript.txt", b)
		if len(got.Speakers) != 3 || got.Speakers[0].Name != "id1" || got.Speakers[0].Lines != 6 {
			t.Errorf("boxed labels: %+v", got.Speakers)
		}
	}
}
