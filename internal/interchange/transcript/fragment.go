package transcript

// fragment is a stretch of the file: a cue of subtitles, a line or a paragraph.
type fragment struct {
	line    int // of the file, from 1
	speaker string
	from    int64 // microseconds; unknown
	to      int64
	text    string
	ends    bool // a paragraph ends here: what follows is not joined to it
}

func plain(line int, text string) fragment {
	return fragment{line: line, from: unknown, to: unknown, text: text}
}
