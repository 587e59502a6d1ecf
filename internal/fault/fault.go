// Package fault is the one set of errors that cross a room's border: a code,
// a public message that says what to do, and the private cause.
package fault

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
)

// Code classes an error by what the caller can do about it.
type Code string

// The codes. There are no others.
const (
	CodeInvalid         Code = "invalid"
	CodeNotFound        Code = "not_found"
	CodeConflict        Code = "conflict"
	CodeForbidden       Code = "forbidden"
	CodeUnauthenticated Code = "unauthenticated"
	CodeTooMany         Code = "too_many"
	CodeUnavailable     Code = "unavailable"
	CodeInternal        Code = "internal"
)

// Status is the HTTP status that stands for the code; 500 for an unknown one.
func (c Code) Status() int {
	switch c {
	case CodeInvalid:
		return http.StatusUnprocessableEntity
	case CodeNotFound:
		return http.StatusNotFound
	case CodeConflict:
		return http.StatusConflict
	case CodeForbidden:
		return http.StatusForbidden
	case CodeUnauthenticated:
		return http.StatusUnauthorized
	case CodeTooMany:
		return http.StatusTooManyRequests
	case CodeUnavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// Field names one part of the input that is at fault.
type Field struct {
	Field   string `json:"field"`           // path in the input: "responses[3].score", "mapping.columns[2].role"
	Message string `json:"message"`         // what is wrong with it and what would be right, in English
	Key     string `json:"key,omitempty"`   // stable key by which the page finds a translation
	Value   any    `json:"value,omitempty"` // the offending value where showing it is safe
}

// Error is an error with a code and a message fit for the person who asked.
// The cause is for the log and never shown.
type Error struct {
	Code    Code
	Message string
	Key     string // stable key by which the page finds a translation, may be empty
	Fields  []Field
	cause   error
}

// New makes an error with a public message.
func New(code Code, message string) *Error { return &Error{Code: code, Message: message} }

// Newf is New with formatting; what is formatted in is shown to the caller.
func Newf(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Invalid says that one field of the input is wrong.
func Invalid(field, message string) *Error {
	return &Error{Code: CodeInvalid, Message: message, Fields: []Field{{Field: field, Message: message}}}
}

// NotFound says that no such thing exists, or none that the caller may see.
func NotFound(what string) *Error {
	return &Error{Code: CodeNotFound, Message: "There is no such " + what + ", or you may not see it."}
}

// Wrap gives a cause its code and the operation that failed. A cause that is
// already an *Error keeps its own code and message. Wrap(nil, ...) is nil.
func Wrap(cause error, code Code, operation string) error {
	if cause == nil {
		return nil
	}
	var e *Error
	if errors.As(cause, &e) {
		return cause
	}
	return &Error{Code: code, Message: publicMessage(code), cause: fmt.Errorf("%s: %w", operation, cause)}
}

func publicMessage(code Code) string {
	switch code {
	case CodeUnavailable:
		return "The server cannot do this at the moment. Nothing was lost; try again shortly."
	case CodeInternal:
		return "Something went wrong on the server. Nothing that was confirmed is lost; try again, and tell the operator if it goes on."
	}
	return "The request could not be carried out."
}

// Under puts what err says of fields under the part of the input to which they
// belong: with the prefix "items[3]." its field "name" is "items[3].name". An
// error of another kind is as it was.
func Under(err error, prefix string) error {
	var e *Error
	if !errors.As(err, &e) {
		return err
	}
	moved := *e
	moved.Fields = slices.Clone(e.Fields)
	for i := range moved.Fields {
		moved.Fields[i].Field = prefix + moved.Fields[i].Field
	}
	return &moved
}

// With adds a field at fault and returns e.
func (e *Error) With(field, message string) *Error {
	e.Fields = append(e.Fields, Field{Field: field, Message: message})
	return e
}

// Keyed sets the translation key and returns e.
func (e *Error) Keyed(key string) *Error {
	e.Key = key
	return e
}

// Because sets the private cause and returns e.
func (e *Error) Because(cause error) *Error {
	e.cause = cause
	return e
}

// Error is the text for the log: code, message and cause.
func (e *Error) Error() string {
	if e.cause != nil {
		return string(e.Code) + ": " + e.cause.Error()
	}
	return string(e.Code) + ": " + e.Message
}

// Unwrap gives the private cause.
func (e *Error) Unwrap() error { return e.cause }

// GetStatus is the HTTP status, as the API layer asks for it.
func (e *Error) GetStatus() int { return e.Code.Status() }

// ContentType makes the API layer answer with the problem format.
func (e *Error) ContentType(string) string { return "application/problem+json" }

// MarshalJSON writes the public part as RFC 9457 problem details.
func (e *Error) MarshalJSON() ([]byte, error) {
	return json.Marshal(Problem{
		Type: "about:blank", Title: http.StatusText(e.GetStatus()), Status: e.GetStatus(),
		Detail: e.Message, Code: e.Code, Key: e.Key, Errors: e.Fields,
	})
}

// Problem is the shape of an error on the wire (RFC 9457).
type Problem struct {
	Type   string  `json:"type"`
	Title  string  `json:"title"`
	Status int     `json:"status"`
	Detail string  `json:"detail"`
	Code   Code    `json:"code"`
	Key    string  `json:"key,omitempty"`
	Errors []Field `json:"errors,omitempty"`
}

// CodeOf is the code of err, CodeInternal where it carries none, "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return CodeInternal
}

// Is tells whether err carries the code.
func Is(err error, code Code) bool { return err != nil && CodeOf(err) == code }

// Error is the public message.
func (p *Problem) Error() string { return string(p.Code) + ": " + p.Detail }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is the media type of problem details.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// CodeOfStatus is the code that fits an HTTP status made outside the rooms.
func CodeOfStatus(status int) Code {
	for _, c := range []Code{CodeInvalid, CodeNotFound, CodeConflict, CodeForbidden, CodeUnauthenticated, CodeTooMany, CodeUnavailable} {
		if c.Status() == status {
			return c
		}
	}
	switch {
	case status == http.StatusPreconditionFailed:
		return CodeConflict
	case status >= 400 && status < 500:
		return CodeInvalid
	}
	return CodeInternal
}
