// Package measure is the room of what is followed: a measure is a quantity with
// its wording, scale, intent and the metric made of its scores, about a
// touchpoint or the whole; some stand ready to be made. It owns the
// tables measure and measure_history, and what measures rest on: measure_ground,
// ground_reason, measure_finding and expectation_finding. A survey asks measures:
// survey (with its draft), survey_version, survey_code and survey_break are its too.
// Lists of main reasons are reason_list, listed_reason, reason_decision and
// reason_history: a reason is never taken out and its code stands for it for ever;
// it rests instead.
//
// Invariants: a measure belongs to one program for life and its name is unique
// there; a change of wording, scale or metric keeps what stood before in
// measure_history and is a break of the series; the version grows with each
// change. Nothing here is wired to one metric. A published measure rests on a
// finding or on a written reason: one of them stays under it. Words of a scale
// in another language belong to the scale: changing them is a break too, a
// touchpoint, name or intent is not. A published version of a survey never
// changes, and a code of a question stands for one kind of answer as long as the
// survey lives; where a version asks a measure otherwise, its series breaks.
package measure
