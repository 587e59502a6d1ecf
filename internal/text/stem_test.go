package text

import (
	"bufio"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestStems(t *testing.T) {
	for _, c := range []struct {
		lang string
		in   string
		want []string
	}{
		{"en", "Interviews, interviewed INTERVIEWING", []string{"interview", "interview", "interview"}},
		{"en-GB", "The bills were late 3 times", []string{"the", "bill", "were", "late", "3", "time"}},
		{"fr", "retards retardé l'assurée assuree", []string{"retard", "retard", "l", "assur", "assur"}},
		{"fr", "Qualité qualite QUALITÉS", []string{"qualit", "qualit", "qualit"}},
		{"", "Interviews été", []string{"interviews", "ete"}},
		{"de", "Häuser", []string{"hauser"}},
		{"fr", "東京 — ", []string{"東", "京"}},
	} {
		if got := Stems(c.lang, c.in); !slices.Equal(got, c.want) {
			t.Errorf("Stems(%q, %q) = %q, want %q", c.lang, c.in, got, c.want)
		}
	}
}

// TestStemsLikeSnowball: the published word lists, where they are beside the
// repository; English whole, French by how many of its groups of words stay one.
func TestStemsLikeSnowball(t *testing.T) {
	words, stems := snowballList(t, "english_voc.txt"), snowballList(t, "english_output.txt")
	differ := 0
	for i, w := range words {
		if got := stemmer("en")(w); got != stems[i] {
			differ++
		}
	}
	if differ*200 > len(words) {
		t.Errorf("%d of %d English words have another stem", differ, len(words))
	}
	words, stems = snowballList(t, "french_voc.txt"), snowballList(t, "french_output.txt")
	ours, apart := map[string]string{}, 0
	for i, w := range words {
		got := Stems("fr", w)
		if len(got) != 1 {
			continue
		}
		if first, met := ours[stems[i]]; met && first != got[0] {
			apart++
		} else {
			ours[stems[i]] = got[0]
		}
	}
	if apart*100 > len(words) {
		t.Errorf("%d of %d French words left their group", apart, len(words))
	}
	t.Logf("English: %d differ; French: %d of %d apart", differ, apart, len(words))
}

func snowballList(t *testing.T, name string) []string {
	t.Helper()
	f, err := os.Open(filepath.Join("../../../shared/data/snowball", name))
	if errors.Is(err, fs.ErrNotExist) {
		t.Logf("LEFT OUT: shared/data/snowball/%s is not beside the repository", name)
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []string
	for scan := bufio.NewScanner(f); scan.Scan(); {
		out = append(out, scan.Text())
	}
	return out
}
