package collect

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"reflect"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	quick "github.com/go-json-experiment/json"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// Limits of what may be sent in at once.
const (
	maxIntakeBytes = 8 << 20
	maxIntakeItems = 1000
	maxUploadBytes = 512 << 20
)

// registerIntake adds the two operations that take in answers and events.
// They are the busiest of all, so they are described like the others but
// decode and encode by themselves, without the API layer's reflection.
func registerIntake(api huma.API, s *Service) {
	responses := web.Op("record-responses", http.MethodPost, "/api/responses", access.AnswerWrite, "Send in one response or many")
	describeIntake(api, &responses, reflect.TypeFor[ResponseInput](), reflect.TypeFor[ResponsesInput]())
	handle(api, &responses, s.log, func(ctx huma.Context) error {
		return s.takeIn(ctx, s.recordResponses)
	})

	events := web.Op("record-events", http.MethodPost, "/api/events", access.AnswerWrite, "Send in one event or many")
	describeIntake(api, &events, reflect.TypeFor[EventInput](), reflect.TypeFor[EventsInput]())
	handle(api, &events, s.log, func(ctx huma.Context) error {
		return s.takeIn(ctx, s.recordEvents)
	})
}

func describeIntake(api huma.API, op *huma.Operation, one, many reflect.Type) {
	schemas := api.OpenAPI().Components.Schemas
	op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
		"application/json": {Schema: &huma.Schema{AnyOf: []*huma.Schema{schemas.Schema(one, true, one.Name()), schemas.Schema(many, true, many.Name())}}},
	}}
	receipt := func(what string) *huma.Response {
		t := reflect.TypeFor[Receipt]()
		return &huma.Response{Description: what, Content: map[string]*huma.MediaType{"application/json": {Schema: schemas.Schema(t, true, t.Name())}}}
	}
	op.Responses = map[string]*huma.Response{
		"200": receipt("All of it was known already, or some of it was rejected"),
		"201": receipt("Taken in"),
		"default": {Description: "Nothing was taken in", Content: map[string]*huma.MediaType{
			"application/problem+json": {Schema: schemas.Schema(reflect.TypeFor[fault.Problem](), true, "Problem")}}},
	}
	api.OpenAPI().AddOperation(op)
}

// handle serves an operation below the API layer; an error becomes the same
// problem details.
func handle(api huma.API, op *huma.Operation, logger *slog.Logger, serve func(huma.Context) error) {
	api.Adapter().Handle(op, api.Middlewares().Handler(op.Middlewares.Handler(func(ctx huma.Context) {
		err := serve(ctx)
		if err == nil {
			return
		}
		var problem *fault.Error
		errors.As(fault.Wrap(err, fault.CodeInternal, op.OperationID), &problem) // Wrap sees to it that there is one
		if problem.GetStatus() >= http.StatusInternalServerError && ctx.Context().Err() == nil {
			logger.ErrorContext(ctx.Context(), "request failed", "operation", op.OperationID, "error", problem.Error())
		}
		body, err := json.Marshal(problem)
		if err != nil {
			panic("collect: a problem does not marshal: " + err.Error())
		}
		ctx.SetHeader("Content-Type", "application/problem+json")
		ctx.SetStatus(problem.GetStatus())
		_, _ = ctx.BodyWriter().Write(body) // the client went away: nothing is left to tell
	})))
}

// register adds an operation on one import that answers with the import.
func register(api huma.API, op huma.Operation, do func(context.Context, string) (Import, log.Position, error)) {
	huma.Register(api, op, func(ctx context.Context, in *importIDInput) (*importOutput, error) {
		i, position, err := do(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		return answered(i, int64(position)), nil
	})
}

func (s *Service) takeIn(ctx huma.Context, take func(context.Context, []byte) (Receipt, int, error)) error {
	body, err := readBody(ctx)
	if err != nil {
		return err
	}
	receipt, status, err := take(ctx.Context(), body)
	if err != nil {
		return err
	}
	out, err := quick.Marshal(receipt)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "write receipt")
	}
	ctx.SetHeader("Content-Type", "application/json")
	ctx.SetHeader("Balcony-Position", strconv.FormatInt(receipt.Position, 10))
	ctx.SetStatus(status)
	_, _ = ctx.BodyWriter().Write(out) // the client went away: nothing is left to tell
	return nil
}

func readBody(ctx huma.Context) ([]byte, error) {
	var buffer bytes.Buffer
	if n, err := strconv.Atoi(ctx.Header("Content-Length")); err == nil && n > 0 && n <= maxIntakeBytes {
		buffer.Grow(min(n, 64<<10) + bytes.MinRead) // what a client says is believed up to a point
	}
	_, err := buffer.ReadFrom(io.LimitReader(ctx.BodyReader(), maxIntakeBytes+1))
	body := buffer.Bytes()
	if err != nil {
		return nil, fault.New(fault.CodeInvalid, "The request ended before it was complete.").Because(err)
	}
	if len(body) > maxIntakeBytes {
		return nil, fault.New(fault.CodeInvalid, "Send at most 8 MiB at once.").Keyed("intake.too_large")
	}
	return body, nil
}
