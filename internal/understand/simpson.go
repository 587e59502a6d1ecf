package understand

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/stat"
)

// The bounds of the search for differences that another trait turns round. Every
// pair of keys is looked at of which one differs in itself; a trait that does
// not go with the score by itself may still hide that the other does. What the
// search may read bounds how many pairs there are, the strongest first.
const (
	maxSimpsonValues = 20
	maxSimpsonPairs  = 400
	minSimpsonPairs  = 28         // of eight keys
	maxSimpsonRows   = 50_000_000 // answers read
)

// strongest is the least q of the key's comparisons; 1 without any.
func (k splitKey) strongest() float64 {
	least := 1.0
	for _, s := range k.segments {
		if s.AgainstRest.Q != nil {
			least = min(least, *s.AgainstRest.Q)
		}
	}
	return least
}

// look is one difference at the same make-up by another key.
type look struct {
	figure SimpsonFigure
	p      float64 // of both differences: the greater one
	turned bool
}

// simpson looks for differences between a value and all others that turn round
// once both sides have the same make-up by another key. q is over all looks.
func (s *splitter) simpson(ctx context.Context, keys []splitKey) (*SimpsonFigures, error) {
	out := &SimpsonFigures{Turned: []SimpsonFigure{}, Keys: []CutInfo{}}
	chosen := simpsonKeys(keys)
	var looks []look
	pairs := 0
	for i, a := range chosen {
		if a.strongest() <= stat.DistinctUpTo {
			out.Keys = append(out.Keys, CutInfo{Key: a.cut.asked(), Label: a.cut.label})
		}
		for _, b := range chosen[i+1:] {
			if a.strongest() > stat.DistinctUpTo { // and b's then, too
				break
			}
			if pairs++; pairs > s.simpsonPairs() {
				out.Skipped++
				continue
			}
			table, err := s.crossed(ctx, a.cut, b.cut)
			if err != nil {
				return nil, err
			}
			looks = append(looks, s.restandardise(a, b, table, out)...)
			looks = append(looks, s.restandardise(b, a, table.turned(), out)...)
		}
	}
	out.Considered = len(looks)
	out.judge(looks)
	return out, nil
}

// simpsonKeys are the keys of few values, the strongest first.
func simpsonKeys(keys []splitKey) []splitKey {
	var chosen []splitKey
	for _, k := range keys {
		if len(k.parts) <= maxSimpsonValues {
			chosen = append(chosen, k)
		}
	}
	slices.SortStableFunc(chosen, func(a, b splitKey) int { return cmp.Compare(a.strongest(), b.strongest()) })
	return chosen
}

// simpsonPairs is how many pairs of keys are looked at.
func (s *splitter) simpsonPairs() int {
	n := max(1, s.whole.group.Total.N)
	return int(min(maxSimpsonPairs, max(minSimpsonPairs, maxSimpsonRows/n)))
}

// judge takes q over all looks, by the weaker of the two differences, and keeps
// those that turn.
func (f *SimpsonFigures) judge(looks []look) {
	p := make([]float64, len(looks))
	for i, l := range looks {
		p[i] = l.p
	}
	for i, q := range stat.BenjaminiHochberg(p) {
		if looks[i].turned && q <= stat.DistinctUpTo {
			looks[i].figure.Standard.Q = finite(q)
			f.Turned = append(f.Turned, looks[i].figure)
		}
	}
}

// crossTable is the answers by the values of two keys, split by bucket.
type crossTable map[[2]string]*stat.Buckets

func (t crossTable) turned() crossTable {
	out := make(crossTable, len(t))
	for k, b := range t {
		out[[2]string{k[1], k[0]}] = b
	}
	return out
}

func (s *splitter) crossed(ctx context.Context, a, b cut) (crossTable, error) {
	sums := s.q.measure.sums(s.q.weighted)
	text := question{dims: []dimension{a.dimension(), b.dimension()}, extra: "bucket", inner: sums.inner, columns: sums.sql()}.sql(s.cond)
	table := crossTable{}
	key := make([]sql.NullString, 2)
	err := each(ctx, s.q.snap, text, s.cond.args, func(r Rows) error {
		var bucket int
		var m stat.Moments
		if err := r.Scan(scanTargets(key, &bucket, &m.N, &m.W, &m.W2, &m.WX, &m.WX2)...); err != nil {
			return err
		}
		if bucket < 0 || bucket >= stat.BucketCount {
			return fmt.Errorf("bucket %d is out of range", bucket)
		}
		at := [2]string{keyOf(key[:1]), keyOf(key[1:])}
		if table[at] == nil {
			table[at] = new(stat.Buckets)
		}
		table[at][bucket].Absorb(m)
		return nil
	})
	return table, fault.Wrap(err, fault.CodeInternal, "split the answers by two keys")
}

// restandardise compares each value of a key that differs with all others, at
// the same make-up by another.
func (s *splitter) restandardise(a, by splitKey, table crossTable, out *SimpsonFigures) []look {
	var looks []look
	for i, segment := range a.segments {
		if segment.AgainstRest.Q == nil || *segment.AgainstRest.Q > stat.DistinctUpTo {
			continue
		}
		part := a.parts[a.of[i]]
		levels := make([]stat.Stratum, len(by.parts))
		for j, level := range by.parts {
			levels[j].Key = keyOf(level.key)
			for _, other := range a.parts {
				b := table[[2]string{keyOf(other.key), levels[j].Key}]
				switch {
				case b == nil:
				case other == part:
					levels[j].A = *b
				default:
					levels[j].B.Merge(b)
				}
			}
		}
		found := stat.Restandardise(s.q.measure.kind(), levels, s.fewerClusters(part))
		if found.Standard.Trouble != stat.TroubleNone {
			out.Untested++
			continue
		}
		looks = append(looks, look{
			figure: SimpsonFigure{Key: segment.Key, KeyLabel: segment.KeyLabel, By: CutInfo{Key: by.cut.asked(), Label: by.cut.label},
				Crude: differenceOf(s.q.measure.clipDifference(found.Crude)), Standard: differenceOf(s.q.measure.clipDifference(found.Standard)),
				Covered: found.Covered, Levels: len(found.Levels), LeftOut: len(found.LeftOut)},
			p: math.Max(found.Crude.P, found.Standard.P), turned: found.Turned,
		})
	}
	return looks
}

// fewerClusters is the least number of clusters that either side of a part may
// have, or -1 where that is not known to be many.
func (s *splitter) fewerClusters(t *tally) int64 {
	rest := s.whole.group.Total.N - t.group.Total.N
	if !s.whole.group.Repeated {
		return min(t.group.Total.N, rest)
	}
	if least := min(t.group.ClusterCount, s.whole.group.ClusterCount-t.group.ClusterCount); least >= stat.JackknifeClusters {
		return least
	}
	return -1
}
