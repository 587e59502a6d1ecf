package collect

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"math"
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/text"
)

// entry is one response on its way into the record, whichever way it came.
type entry struct {
	id         string
	program    string
	at         int64 // microseconds
	atGiven    bool  // the sender said when; otherwise at is not part of the content
	customer   string
	account    string
	unit       string
	touchpoint string
	channel    string
	language   string
	consent    Consent
	value      *float64
	weight     *float64
	answers    []Answer
	traits     []traitValue // sorted by name
}

// traitValue is a trait by name; numbers and dates are written in one way.
type traitValue struct{ name, value string }

func sortTraits(traits []traitValue) {
	slices.SortFunc(traits, func(a, b traitValue) int { return strings.Compare(a.name, b.name) })
}

// digest is a hash of all the sender said but the id.
func (e *entry) digest() string { return e.digestIn(&digester{}) }

// digestIn makes the digest in the room of d.
func (e *entry) digestIn(d *digester) string {
	d.buf = slices.Grow(d.buf[:0], 512)
	d.text(e.program, e.customer, e.account, e.unit, e.touchpoint, e.channel, e.language)
	d.buf = append(d.buf, byte(e.consent))
	if e.atGiven {
		d.buf = binary.AppendVarint(append(d.buf, 1), e.at)
	} else {
		d.buf = append(d.buf, 0)
	}
	d.number(e.value)
	d.number(e.weight)
	for i := range e.answers {
		a := &e.answers[i]
		d.text(a.MeasureID, a.Question, a.Choice, a.Text, a.Raw)
		d.number(a.Score)
		for _, c := range a.Sets {
			d.text(a.Asked, c.text())
		}
		if a.Code != "" {
			d.text(a.Asked, a.Code)
		}
	}
	d.buf = append(d.buf, 0xff)
	for _, t := range e.traits {
		d.text(t.name, t.value)
	}
	return d.sum()
}

// hasText tells whether somebody wrote something.
func (e *entry) hasText() bool {
	return slices.ContainsFunc(e.answers, func(a Answer) bool { return a.Text != "" })
}

// words are the different search words of all texts, in order of appearance.
func (e *entry) words() string {
	seen := map[string]bool{}
	var b strings.Builder
	for i := range e.answers {
		if e.answers[i].Text == "" {
			continue
		}
		for _, w := range text.Words(e.answers[i].Text) {
			if seen[w] {
				continue
			}
			seen[w] = true
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(w)
		}
	}
	return b.String()
}

// digester writes values so that no two different lists look alike.
type digester struct{ buf []byte }

func (d *digester) text(all ...string) {
	for _, s := range all {
		d.buf = binary.AppendUvarint(d.buf, uint64(len(s)))
		d.buf = append(d.buf, s...)
	}
}

func (d *digester) number(v *float64) {
	if v == nil {
		d.buf = append(d.buf, 0)
		return
	}
	d.buf = binary.LittleEndian.AppendUint64(append(d.buf, 1), math.Float64bits(*v))
}

func (d *digester) sum() string {
	h := sha256.Sum256(d.buf)
	return base64.RawStdEncoding.EncodeToString(h[:16])
}
