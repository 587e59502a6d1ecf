package outreach

import (
	"errors"

	"github.com/balcony-cx/balcony/internal/fault"
)

// keyOf is the key of the first thing at fault.
func keyOf(err error) string {
	var e *fault.Error
	if !errors.As(err, &e) {
		return ""
	}
	if len(e.Fields) > 0 && e.Fields[0].Key != "" {
		return e.Fields[0].Key
	}
	return e.Key
}
