package listen

import (
	"fmt"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
)

// told is a file of codes, a row each, as one text.
func (f CodeFile) told() string {
	var all []string
	for _, r := range f.Rows {
		all = append(all, strings.TrimSpace(fmt.Sprintf("%d %s|%s %s %s", r.Row, r.Family, r.Name, r.State, r.Why)))
	}
	return strings.Join(all, "; ")
}

// TestCodesComeOutOfAFile: a list and a table say the same, what is wrong is
// said row by row and keeps nothing good out, and the same file twice adds nothing.
func TestCodesComeOutOfAFile(t *testing.T) {
	long := strings.Repeat("x", 121)
	for _, c := range []struct{ name, file string }{
		{"codes.txt", "Nobody says\tAt the gate\nWaiting>>At the gate>>Queue\tStood in line.\nKindness>>Crew\n\nLATE\tagain\nKindness>>\tnothing\nqueue\n" + long + "\n"},
		{"codes.csv", "Code,Group,Definition\nNobody says,,At the gate\nQueue,Waiting / At the gate,Stood in line.\nCrew,Kindness,\n,,\nLATE,,again\n,Kindness,nothing\nqueue,,\n" + long + ",,\n"},
	} {
		eachBench(t, func(t *testing.T, b bench) {
			rita := as(t.Context(), "rita", access.Researcher)
			book, _, err := b.CreateCodebook(rita, Codebook{ProgramID: b.program, Name: "Waiting"})
			if err != nil {
				t.Fatal(err)
			}
			if _, _, err := b.CreateCode(rita, Code{CodebookID: book.ID, Name: "Late", Definition: "as it was"}); err != nil {
				t.Fatal(err)
			}
			want := "1 |Nobody says new; 2 Waiting / At the gate|Queue new; 3 Kindness|Crew new; 5 |LATE there; 6 Kindness| wrong no_name; 7 |queue wrong twice; 8 |" + long + " wrong name_long"
			if c.name == "codes.csv" {
				want = "2 |Nobody says new; 3 Waiting / At the gate|Queue new; 4 Kindness|Crew new; 6 |LATE there; 7 Kindness| wrong no_name; 8 |queue wrong twice; 9 |" + long + " wrong name_long"
			}
			p, err := b.PreviewCodes(rita, book.ID, c.name, []byte(c.file))
			if err != nil || p.told() != want || p.New != 3 || p.There != 1 || p.Wrong != 3 || fmt.Sprint(p.Families) != "[Waiting / At the gate Kindness]" {
				t.Errorf("%s: %v %+v\n%s", c.name, err, p, p.told())
			}
			if now, err := b.Book(rita, book.ID); err != nil || len(now.Codes) != 1 || len(now.Families) != 1 {
				t.Errorf("a look kept something: %+v %v", now, err)
			}
			if took, _, err := b.TakeCodes(rita, book.ID, c.name, []byte(c.file)); err != nil || took.told() != want {
				t.Errorf("%s taken: %v %s", c.name, err, took.told())
			}
			now, err := b.Book(rita, book.ID)
			var got []string
			for _, code := range now.Codes {
				at, _ := (&openBook{Book: now}).family(code.FamilyID)
				got = append(got, now.Families[at].Name+": "+code.Name+", "+code.Definition)
			}
			if all := strings.Join(got, "; "); err != nil || all != "Waiting: Late, as it was; Waiting / At the gate: Queue, Stood in line.; Kindness: Crew, ; Waiting: Nobody says, At the gate" {
				t.Errorf("the codebook is %s %v", all, err)
			}
			if _, _, err := b.TakeCodes(rita, book.ID, c.name, []byte(c.file)); !fault.Is(err, fault.CodeInvalid) {
				t.Errorf("twice: %v", err)
			}
			b.keepsCodesFromOthers(t, book.ID)
		})
	}
}

// keepsCodesFromOthers: who may not change codes does not, and what is no list
// of codes says so.
func (b bench) keepsCodesFromOthers(t *testing.T, book string) {
	t.Helper()
	rita, vera := as(t.Context(), "rita", access.Researcher), as(t.Context(), "vera", access.Viewer)
	for _, c := range []struct {
		name, path, body string
		viewer           bool
		status           int
		want             string
	}{
		{"a viewer looks", "/file/preview?name=a.txt", "One", true, 403, ""},
		{"a viewer takes", "/file?name=a.txt", "One", true, 403, ""},
		{"no column for the code", "/file/preview?name=a.csv", "word,meaning\na,b\nc,d\n", false, 422, "codebook.file_columns"},
		{"a picture", "/file?name=a.txt", "\x89PNG\r\n\x1a\n\x00\x00\x00\x01\x02", false, 422, "codebook.file"},
		{"nothing new", "/file?name=a.txt", "late", false, 422, "codebook.file_nothing"},
	} {
		who := rita
		if c.viewer {
			who = vera
		}
		if status, answer := b.ask(who, "POST", "/api/codebooks/"+book+c.path, "", c.body); status != c.status || !strings.Contains(answer, c.want) {
			t.Errorf("%s: %d %s", c.name, status, answer)
		}
	}
}
