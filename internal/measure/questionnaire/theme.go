package questionnaire

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Theme is the look of the respondent's page. Colours are #rrggbb or empty for the product's own.
type Theme struct {
	Background string `json:"background,omitempty"`
	Text       string `json:"text,omitempty"`
	Accent     string `json:"accent,omitempty"`
	LogoID     string `json:"logo_id,omitempty"`
	LogoAlt    Words  `json:"logo_alt,omitempty"` // what the logo shows, for who cannot see it
}

// Palette is what a theme comes to on a light or a dark page: colours as #rrggbb, of
// which all that carries words stands 4.5 to 1 from what is behind it, and borders
// of controls 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11).
type Palette struct {
	Dark       bool   `json:"dark" doc:"The background is dark."`
	Background string `json:"background"`
	Card       string `json:"card" doc:"Behind fields and options."`
	Text       string `json:"text"`
	Soft       string `json:"soft" doc:"Of notes."`
	Line       string `json:"line" doc:"Of what only divides."`
	Edge       string `json:"edge" doc:"Of the borders of fields."`
	Accent     string `json:"accent" doc:"Behind the words of buttons, as it was chosen."`
	OnAccent   string `json:"on_accent" doc:"Of the words of buttons."`
	Mark       string `json:"mark" doc:"The accent for words and the ring of focus, in a shade that can be read."`
	Pick       string `json:"pick" doc:"Of points of a scale: never of the theme, so that no answer looks better."`
}

// The product's own colours, where a theme names none.
var (
	ownLight = Palette{Background: ownBackground, Card: "#fffdfa", Text: ownText, Soft: "#5d6472", Line: "#e3ded5", Edge: "#8a8478", Accent: ownAccent, OnAccent: "#fffdfa", Mark: ownAccent, Pick: ownText}
	ownDark  = Palette{Dark: true, Background: "#14171d", Card: "#1b2028", Text: "#ebe7df", Soft: "#a2a8b3", Line: "#2d333d", Edge: "#767d89", Accent: "#e58a5c", OnAccent: "#14171d", Mark: "#e58a5c", Pick: "#ebe7df"}
)

// well is the contrast of a text's colour that was made here.
const well = 7

// Colours tells whether the theme names a colour that can be read as one.
func (t Theme) Colours() bool {
	return isColour(t.Background) || isColour(t.Text) || isColour(t.Accent)
}

// Palettes are the colours of the page for people who like it light, and dark. A
// dark background holds for both; a light one gives way to the product's dark one.
// What is no colour is passed over.
func (t Theme) Palettes() (light, dark Palette) { return t.on(ownLight), t.on(ownDark) }

func (t Theme) on(own Palette) Palette {
	p := own
	if isColour(t.Background) && (!own.Dark || isDark(t.Background)) {
		p = ground(t.Background)
	}
	if isColour(t.Text) {
		p.Text = t.Text
		if !p.carries(t.Text, leastContrast) {
			p.Text = p.readable(t.Text, well)
		}
	}
	if p.Background != own.Background || p.Text != own.Text {
		p.fill()
	}
	if isColour(t.Accent) {
		p.Accent = t.Accent
		p.OnAccent = furthest(p.Accent, ownLight.Card, ownDark.Background)
	}
	p.Mark = p.readable(p.Accent, leastContrast)
	return p
}

// ground begins a palette on a background.
func ground(background string) Palette {
	p, towards := ownLight, 0.65
	if isDark(background) {
		p, towards = ownDark, 0.06
	}
	p.Background, p.Card = background, mixed(background, "#ffffff", towards)
	if !p.carries(furthest(background), leastContrast) {
		p.Card = background
	}
	p.Text = p.readable(p.Text, well)
	p.Pick = furthest(p.Card, ownLight.Text, ownDark.Text)
	return p
}

// fill makes the colours between text and background.
func (p *Palette) fill() {
	p.Soft = p.between(0.64, leastContrast)
	p.Line = mixed(p.Background, p.Text, 0.14)
	p.Edge = p.between(0.4, 3)
}

// between is the colour nearest to the background, from a share of the text on,
// that stands far enough from it.
func (p *Palette) between(share, ratio float64) string {
	for ; share < 1; share += 0.04 {
		if c := mixed(p.Background, p.Text, share); p.carries(c, ratio) {
			return c
		}
	}
	return p.Text
}

// carries tells whether a colour stands far enough from background and card.
func (p *Palette) carries(colour string, ratio float64) bool {
	a, okA := Contrast(colour, p.Background)
	b, okB := Contrast(colour, p.Card)
	return okA && okB && min(a, b) >= ratio
}

// readable is the shade of a colour nearest to it that stands far enough from
// background and card, or where none does black or white.
func (p *Palette) readable(colour string, ratio float64) string {
	end := furthest(p.Background)
	for share := 0.0; share < 1; share += 1.0 / 32 {
		if c := mixed(colour, end, share); p.carries(c, ratio) {
			return c
		}
	}
	return end
}

// furthest is the colour of those preferred that stands furthest from another; black
// or white where it cannot be read.
func furthest(from string, preferred ...string) string {
	best, most := "", 0.0
	for _, c := range preferred {
		if ratio, _ := Contrast(from, c); ratio > most {
			best, most = c, ratio
		}
	}
	if most >= leastContrast {
		return best
	}
	if white, _ := Contrast(from, "#ffffff"); white*white > 21 { // further than black
		return "#ffffff"
	}
	return "#000000"
}

// Plate is what is put behind a logo, of a mean colour, that would be lost on the page, as
// a navy word on a dark one would; "" where it stands by itself.
func (p Palette) Plate(ink string) string {
	if ratio, is := Contrast(ink, p.Background); !is || ratio >= 2 {
		return ""
	}
	if p.Dark {
		return "#ffffff"
	}
	return ownDark.Background
}

func isColour(c string) bool { _, ok := luminance(c); return ok }

// isDark tells whether white stands further from a colour than black.
func isDark(c string) bool { return furthest(c) == "#ffffff" }

// mixed is a colour with a share, 0 to 1, of another in it.
func mixed(a, b string, share float64) string {
	x, okA := channels(a)
	y, okB := channels(b)
	if !okA || !okB {
		return a
	}
	at := func(shift int) uint64 {
		return uint64(math.Round(float64(x>>shift&255)*(1-share)+float64(y>>shift&255)*share)) << shift
	}
	n := at(16) | at(8) | at(0)
	return "#" + strconv.FormatUint(1<<24|n, 16)[1:]
}

// theme tells of colours that are none, and of those in whose place a shade is used
// that can be read.
func (r *remarks) theme() {
	t := r.doc.Settings.Theme
	for _, named := range [][2]string{{"background", t.Background}, {"text", t.Text}, {"accent", t.Accent}} {
		if named[1] != "" && !isColour(named[1]) {
			r.say(Refuse, "settings.theme."+named[0], "colour", "write the colour as #rrggbb", named[1])
		}
	}
	for _, l := range r.doc.Languages {
		if t.LogoID != "" && strings.TrimSpace(t.LogoAlt[l]) == "" {
			r.say(Refuse, "settings.theme.logo_alt", "logo_alt", "say in this language what the logo shows, for who cannot see it", l)
		}
	}
	light, dark := t.Palettes()
	shade := func(name, key, chosen, used, background string) {
		if isColour(chosen) && chosen != used {
			ratio, _ := Contrast(chosen, background)
			r.say(Warn, "settings.theme."+name, key, fmt.Sprintf("it stands %.1f to 1 from what is behind it; 4.5 is the least that can be read, so words are written in this shade of it", ratio), used)
		}
	}
	shade("text", "shade", t.Text, light.Text, light.Background)
	shade("accent", "shade", t.Accent, light.Mark, light.Background)
	if light.Background != dark.Background { // that words turn light on a dark page goes without saying
		shade("accent", "shade_dark", t.Accent, dark.Mark, dark.Background)
	}
}
