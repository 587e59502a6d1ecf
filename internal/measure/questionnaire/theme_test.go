package questionnaire

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// TestPalettesCanBeRead: whatever colours a theme names, words stand 4.5 to 1 from
// what is behind them and borders of controls 3 to 1, light and dark.
func TestPalettesCanBeRead(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	colour := func() string {
		if r.IntN(4) == 0 {
			return ""
		}
		return fmt.Sprintf("#%06x", r.IntN(1<<24))
	}
	themes := []Theme{{}, {Background: "#777777"}, {Background: "#757575", Text: "#777777", Accent: "#757575"}, {Background: "#ffffff", Accent: "#ffffff"}, {Background: "#000000", Text: "#000000"}}
	for range 5000 {
		themes = append(themes, Theme{Background: colour(), Text: colour(), Accent: colour()})
	}
	for _, theme := range themes {
		light, dark := theme.Palettes()
		for _, p := range []Palette{light, dark} {
			for _, pair := range []struct {
				what, a, b string
				least      float64
			}{
				{"text", p.Text, p.Background, 4.5}, {"text on card", p.Text, p.Card, 4.5}, {"soft", p.Soft, p.Background, 4.5}, {"soft on card", p.Soft, p.Card, 4.5},
				{"mark", p.Mark, p.Background, 4.5}, {"mark on card", p.Mark, p.Card, 4.5}, {"button", p.OnAccent, p.Accent, 4.5}, {"picked", p.Pick, p.Card, 4.5},
				{"edge", p.Edge, p.Background, 3}, {"edge on card", p.Edge, p.Card, 3},
			} {
				if got, ok := Contrast(pair.a, pair.b); !ok || got < pair.least {
					t.Fatalf("%+v: %s %s on %s: %.2f", theme, pair.what, pair.a, pair.b, got)
				}
			}
		}
	}
}

// TestThemeStays: colours that can be read are taken as they were chosen, a dark
// background for both pages, and points of scales take none.
func TestThemeStays(t *testing.T) {
	light, dark := Theme{Background: "#fdf6e3", Text: "#102030", Accent: "#ffcc00"}.Palettes()
	if light.Background != "#fdf6e3" || light.Text != "#102030" || light.Accent != "#ffcc00" || light.OnAccent != ownDark.Background || light.Dark {
		t.Errorf("light: %+v", light)
	}
	if dark.Background != ownDark.Background || dark.Accent != "#ffcc00" || dark.Mark != "#ffcc00" || !dark.Dark {
		t.Errorf("dark: %+v", dark)
	}
	if light.Pick != ownLight.Pick || dark.Pick != ownDark.Pick {
		t.Errorf("points: %s, %s", light.Pick, dark.Pick)
	}
	light, dark = Theme{Background: "#0b2a5b"}.Palettes()
	if light != dark || light.Background != "#0b2a5b" || !light.Dark {
		t.Errorf("a dark background: %+v, %+v", light, dark)
	}
	light, dark = Theme{Accent: "red;}body{", Text: "#12345"}.Palettes()
	if light != ownLight || dark != ownDark {
		t.Errorf("no colours: %+v, %+v", light, dark)
	}
}
