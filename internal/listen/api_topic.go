package listen

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type listTopicsInput struct {
	Program string    `query:"program" required:"true"`
	Kind    TopicKind `query:"kind" enum:"touchpoint,code" doc:"Absent: both."`
	Limit   int       `query:"limit" minimum:"1" maximum:"100" default:"50"`
}

type topicInput struct {
	Program    string `query:"program" required:"true"`
	Touchpoint string `query:"touchpoint" maxLength:"64" doc:"One of the three is named."`
	Code       string `query:"code" maxLength:"64"`
	Word       string `query:"word" maxLength:"1000" doc:"Words as they are searched for: in their stems, English and French."`
}

type topicQuotesInput struct {
	Program    string `query:"program" required:"true"`
	Touchpoint string `query:"touchpoint" maxLength:"64" doc:"One of the three is named."`
	Code       string `query:"code" maxLength:"64"`
	Word       string `query:"word" maxLength:"1000"`
	web.Page
}

type topicOutput struct{ Body TopicSaid }

func registerTopics(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-topics", http.MethodGet, "/api/topics", access.FindingRead, "List the touchpoints and codes of which the most people speak"),
		func(ctx context.Context, in *listTopicsInput) (*web.ListOf[Topic], error) {
			return web.ListedWhole(s.Topics(ctx, in.Program, in.Kind, in.Limit))
		})

	huma.Register(api, web.Op("get-topic", http.MethodGet, "/api/topic", access.FindingRead, "Get what people said of a touchpoint, a code or a word: how many, and the findings"),
		func(ctx context.Context, in *topicInput) (*topicOutput, error) {
			if err := access.From(ctx).Any(access.FindingRead); err != nil {
				return nil, err
			}
			asked, err := topicAsked(in.Touchpoint, in.Code, in.Word)
			if err != nil {
				return nil, err
			}
			said, err := s.TopicSaid(ctx, in.Program, asked)
			if err != nil {
				return nil, err
			}
			return &topicOutput{said}, nil
		})

	huma.Register(api, web.Op("list-topic-quotes", http.MethodGet, "/api/topic/quotes", access.ListenRead, "List passages that speak of a touchpoint, a code or a word, newest first, with what is masked replaced"),
		func(ctx context.Context, in *topicQuotesInput) (*web.ListOf[TopicQuote], error) {
			if err := access.From(ctx).Any(access.ListenRead); err != nil {
				return nil, err
			}
			asked, err := topicAsked(in.Touchpoint, in.Code, in.Word)
			if err != nil {
				return nil, err
			}
			var before string
			if err := web.DecodeCursor(in.Cursor, &before); err != nil {
				return nil, err
			}
			all, err := s.TopicQuotes(ctx, in.Program, asked, before, in.Limit)
			if err != nil {
				return nil, err
			}
			return &web.ListOf[TopicQuote]{Body: web.Listed(all, in.Limit, func(t TopicQuote) any { return t.ID })}, nil
		})
}
