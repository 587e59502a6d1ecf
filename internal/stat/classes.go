package stat

// Class is a part of the answers that a metric tells apart.
type Class struct {
	Key   string // promoter, passive, detractor; good, other
	Group Group  // moments of a share: contribution 1 inside the class, else 0
}

// Classes splits a group of NPS or share contributions into its classes, each
// as a group for Compute(KindShare, ...). A mean has none.
//
// From n (or sum w), sum wx and sum wx^2 of contributions 100, 0, -100 the
// weights follow: P + D = sum wx^2 / 100^2 and P - D = sum wx / 100.
func Classes(k Kind, g Group) []Class {
	switch k {
	case KindNPS:
		return []Class{
			{"promoter", g.class(func(w, x, x2 float64) float64 { return (x2/1e4 + x/100) / 2 })},
			{"passive", g.class(func(w, x, x2 float64) float64 { return w - x2/1e4 })},
			{"detractor", g.class(func(w, x, x2 float64) float64 { return (x2/1e4 - x/100) / 2 })},
		}
	case KindShare:
		return []Class{
			{"good", g.class(func(w, x, x2 float64) float64 { return x })},
			{"other", g.class(func(w, x, x2 float64) float64 { return w - x })},
		}
	}
	return nil
}

// class maps every part of the group by the weight that falls in the class.
func (g Group) class(weight func(w, wx, wx2 float64) float64) Group {
	moments := func(m Moments) Moments {
		in := clip(weight(m.W, m.WX, m.WX2), 0, m.W)
		return Moments{N: m.N, W: m.W, W2: m.W2, WX: in, WX2: in}
	}
	c := g
	c.Total = moments(g.Total)
	if g.Buckets != nil {
		c.Buckets = new(Buckets)
		for i, m := range g.Buckets {
			c.Buckets[i] = moments(m)
		}
	}
	if g.Clusters != nil {
		c.Clusters = make([]Cluster, len(g.Clusters))
		for i, l := range g.Clusters {
			in := clip(weight(l.W, l.WX, l.WX2), 0, l.W)
			c.Clusters[i] = Cluster{ID: l.ID, N: l.N, W: l.W, WX: in, WX2: in}
		}
	}
	return c
}
