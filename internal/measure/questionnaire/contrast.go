package questionnaire

import (
	"math"
	"strconv"
	"strings"
)

// The product's own colours, where a theme names none.
const (
	ownBackground = "#f7f5f1"
	ownText       = "#1d2330"
	ownAccent     = "#b4532a"
)

// leastContrast is what WCAG 2.2 asks of text (1.4.3).
const leastContrast = 4.5

// Contrast is how far two colours, #rrggbb, stand apart: 1 for the same, 21 for
// black on white; false where one is no colour. Source: WCAG 2.2, relative
// luminance.
func Contrast(a, b string) (ratio float64, ok bool) {
	x, okA := luminance(a)
	y, okB := luminance(b)
	if !okA || !okB {
		return 0, false
	}
	return (max(x, y) + 0.05) / (min(x, y) + 0.05), true
}

func luminance(colour string) (float64, bool) {
	n, ok := channels(colour)
	if !ok {
		return 0, false
	}
	linear := func(channel uint64) float64 {
		c := float64(channel&255) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(n>>16) + 0.7152*linear(n>>8) + 0.0722*linear(n), true
}

// channels are red, green and blue of #rrggbb, eight bits each.
func channels(colour string) (uint64, bool) {
	digits, is := strings.CutPrefix(colour, "#")
	n, err := strconv.ParseUint(digits, 16, 32)
	return n, is && len(digits) == 6 && err == nil
}
