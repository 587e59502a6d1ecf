// Package listen is the room of conversations: studies, each a round of
// interviews with a question and a guide; whom to ask and where that stands; the
// documents that come of it, transcripts and free texts, cut into numbered
// sentences; what in them is kept from others; and what a team makes of them. It
// owns the tables study, study_member, study_guide, interview, interview_review,
// document, document_removed, document_mend, sentence, sentence_words, sentence_shown and mask; codebook,
// code_family, code, code_history, study_codebook, coding, coding_pass,
// settlement, memo, coder,
// coder_judged, coded_file and coded_reject; finding, finding_touchpoint, finding_excerpt and
// finding_history.
//
// Invariants: an interview has a number in its study and a sentence a number in
// its document, both given once. A place in a sentence counts Unicode code
// points of the original text. Names, voices and identifying passages are read
// by the study's members of the part researcher only, whatever role anybody has;
// everybody else who may read the program's studies reads a pseudonym, the level
// of consent and, of a document that was released, the text with what is masked
// replaced. Of an interview without a consent others read nothing. No transcript
// is taken in before there is a consent. A document is released only when every
// proposed mask was decided on; until then, and whenever one is proposed anew,
// what is proposed is hidden as what is confirmed. A passage keeps the code that
// it was given; where that was merged, another stands for it. What a coder gives
// blind nobody else sees until every coder of the document is done, and they are
// two at least. A finding is published only with an excerpt, and what it rests on
// counts as long as whoever said it consents and was not erased. A comment is a copy
// of an answer and becomes what that becomes, erased ones too.
package listen
