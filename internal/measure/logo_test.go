package measure

import (
	"bytes"
	"context"
	"encoding/base64"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"net/http"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
)

// pictureOf is a picture of one colour with a border that shines through.
func pictureOf(w, h int, ink color.Color) *image.NRGBA {
	p := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := h / 4; y < h*3/4; y++ {
		for x := range w {
			p.Set(x, y, ink)
		}
	}
	return p
}

func pngOf(p image.Image) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, p); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func near(a, b string) bool {
	ratio, is := questionnaire.Contrast(a, b)
	return is && ratio < 1.05
}

// TestRedraw: what is kept is a picture of our own making, small, and nothing else.
func TestRedraw(t *testing.T) {
	navy := color.NRGBA{11, 42, 91, 255}
	wide, err := redraw(append(pngOf(pictureOf(2400, 300, navy)), "<script>alert(1)</script>"...))
	if err != nil || wide.kind != "image/png" || wide.width != 600 || wide.height != 75 || !near(wide.ink, "#0b2a5b") || bytes.Contains(wide.content, []byte("script")) {
		t.Fatalf("a wide one: %+v %v", wide, err)
	}
	if p, err := png.Decode(bytes.NewReader(wide.content)); err != nil || p.Bounds().Dx() != 600 {
		t.Errorf("it cannot be read: %v", err)
	}
	square, err := redraw(pngOf(pictureOf(40, 40, navy)))
	if err != nil || square.width != 40 || square.height != 40 {
		t.Errorf("a small one grew: %+v %v", square, err)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, pictureOf(300, 900, navy), nil); err != nil {
		t.Fatal(err)
	}
	if photo, err := redraw(b.Bytes()); err != nil || photo.kind != "image/jpeg" || photo.width != 56 || photo.height != 168 || photo.ink != "" {
		t.Errorf("a JPEG: %+v %v", photo, err)
	}
	webp, err := base64.StdEncoding.DecodeString("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
	if err != nil {
		t.Fatal(err)
	}
	if small, err := redraw(webp); err != nil || small.kind != "image/png" || small.width != 1 {
		t.Errorf("a WebP: %+v %v", small, err)
	}
	for name, c := range map[string]struct {
		sent []byte
		key  string
	}{
		"a drawing with scripts": {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), "survey.logo_kind"},
		"a page":                 {[]byte("<!doctype html><script>alert(1)</script>"), "survey.logo_kind"},
		"nothing":                {nil, "survey.logo_kind"},
		"a cut picture":          {pngOf(pictureOf(200, 200, navy))[:90], "survey.logo_kind"},
		"a GIF":                  {[]byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), "survey.logo_kind"},
		"too wide":               {pngOf(image.NewGray(image.Rect(0, 0, 5000, 1))), "survey.logo_large"},
		"too many pixels":        {pngOf(image.NewGray(image.Rect(0, 0, 4000, 4000))), "survey.logo_large"},
		"too many bytes":         {make([]byte, maxLogoBytes+1), "survey.logo_large"},
	} {
		if _, err := redraw(c.sent); groundKey(err) != c.key {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestLogoOfASurvey: kept with it, shown to others once published, copied with it, and
// gone with it.
func TestLogoOfASurvey(t *testing.T) {
	eachGround(t, func(t *testing.T, g *grounding) {
		ctx := ownerOf(t)
		rows := func() (n int) {
			err := g.store.View(ctx, func(ctx context.Context, q record.Querier) error {
				return q.NewRaw("SELECT count(*) FROM survey_logo").Scan(ctx, &n)
			})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		keys := func(id string) (out []string) {
			c, err := g.CheckSurvey(ctx, id)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range c.Remarks {
				out = append(out, r.Path+" "+r.Key)
			}
			return out
		}
		d := asking(g.measure(t, "Told"))
		s := g.survey(t, "Crossing", d)
		l, _, err := g.PutLogo(ctx, s.ID, pngOf(pictureOf(400, 100, color.Black)))
		if err != nil || l.Width != 400 || l.Ink != "#000000" {
			t.Fatalf("%+v %v", l, err)
		}
		if w, h := l.Shown(); w != 200 || h != 50 {
			t.Errorf("shown as %d by %d", w, h)
		}
		stranger := access.With(t.Context(), access.Who{UserID: "u", Grants: []access.Grant{{Role: access.Lead, Scope: access.Program(uuid.NewString()), Rows: access.RowsAll}}})
		if _, _, err := g.PutLogo(stranger, s.ID, pngOf(pictureOf(40, 40, color.Black))); fault.CodeOf(err) != fault.CodeNotFound {
			t.Errorf("a stranger put one: %v", err)
		}
		if _, _, err := g.LogoContent(stranger, s.ID, l.ID); fault.CodeOf(err) != fault.CodeNotFound {
			t.Errorf("a stranger saw it: %v", err)
		}
		if _, content, err := g.LogoContent(ctx, s.ID, l.ID); err != nil || http.DetectContentType(content) != "image/png" {
			t.Errorf("its picture: %v", err)
		}
		for _, id := range []string{l.ID, "no-id", uuid.NewString()} {
			if _, _, err := g.PublishedLogo(t.Context(), id); fault.CodeOf(err) != fault.CodeNotFound {
				t.Errorf("%s is shown before it is published: %v", id, err)
			}
		}

		// It says what it shows, and is one of the survey.
		d.Settings.Theme.LogoID = uuid.NewString()
		if _, _, err := g.SaveDraft(ctx, s.ID, "", d); err != nil {
			t.Fatal(err)
		}
		if got := keys(s.ID); !slices.Contains(got, "settings.theme.logo_alt logo_alt") || !slices.Contains(got, "settings.theme.logo_id logo_gone") {
			t.Errorf("remarks: %q", got)
		}
		d.Settings.Theme.LogoID, d.Settings.Theme.LogoAlt = l.ID, questionnaire.Words{"en": "Halden Ferries"}
		if _, _, err := g.SaveDraft(ctx, s.ID, "", d); err != nil {
			t.Fatal(err)
		}
		if got := keys(s.ID); slices.ContainsFunc(got, func(k string) bool { return k[:14] == "settings.theme" }) {
			t.Errorf("remarks: %q", got)
		}
		reasons := map[string]string{d.Pages[0].Questions[0].MeasureID: "The board has followed it since 2019."}
		if _, _, _, err := g.PublishSurvey(ctx, s.ID, "", Publishing{Reasons: reasons}); err != nil {
			t.Fatal(err)
		}
		if got, _, err := g.PublishedLogo(t.Context(), l.ID); err != nil || got != l {
			t.Errorf("published: %+v %v", got, err)
		}
		if asked, err := g.AskedBySlug(t.Context(), s.Slug); err != nil || asked.Logo == nil || *asked.Logo != l {
			t.Errorf("asked: %+v %v", asked.Logo, err)
		}

		// A copy has one of its own; so has a draft from a file, where it may be seen.
		c, _, err := g.CreateSurvey(ctx, NewSurvey{ProgramID: g.program, Name: "A copy", CopyOf: s.ID})
		if err != nil {
			t.Fatal(err)
		}
		_, copied, err := g.Draft(ctx, c.ID)
		if err != nil || copied.Settings.Theme.LogoID == l.ID || rows() != 2 {
			t.Fatalf("copied: %+v %v", copied, err)
		}
		if _, _, err := g.LogoContent(ctx, c.ID, copied.Settings.Theme.LogoID); err != nil {
			t.Errorf("the copy's: %v", err)
		}
		if _, _, err := g.PublishedLogo(t.Context(), copied.Settings.Theme.LogoID); fault.CodeOf(err) != fault.CodeNotFound {
			t.Errorf("the copy's is shown: %v", err)
		}
		lost := *d
		lost.Settings.Theme.LogoID = "from another house"
		f := g.survey(t, "From a file", &lost)
		if got := keys(f.ID); !slices.Contains(got, "settings.theme.logo_id logo_gone") {
			t.Errorf("of another house: %q", got)
		}

		// Only some are kept that no version showed, and the one in use.
		for range mostLogos + 3 {
			if _, _, err := g.PutLogo(ctx, c.ID, pngOf(pictureOf(8, 8, color.Black))); err != nil {
				t.Fatal(err)
			}
		}
		if got := rows(); got != 1+mostLogos+1 {
			t.Errorf("%d logos are kept", got)
		}
		if _, err := g.RemoveSurvey(ctx, c.ID, ""); err != nil || rows() != 1 {
			t.Errorf("removed with %d left: %v", rows(), err)
		}
	})
}
