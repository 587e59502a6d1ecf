package access

import "context"

// HashesOf counts the password hashes computed so far.
func HashesOf(s *Service) int64 { return s.hasher.work.Load() }

// SetCost changes what a password hash costs from now on.
func SetCost(s *Service, cost Cost) { s.hasher.cost = cost }

// AnswerForgotten does what Run does with the requests that wait, and gives
// how many there were.
func AnswerForgotten(s *Service, do func(error)) (n int) {
	for {
		select {
		case f := <-s.forgotten:
			n++
			do(s.answerForgotten(context.Background(), f))
		default:
			return n
		}
	}
}
