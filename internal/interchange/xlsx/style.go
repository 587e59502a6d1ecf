package xlsx

import (
	"encoding/xml"
	"strings"
)

// shape is what a number format makes of a number.
type shape int

const (
	plain    shape = iota
	day            // a date
	dayClock       // a date with a time
	clock          // a time of day
	elapsed        // hours that may go beyond a day
)

func (b *book) readStyles(name string) error {
	var doc struct {
		Codes []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
		XMLName xml.Name
	}
	if err := b.archive.Decode(name, &doc); err != nil {
		return err
	}
	codes := map[int]shape{}
	for _, c := range doc.Codes {
		codes[c.ID] = shapeOf(c.Code)
	}
	for _, c := range doc.Cells {
		own, ok := codes[c.Format]
		if !ok {
			own = builtIn(c.Format)
		}
		b.formats = append(b.formats, own)
	}
	return nil
}

// builtIn is what the formats that every workbook has do.
func builtIn(id int) shape {
	switch {
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return day
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id == 45, id == 47, id == 55, id == 56:
		return clock
	case id == 22:
		return dayClock
	case id == 46:
		return elapsed
	}
	return plain
}

// shapeOf reads a format code: what stands before the first semicolon, without
// texts in quotes or brackets.
func shapeOf(code string) shape {
	bare, long := bareCode(strings.ToLower(code))
	if strings.ContainsAny(bare, "0#?") && !strings.ContainsAny(bare, "ydh") && !strings.Contains(bare, "s.0") {
		return plain
	}
	hasDay := strings.ContainsAny(bare, "yd")
	hasClock := strings.ContainsAny(bare, "hs")
	switch {
	case long && !hasDay:
		return elapsed
	case hasDay && hasClock:
		return dayClock
	case hasDay, strings.Contains(bare, "m") && !hasClock:
		return day
	case hasClock:
		return clock
	}
	return plain
}

// bareCode drops what is shown as it stands; long tells of [h], [m] or [s].
func bareCode(code string) (bare string, long bool) {
	var out strings.Builder
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return out.String(), long
			}
			i += end + 1
		case '\\', '_', '*':
			i++
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return out.String(), long
			}
			inside := strings.Trim(code[i+1:i+end], "hms")
			long = long || inside == "" && end > 1
			i += end
		case ';':
			return out.String(), long
		default:
			out.WriteByte(c)
		}
	}
	if strings.HasPrefix(strings.TrimSpace(out.String()), "general") {
		return "", false
	}
	return strings.NewReplacer("am/pm", "", "a/p", "").Replace(out.String()), long
}
