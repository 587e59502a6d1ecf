package parquet

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	pq "github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// writer is how the values of a type are written as text.
func writer(t pq.Type) func(pq.Value) string {
	if logical := t.LogicalType(); logical != nil {
		switch l := logical.Value.(type) {
		case *format.DateType:
			return func(v pq.Value) string {
				return time.Unix(0, 0).UTC().AddDate(0, 0, int(v.Int32())).Format("2006-01-02")
			}
		case *format.TimestampType:
			return timestamp(l)
		case *format.TimeType:
			return clock(l)
		case *format.DecimalType:
			return decimal(int(l.Scale))
		case *format.IntType:
			if !l.IsSigned {
				return unsigned
			}
		case *format.UUIDType:
			return func(v pq.Value) string {
				id, err := uuid.FromBytes(v.ByteArray())
				if err != nil {
					return hex.EncodeToString(v.ByteArray())
				}
				return id.String()
			}
		case *format.NullType:
			return func(pq.Value) string { return "" }
		}
	}
	return bare
}

// bare writes a value by its physical type. A float that is no number is a
// missing one, which is how programs without missing values write them.
func bare(v pq.Value) string {
	switch v.Kind() {
	case pq.Boolean:
		return strconv.FormatBool(v.Boolean())
	case pq.Int32:
		return strconv.FormatInt(int64(v.Int32()), 10)
	case pq.Int64:
		return strconv.FormatInt(v.Int64(), 10)
	case pq.Int96:
		return julian(v)
	case pq.Float:
		return float(float64(v.Float()), 32)
	case pq.Double:
		return float(v.Double(), 64)
	}
	if b := v.ByteArray(); !utf8.Valid(b) {
		return hex.EncodeToString(b)
	}
	return string(v.ByteArray())
}

func float(v float64, bits int) string {
	switch {
	case math.IsNaN(v):
		return ""
	case math.IsInf(v, 0):
		return strconv.FormatFloat(v, 'g', -1, bits)
	case v != 0 && (math.Abs(v) >= 1e21 || math.Abs(v) < 1e-9):
		return strconv.FormatFloat(v, 'e', -1, bits)
	}
	return strconv.FormatFloat(v, 'f', -1, bits)
}

func unsigned(v pq.Value) string {
	if v.Kind() == pq.Int32 {
		return strconv.FormatUint(uint64(v.Uint32()), 10)
	}
	return strconv.FormatUint(v.Uint64(), 10)
}

func timestamp(l *format.TimestampType) func(pq.Value) string {
	unit := unitOf(l.Unit)
	zone := ""
	if l.IsAdjustedToUTC {
		zone = "Z"
	}
	return func(v pq.Value) string {
		per := int64(time.Second / unit)
		n := v.Int64()
		seconds, rest := n/per, n%per
		if rest < 0 {
			seconds, rest = seconds-1, rest+per
		}
		return time.Unix(seconds, rest*int64(unit)).UTC().Format("2006-01-02 15:04:05.999999999") + zone
	}
}

func unitOf(u format.TimeUnit) time.Duration {
	if u.Value == nil {
		return time.Millisecond
	}
	return u.Value.Duration()
}

func clock(l *format.TimeType) func(pq.Value) string {
	unit := unitOf(l.Unit)
	return func(v pq.Value) string {
		n := v.Int64()
		if v.Kind() == pq.Int32 {
			n = int64(v.Int32())
		}
		if n < 0 || n > int64(24*time.Hour/unit) {
			return strconv.FormatInt(n, 10)
		}
		return time.Time{}.Add(time.Duration(n) * unit).Format("15:04:05.999999999")
	}
}

// julian writes the old form of timestamps: nanoseconds of a day and its
// number, in UTC.
func julian(v pq.Value) string {
	n := v.Int96()
	const unixEpoch = 2440588
	nanoseconds := int64(n[1])<<32 | int64(n[0])
	day := int64(n[2]) - unixEpoch
	if nanoseconds < 0 || nanoseconds > int64(24*time.Hour) {
		return fmt.Sprintf("%d %d", n[2], nanoseconds)
	}
	return time.Unix(day*86400, nanoseconds).UTC().Format("2006-01-02 15:04:05.999999999") + "Z"
}

func decimal(scale int) func(pq.Value) string {
	return func(v pq.Value) string {
		var n big.Int
		switch v.Kind() {
		case pq.Int32:
			n.SetInt64(int64(v.Int32()))
		case pq.Int64:
			n.SetInt64(v.Int64())
		default:
			twosComplement(&n, v.ByteArray())
		}
		return scaled(&n, scale)
	}
}

func twosComplement(n *big.Int, b []byte) {
	if len(b) <= 8 && len(b) > 0 {
		var wide [8]byte
		if b[0]&0x80 != 0 {
			wide = [8]byte{255, 255, 255, 255, 255, 255, 255, 255}
		}
		copy(wide[8-len(b):], b)
		n.SetInt64(int64(binary.BigEndian.Uint64(wide[:]))) //nolint:gosec // the bits are a signed number
		return
	}
	n.SetBytes(b)
	if len(b) > 0 && b[0]&0x80 != 0 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(len(b))*8))
	}
}

// scaled writes n / 10^scale without trailing zeros of the fraction.
func scaled(n *big.Int, scale int) string {
	digits := new(big.Int).Abs(n).String()
	sign := ""
	if n.Sign() < 0 {
		sign = "-"
	}
	if scale <= 0 || scale > 1000 {
		return sign + digits
	}
	if len(digits) <= scale {
		digits = strings.Repeat("0", scale-len(digits)+1) + digits
	}
	whole, fraction := digits[:len(digits)-scale], strings.TrimRight(digits[len(digits)-scale:], "0")
	if fraction == "" {
		return sign + whole
	}
	return sign + whole + "." + fraction
}
