package join

import "fmt"

// ParseSpecs reads how each of n right tables is joined, by position: on[i] is
// LEFT=RIGHT, pivots[i] is NAME=VALUE or "" for a wide table. Pivots may be
// fewer, the tables after the last are wide.
func ParseSpecs(n int, on, pivots []string) ([]Spec, error) {
	if len(on) != n {
		return nil, fmt.Errorf("join: %d tables are joined, but %d times it is said by which columns", n, len(on))
	}
	if len(pivots) > n {
		return nil, fmt.Errorf("join: there are %d pivots for %d tables", len(pivots), n)
	}
	out := make([]Spec, n)
	for i := range out {
		var err error
		if out[i].Left, out[i].Right, err = ParsePair(on[i]); err != nil {
			return nil, err
		}
		if i >= len(pivots) || pivots[i] == "" {
			continue
		}
		if out[i].Name, out[i].Value, err = ParsePair(pivots[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}
