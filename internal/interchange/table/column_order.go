package table

import (
	"cmp"
	"strings"
)

// orderScan watches whether each value of a column comes after the one before, or
// each before it: then no value comes twice, however many there are. Values are
// ordered by length and then by their bytes, as running numbers and ids that begin
// with the time are.
type orderScan struct {
	last   string
	n      int64
	step   int  // which way the second value went
	broken bool // some value went another way, or came again
}

func (o *orderScan) add(cell string) {
	if o.broken {
		return
	}
	if o.n > 0 {
		step := cmp.Compare(len(cell), len(o.last))
		if step == 0 {
			step = strings.Compare(cell, o.last)
		}
		if o.n == 1 {
			o.step = step
		}
		o.broken = step == 0 || step != o.step
	}
	o.last = cell
	o.n++
}
