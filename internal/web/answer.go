package web

import "github.com/balcony-cx/balcony/internal/record/log"

// ListOf is the answer of an operation that gives a list.
type ListOf[T any] struct{ Body List[T] }

// Versioned is the answer of an operation that gives one thing that two people
// may change: its version, and the place of the change in the log.
type Versioned[T any] struct {
	ETag     string `header:"ETag"`
	Position int64  `header:"Balcony-Position"`
	Body     T
}

// Changed is the answer of an operation that gives nothing but the place of its
// change in the log.
type Changed struct {
	Position int64 `header:"Balcony-Position"`
}

// ListedWhole answers with a list that has no further page.
func ListedWhole[T any](items []T, err error) (*ListOf[T], error) {
	if err != nil {
		return nil, err
	}
	return &ListOf[T]{Listed(items, len(items), func(T) any { return nil })}, nil
}

// Answered answers with a thing of a version; position is 0 where nothing was
// changed.
func Answered[T any](body T, version int64, position log.Position, err error) (*Versioned[T], error) {
	if err != nil {
		return nil, err
	}
	return &Versioned[T]{ETag: ETag(version), Position: int64(position), Body: body}, nil
}

// ChangedAt answers with the place of a change.
func ChangedAt(position log.Position, err error) (*Changed, error) {
	if err != nil {
		return nil, err
	}
	return &Changed{Position: int64(position)}, nil
}
