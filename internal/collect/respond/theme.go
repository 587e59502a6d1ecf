package respond

import (
	"cmp"
	"fmt"
	"html/template"

	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
)

// dressed is the style of a page in the colours of a theme, with a logo of an ink (""
// where none shines through); those of people who like it dark stand behind.
func (s *Service) dressed(t questionnaire.Theme, ink string) template.CSS {
	if !t.Colours() && ink == "" {
		return template.CSS(pageCSS) //nolint:gosec // our own
	}
	key := [4]string{t.Background, t.Text, t.Accent, ink}
	made, is := s.themes.Load(key)
	if !is {
		light, dark := t.Palettes()
		made = ":root{" + variables(light, dark.Background == light.Background, ink) + "}@media(prefers-color-scheme:dark){:root{" + variables(dark, true, ink) + "}}"
		s.themes.Store(key, made)
	}
	return template.CSS(pageCSS + made.(string)) //nolint:errcheck,gosec // a text, of colours that were read as such
}

// variables are the colours of page.css; alone tells that there is no other scheme, so
// that the browser draws its own controls for this one.
func variables(p questionnaire.Palette, alone bool, ink string) string {
	scheme := "light dark"
	switch {
	case alone && p.Dark:
		scheme = "dark"
	case alone:
		scheme = "light"
	}
	return fmt.Sprintf("color-scheme:%s;--bg:%s;--card:%s;--ink:%s;--soft:%s;--line:%s;--edge:%s;--accent:%s;--on:%s;--mark:%s;--pick:%s;--plate:%s",
		scheme, p.Background, p.Card, p.Text, p.Soft, p.Line, p.Edge, p.Accent, p.OnAccent, p.Mark, p.Pick, cmp.Or(p.Plate(ink), "#0000"))
}
