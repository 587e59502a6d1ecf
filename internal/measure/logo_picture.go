package measure

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"net/http"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp" // the decoder

	"github.com/balcony-cx/balcony/internal/fault"
)

// What a logo may be when it comes, and what is kept of it: three times the size in
// which it is shown.
const (
	maxLogoBytes  = 2 << 20
	maxLogoSide   = 4096
	maxLogoPixels = 8_000_000
	keptWidth     = 600
	keptHeight    = 168
)

// drawn is a picture as it is kept.
type drawn struct {
	content       []byte
	kind, ink     string
	width, height int
}

// redraw makes a picture of what somebody sent, told by its bytes: a smaller one where
// it is large, without all that is not picture. A JPEG stays one; the rest become PNG.
func redraw(sent []byte) (out drawn, err error) {
	wrong := fault.Invalid("file", "Use a PNG, JPEG or WebP picture. An SVG may carry scripts and is not taken; save it as PNG.").Keyed("survey.logo_kind")
	large := fault.Invalid("file", "The picture has at most 2 MB and 4,096 pixels a side, 8 million in all. Make it smaller.").Keyed("survey.logo_large")
	if len(sent) > maxLogoBytes {
		return out, large
	}
	out.kind = http.DetectContentType(sent)
	if out.kind != "image/png" && out.kind != "image/jpeg" && out.kind != "image/webp" {
		return out, wrong
	}
	size, _, err := image.DecodeConfig(bytes.NewReader(sent))
	switch {
	case err != nil || size.Width < 1 || size.Height < 1:
		return out, wrong
	case size.Width > maxLogoSide || size.Height > maxLogoSide || size.Width*size.Height > maxLogoPixels:
		return out, large
	}
	picture, _, err := image.Decode(bytes.NewReader(sent))
	if err != nil {
		return out, wrong
	}
	small := fitted(picture)
	out.width, out.height, out.ink = small.Rect.Dx(), small.Rect.Dy(), inkOf(small)
	var b bytes.Buffer
	if out.kind == "image/jpeg" {
		err = jpeg.Encode(&b, small, &jpeg.Options{Quality: 88})
	} else {
		out.kind = "image/png"
		err = (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, small)
	}
	out.content = b.Bytes()
	return out, fault.Wrap(err, fault.CodeInternal, "draw a logo")
}

// fitted is a picture in the size that is kept, never larger than it was.
func fitted(p image.Image) *image.RGBA {
	w, h := p.Bounds().Dx(), p.Bounds().Dy()
	w, h = within(w, h, keptWidth, keptHeight)
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.CatmullRom.Scale(out, out.Rect, p, p.Bounds(), draw.Src, nil)
	return out
}

// within is a size made to fit into another, with its proportions.
func within(w, h, most, high int) (int, int) {
	if w > most {
		w, h = most, max(h*most/w, 1)
	}
	if h > high {
		w, h = max(w*high/h, 1), high
	}
	return w, h
}

// inkOf is the mean colour of what is drawn, where the background shines through
// beside it: "" where it does not.
func inkOf(p *image.RGBA) string {
	var r, g, b, a, n uint64
	for y := range p.Rect.Dy() {
		for x := range p.Rect.Dx() {
			c := p.RGBAAt(x, y) // its channels are weighted by a already
			r, g, b, a, n = r+uint64(c.R), g+uint64(c.G), b+uint64(c.B), a+uint64(c.A), n+1
		}
	}
	if a == 0 || a >= n*250 {
		return ""
	}
	return fmt.Sprintf("#%02x%02x%02x", r*255/a, g*255/a, b*255/a)
}
