package listen

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type memosInput struct {
	About   MemoAbout `query:"about" enum:"study,document,code" default:"study"`
	AboutID string    `query:"about_id" doc:"The study, document or code."`
}

type createMemoInput struct {
	Body struct {
		About   MemoAbout `json:"about" enum:"study,document,code"`
		AboutID string    `json:"about_id" format:"uuid"`
		Body    string    `json:"body" maxLength:"16000"`
	}
}

type changeMemoInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		Body string `json:"body" maxLength:"16000"`
	}
}

func registerMemos(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-memos", http.MethodGet, "/api/memos", access.ListenRead, "List researchers' memos about a study, document or code, at most 500"),
		func(ctx context.Context, in *memosInput) (*web.ListOf[Memo], error) {
			return web.ListedWhole(s.Memos(ctx, in.About, in.AboutID))
		})

	create := web.Op("create-memo", http.MethodPost, "/api/memos", access.ListenWrite, "Write a memo")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, create, func(ctx context.Context, in *createMemoInput) (*web.Versioned[Memo], error) {
		m, position, err := s.CreateMemo(ctx, Memo{About: in.Body.About, AboutID: in.Body.AboutID, Body: in.Body.Body})
		return web.Answered(m, m.Version, position, err)
	})

	huma.Register(api, web.Op("change-memo", http.MethodPatch, "/api/memos/{id}", access.ListenWrite, "Change a memo of one's own"),
		func(ctx context.Context, in *changeMemoInput) (*web.Versioned[Memo], error) {
			m, position, err := s.UpdateMemo(ctx, in.ID, in.IfMatch, in.Body.Body)
			return web.Answered(m, m.Version, position, err)
		})

	huma.Register(api, web.Op("remove-memo", http.MethodDelete, "/api/memos/{id}", access.ListenWrite, "Remove a memo of one's own"),
		func(ctx context.Context, in *idInput) (*web.Changed, error) {
			return web.ChangedAt(s.RemoveMemo(ctx, in.ID))
		})
}
