package access

import (
	"bytes"
	"context"
	"crypto/subtle"
	"encoding/base64"
	"image/png"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

const (
	totpPeriod    = 30 // seconds a code is shown
	totpSkew      = 1  // codes before and after that are taken, for clocks that differ
	recoveryCodes = 10
	totpPurpose   = "totp:" // followed by the person's id
)

// StartTOTP makes a secret for an authenticator app. It counts only once
// ConfirmTOTP has seen a code of it.
func (s *Service) StartTOTP(ctx context.Context, password string) (TOTPStart, error) {
	user, err := s.confirm(ctx, "password", password)
	if err != nil {
		return TOTPStart{}, err
	}
	if user.TOTP != "" {
		return TOTPStart{}, fault.New(fault.CodeConflict, "The second factor is on already. Turn it off first to set it up anew.").Keyed("totp.on")
	}
	settings, err := s.Organisation(ctx)
	if err != nil {
		return TOTPStart{}, err
	}
	key, err := totp.Generate(totp.GenerateOpts{
		Issuer: issuer(settings.Name), AccountName: user.Email, Period: totpPeriod, SecretSize: 20, Rand: s.random,
	})
	if err != nil {
		return TOTPStart{}, fault.Wrap(err, fault.CodeInternal, "make second factor")
	}
	qr, err := picture(key)
	if err != nil {
		return TOTPStart{}, err
	}
	sealed, err := s.vault.Seal(totpPurpose+user.ID, key.Secret())
	if err != nil {
		return TOTPStart{}, err
	}
	_, err = s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.NewRaw("UPDATE access_user SET totp_pending = ? WHERE id = ?", sealed, user.ID).Exec(ctx)
		return fault.Wrap(err, fault.CodeUnavailable, "write second factor")
	})
	return TOTPStart{Secret: key.Secret(), URL: key.URL(), QR: qr}, err
}

// issuer is the name that the app shows above its codes.
func issuer(organisation string) string {
	if organisation == "" {
		return "Balcony"
	}
	return "Balcony " + organisation
}

// picture draws the address as a QR code, as a data URL.
func picture(key *otp.Key) (string, error) {
	image, err := key.Image(240, 240)
	if err != nil {
		return "", fault.Wrap(err, fault.CodeInternal, "draw QR code")
	}
	var drawn bytes.Buffer
	if err := png.Encode(&drawn, image); err != nil {
		return "", fault.Wrap(err, fault.CodeInternal, "draw QR code")
	}
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(drawn.Bytes()), nil
}

// ConfirmTOTP turns the second factor on by a first code and gives the
// recovery codes, which are kept as hashes only.
func (s *Service) ConfirmTOTP(ctx context.Context, code string) ([]string, error) {
	who := From(ctx)
	if err := s.self(who); err != nil {
		return nil, err
	}
	if err := s.try(ctx, s.limits.account, emailKey(who.Email)); err != nil {
		return nil, err
	}
	codes := make([]string, recoveryCodes)
	for i := range codes {
		var err error
		if codes[i], err = newRecoveryCode(s.random); err != nil {
			return nil, err
		}
	}
	err := s.changeSelf(ctx, "totp.on", func(ctx context.Context, tx *record.Tx, user *userRow) ([]string, error) {
		if user.TOTPPending == "" {
			return nil, fault.New(fault.CodeConflict, "Begin by showing the QR code to your app.").Keyed("totp.not_started")
		}
		secret, err := s.vault.Open(totpPurpose+user.ID, user.TOTPPending)
		if err != nil {
			return nil, err
		}
		step, ok := matchingStep(secret, code, s.now(), 0)
		if !ok {
			return nil, errCode("code")
		}
		user.TOTP, user.TOTPPending, user.TOTPStep = user.TOTPPending, "", step
		return []string{"totp", "totp_pending", "totp_step"}, writeRecovery(ctx, tx, user.ID, codes)
	})
	if err != nil {
		return nil, err
	}
	s.forgive(ctx, s.limits.account, emailKey(who.Email))
	return codes, nil
}

func writeRecovery(ctx context.Context, tx *record.Tx, user string, codes []string) error {
	if _, err := tx.NewRaw("DELETE FROM access_recovery WHERE user_id = ?", user).Exec(ctx); err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "remove older recovery codes")
	}
	for _, code := range codes {
		_, err := tx.NewRaw("INSERT INTO access_recovery (user_id, code_hash) VALUES (?, ?)", user, hashOf(plainCode(code))).Exec(ctx)
		if err != nil {
			return fault.Wrap(err, fault.CodeUnavailable, "write recovery codes")
		}
	}
	return nil
}

// RemoveTOTP turns the second factor of the person who asks off.
func (s *Service) RemoveTOTP(ctx context.Context, password string) error {
	user, err := s.confirm(ctx, "password", password)
	if err != nil {
		return err
	}
	_, err = s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		return s.dropSecondFactor(ctx, tx, user)
	})
	return err
}

func (s *Service) dropSecondFactor(ctx context.Context, tx *record.Tx, user *userRow) error {
	user.TOTP, user.TOTPPending = "", ""
	if err := updateUser(ctx, tx, user, "totp", "totp_pending"); err != nil {
		return err
	}
	if _, err := tx.NewRaw("DELETE FROM access_recovery WHERE user_id = ?", user.ID).Exec(ctx); err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "remove recovery codes")
	}
	return s.journal.Audit(ctx, tx, "totp.off", user.ID, nil)
}

func errCode(field string) error {
	return fault.Invalid(field, "This code is not right, or it was used already. Wait for the next one.").Keyed("totp.wrong")
}

// checkSecondFactor takes a code of the app or a recovery code, each once. The
// fault is unauthenticated, with its own key where a code is still to be given.
func (s *Service) checkSecondFactor(ctx context.Context, user *userRow, code string) error {
	if user.TOTP == "" {
		return nil
	}
	if code = plainCode(code); code == "" {
		return fault.New(fault.CodeUnauthenticated, "Enter the code that your authenticator app shows.").Keyed("session.totp_required")
	}
	ok, err := s.useRecovery(ctx, user, code)
	if err == nil && !ok {
		ok, err = s.useCode(ctx, user, code)
	}
	if err != nil || ok {
		return err
	}
	return s.refuse(ctx, user, "code", fault.New(fault.CodeUnauthenticated,
		"This code is not right, or it was used already. Wait for the next one.").Keyed("totp.wrong"))
}

// useCode takes a code of the app, unless one of its time or later was used.
func (s *Service) useCode(ctx context.Context, user *userRow, code string) (bool, error) {
	secret, err := s.vault.Open(totpPurpose+user.ID, user.TOTP)
	if err != nil {
		return false, err
	}
	step, ok := matchingStep(secret, code, s.now(), user.TOTPStep)
	if !ok {
		return false, nil
	}
	var changed int64
	_, err = s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		done, err := tx.NewRaw("UPDATE access_user SET totp_step = ? WHERE id = ? AND totp_step < ?", step, user.ID, step).Exec(ctx)
		if err == nil {
			changed, err = done.RowsAffected()
		}
		return err
	})
	return changed == 1, fault.Wrap(err, fault.CodeUnavailable, "use code")
}

// matchingStep finds the time step whose code this is, after the last one used.
func matchingStep(secret, code string, now time.Time, used int64) (int64, bool) {
	middle := now.Unix() / totpPeriod
	for step := middle - totpSkew; step <= middle+totpSkew; step++ {
		want, err := hotp.GenerateCodeCustom(secret, uint64(step), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err == nil && step > used && subtle.ConstantTimeCompare([]byte(want), []byte(plainCode(code))) == 1 {
			return step, true
		}
	}
	return 0, false
}

// useRecovery takes a recovery code, once.
func (s *Service) useRecovery(ctx context.Context, user *userRow, code string) (bool, error) {
	used := false
	_, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		done, err := tx.NewRaw("DELETE FROM access_recovery WHERE user_id = ? AND code_hash = ?", user.ID, hashOf(code)).Exec(ctx)
		if err != nil {
			return err
		}
		n, err := done.RowsAffected()
		if err != nil || n == 0 {
			return err
		}
		used = true
		return s.journal.Audit(ctx, tx, "recovery.used", user.ID, nil)
	})
	return used, fault.Wrap(err, fault.CodeUnavailable, "use recovery code")
}
