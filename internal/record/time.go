package record

import "time"

// Micros is t as it is stored: microseconds since 1970 in UTC.
func Micros(t time.Time) int64 { return t.UnixMicro() }

// Time is the stored number of microseconds as a time in UTC.
func Time(micros int64) time.Time { return time.UnixMicro(micros).UTC() }
