package listen

import (
	"context"
	"io"
	"path"
	"slices"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// maxAudio is the most bytes that a recording has.
const maxAudio = 512 << 20

func audioTypes() []string {
	return []string{"audio/mpeg", "audio/mp4", "audio/x-m4a", "audio/aac", "audio/wav", "audio/x-wav", "audio/ogg", "audio/webm", "audio/flac"}
}

// PutAudio keeps the recording of a transcript, in place of one before.
func (s *Service) PutAudio(ctx context.Context, id, name, kind string, content io.Reader) (log.Position, error) {
	if err := access.From(ctx).Any(access.ListenWrite); err != nil {
		return 0, err
	}
	if !slices.Contains(audioTypes(), kind) {
		return 0, fault.Invalid("file", "This is no recording that can be played: MP3, M4A, WAV, OGG, WEBM or FLAC.").Keyed("listen.audio_type")
	}
	err := s.view(ctx, func(ctx context.Context, q record.Querier) error {
		_, err := changing(ctx, q, id)
		return err
	})
	if err != nil {
		return 0, err // before the recording is read
	}
	hash, size, err := s.Store.Files().Put(ctx, content, maxAudio)
	if err != nil {
		return 0, err
	}
	return s.setAudio(ctx, id, hash, path.Base(name), kind, size)
}

// RemoveAudio takes the recording of a transcript out.
func (s *Service) RemoveAudio(ctx context.Context, id string) (log.Position, error) {
	return s.setAudio(ctx, id, "", "", "", 0)
}

func (s *Service) setAudio(ctx context.Context, id, hash, name, kind string, size int64) (log.Position, error) {
	if err := access.From(ctx).Any(access.ListenWrite); err != nil {
		return 0, err
	}
	return s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		d, err := changing(ctx, tx, id)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "UPDATE document SET audio_hash = ?, audio_name = ?, audio_type = ?, audio_size = ? WHERE id = ?", hash, name, kind, size, id); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "keep a recording")
		}
		if d.audioHash != "" && d.audioHash != hash {
			if err := dropFile(ctx, tx, d.audioHash); err != nil {
				return err
			}
		}
		if err := touched(ctx, tx, id); err != nil {
			return err
		}
		return s.Audit.Audit(ctx, tx, "document.audio", id, nil)
	})
}

// dropFile has a file go that no document has any more.
func dropFile(ctx context.Context, tx *record.Tx, hash string) error {
	var used int64
	if _, err := tx.Get(ctx, `SELECT (SELECT count(*) FROM document WHERE file_hash = ? OR audio_hash = ?)
		+ (SELECT count(*) FROM document_removed WHERE file_hash = ? OR audio_hash = ?)`, []any{hash, hash, hash, hash}, &used); err != nil || used > 0 {
		return fault.Wrap(err, fault.CodeInternal, "count uses of a file")
	}
	return people.LeaveFile(ctx, tx, hash)
}

// OpenAudio opens a recording, to researchers only. That they did is written to
// the audit log before it is played, once a listening and not for each part.
func (s *Service) OpenAudio(ctx context.Context, id string, first bool) (content io.ReadSeekCloser, kind string, err error) {
	if err := access.From(ctx).Any(access.ListenRead); err != nil {
		return nil, "", err
	}
	var d Document
	err = s.view(ctx, func(ctx context.Context, q record.Querier) (err error) {
		d, _, err = readDocument(ctx, q, id)
		return err
	})
	if err != nil {
		return nil, "", err
	}
	if !d.Originals || d.audioHash == "" {
		return nil, "", fault.NotFound("recording")
	}
	if first {
		if err := s.Audit.Saw(ctx, "interview.listened", id, nil); err != nil {
			return nil, "", err
		}
	}
	content, err = s.Store.Files().Open(ctx, d.audioHash)
	return content, d.audioType, err
}
