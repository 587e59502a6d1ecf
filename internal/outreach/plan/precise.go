package plan

import "math"

// Part is a stratum: how many can be asked, and how many answers are expected.
type Part struct{ Population, Answers int }

// Precision is half the 95 % interval to which the answers of a stratum come, at
// the spread of the size: z s sqrt((N - n) / (n (N - 1))), of which Answers is the
// inverse (Cochran, Sampling Techniques, 3rd ed., 1977, 2.6). False without an
// answer; 0 where all answer.
func (s Size) Precision(p Part) (float64, bool) {
	v, ok := s.variance(p)
	return z * math.Sqrt(v), ok
}

// Together is that of all strata, each weighing what its population does:
// z sqrt(sum (N_h / N)^2 v_h) (Cochran, 5.4). False where one with people has no
// answer.
func (s Size) Together(parts []Part) (float64, bool) {
	all := 0
	for _, p := range parts {
		all += p.Population
	}
	sum := 0.0
	for _, p := range parts {
		v, ok := s.variance(p)
		if p.Population > 0 && !ok {
			return 0, false
		}
		w := float64(p.Population) / float64(max(all, 1))
		sum += w * w * v
	}
	return z * math.Sqrt(sum), all > 0
}

func (s Size) variance(p Part) (float64, bool) {
	if p.Population <= 0 || p.Answers <= 0 {
		return 0, false
	}
	n, population := float64(min(p.Answers, p.Population)), float64(p.Population)
	if p.Answers >= p.Population {
		return 0, true
	}
	spread := s.Spread
	if spread == 0 {
		spread = 0.5
	}
	return spread * spread * (population - n) / (n * (population - 1)), true
}
