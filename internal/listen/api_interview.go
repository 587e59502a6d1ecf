package listen

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type listInterviewsInput struct {
	ID      string         `path:"id"`
	State   InterviewState `query:"state" enum:"planned,invited,agreed,held,transcribed,coded,reported"`
	Owner   string         `query:"owner" doc:"Who leads it."`
	Overdue bool           `query:"overdue" doc:"Only those that should have been held before today."`
	web.Page
}

type planInterviewsInput struct {
	ID   string `path:"id"`
	Body struct {
		Items []ToAsk `json:"items" nullable:"false" minItems:"1" maxItems:"500"`
	}
}

type changeInterviewInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		Kind       *InterviewKind     `json:"kind,omitempty" enum:"in_depth,mid_project,post_project,win_loss,account_review,exit"`
		State      *InterviewState    `json:"state,omitempty" enum:"planned,invited,agreed,held,transcribed,coded,reported"`
		Side       *Side              `json:"side,omitempty" enum:",for,against"`
		OwnerID    *string            `json:"owner_id,omitempty"`
		Due        *string            `json:"due,omitempty" doc:"A day; empty: none."`
		Role       *string            `json:"role,omitempty" maxLength:"200"`
		Pseudonym  *string            `json:"pseudonym,omitempty" maxLength:"200"`
		Language   *string            `json:"language,omitempty" maxLength:"12"`
		Project    *string            `json:"project,omitempty" maxLength:"200"`
		Proposal   *string            `json:"proposal,omitempty" maxLength:"200"`
		Notes      *string            `json:"notes,omitempty" maxLength:"40000"`
		FollowedUp *string            `json:"followed_up,omitempty" maxLength:"40000"`
		HeldAt     *time.Time         `json:"held_at,omitempty"`
		Traits     *map[string]string `json:"traits,omitempty"`
	}
}

type consentInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		Level       string     `json:"level" enum:",anonymous,firm,person" doc:"Empty: it was taken back."`
		TextVersion string     `json:"text_version,omitempty" maxLength:"60" doc:"Of the wording; needed with a level."`
		At          *time.Time `json:"at,omitempty" doc:"When it was said; absent: now."`
	}
}

type reviewInput struct {
	ID   string `path:"id"`
	Body struct {
		Text string `json:"text" maxLength:"16000"`
	}
}

type writeGuideInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		Sections []GuideSection `json:"sections" nullable:"false" maxItems:"40"`
		Note     string         `json:"note,omitempty" maxLength:"8000"`
	}
}

func registerInterviews(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-interviews", http.MethodGet, "/api/studies/{id}/interviews", access.ListenRead, "List a study's interviews: researchers all with whom they are, others those with a consent, by pseudonym"),
		func(ctx context.Context, in *listInterviewsInput) (*web.ListOf[Interview], error) {
			after := 0
			if err := web.DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			all, err := s.Interviews(ctx, in.ID, InterviewFilter{State: in.State, Owner: in.Owner, Overdue: in.Overdue}, after, in.Limit)
			if err != nil {
				return nil, err
			}
			return &web.ListOf[Interview]{Body: web.Listed(all, in.Limit, func(i Interview) any { return i.Number })}, nil
		})

	plan := web.Op("plan-interviews", http.MethodPost, "/api/studies/{id}/interviews", access.ListenWrite, "Add people to ask to a study")
	plan.DefaultStatus = http.StatusCreated
	huma.Register(api, plan, func(ctx context.Context, in *planInterviewsInput) (*web.ListOf[Interview], error) {
		all, _, err := s.PlanInterviews(ctx, in.ID, in.Body.Items)
		return web.ListedWhole(all, err)
	})

	huma.Register(api, web.Op("get-interview", http.MethodGet, "/api/interviews/{id}", access.ListenRead, "Get an interview as the asker may know of it"),
		func(ctx context.Context, in *idInput) (*web.Versioned[Interview], error) {
			i, err := s.GetInterview(ctx, in.ID)
			return web.Answered(i, i.Version, 0, err)
		})

	huma.Register(api, web.Op("change-interview", http.MethodPatch, "/api/interviews/{id}", access.ListenWrite, "Change an interview or bring it to another state"),
		func(ctx context.Context, in *changeInterviewInput) (*web.Versioned[Interview], error) {
			b := in.Body
			i, position, err := s.UpdateInterview(ctx, in.ID, in.IfMatch, InterviewChange{Kind: b.Kind, State: b.State, Side: b.Side, OwnerID: b.OwnerID, Due: b.Due, Role: b.Role, Pseudonym: b.Pseudonym,
				Language: b.Language, Project: b.Project, Proposal: b.Proposal, Notes: b.Notes, FollowedUp: b.FollowedUp, HeldAt: b.HeldAt, Traits: b.Traits})
			return web.Answered(i, i.Version, position, err)
		})

	huma.Register(api, web.Op("set-interview-consent", http.MethodPut, "/api/interviews/{id}/consent", access.ListenWrite, "Write down what somebody consented to"),
		func(ctx context.Context, in *consentInput) (*web.Versioned[Interview], error) {
			i, position, err := s.SetConsent(ctx, in.ID, in.IfMatch, in.Body.Level, in.Body.TextVersion, in.Body.At)
			return web.Answered(i, i.Version, position, err)
		})

	huma.Register(api, web.Op("remove-interview", http.MethodDelete, "/api/interviews/{id}", access.ListenWrite, "Remove an interview that is planned or asked for"),
		func(ctx context.Context, in *idInput) (*web.Changed, error) {
			return web.ChangedAt(s.RemoveInterview(ctx, in.ID))
		})

	registerCandidates(api, s)
	registerReviews(api, s)
	registerGuides(api, s)
}

func registerReviews(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-interview-reviews", http.MethodGet, "/api/interviews/{id}/reviews", access.ListenRead, "List what colleagues think of an interview, to members of the study"),
		func(ctx context.Context, in *idInput) (*web.ListOf[InterviewReview], error) {
			return web.ListedWhole(s.Reviews(ctx, in.ID))
		})

	huma.Register(api, web.Op("review-interview", http.MethodPost, "/api/interviews/{id}/reviews", access.ListenRead, "Say, as a member of the study, what is thought of an interview"),
		func(ctx context.Context, in *reviewInput) (*web.Changed, error) {
			return web.ChangedAt(s.ReviewInterview(ctx, in.ID, in.Body.Text))
		})
}

func registerGuides(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-study-guides", http.MethodGet, "/api/studies/{id}/guides", access.ListenRead, "List a study's guides, the one in force first"),
		func(ctx context.Context, in *idInput) (*web.ListOf[StudyGuide], error) {
			return web.ListedWhole(s.Guides(ctx, in.ID))
		})

	write := web.Op("write-study-guide", http.MethodPost, "/api/studies/{id}/guides", access.ListenWrite, "Write a guide, in force from then on")
	write.DefaultStatus = http.StatusCreated
	huma.Register(api, write, func(ctx context.Context, in *writeGuideInput) (*web.Versioned[StudyGuide], error) {
		g, position, err := s.WriteGuide(ctx, in.ID, in.IfMatch, StudyGuide{Sections: in.Body.Sections, Note: in.Body.Note})
		return web.Answered(g, g.Version, position, err)
	})
}
