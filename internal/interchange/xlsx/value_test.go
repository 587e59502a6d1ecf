package xlsx

import "testing"

func TestShapeOf(t *testing.T) {
	for code, want := range map[string]shape{
		"General": plain, "0.00": plain, "#,##0.00 \"days\"": plain, "0.00E+00": plain, "@": plain, "[Red]0;[Blue]-0": plain, "# ?/?": plain, "0.0%": plain, "_-* #,##0.00 _d": plain,
		"dd/mm/yyyy": day, "[$-409]d-mmm-yy": day, "yyyy\"年\"m\"月\"": day, "mmm": day, "mmmm yy": day, "d/m/yy;@": day,
		"yyyy-mm-dd hh:mm:ss.000": dayClock, "m/d/yy h:mm AM/PM": dayClock, "h:mm": clock, "mm:ss.0": clock, "h:mm AM/PM": clock, "[h]:mm": elapsed, "[mm]:ss": elapsed,
	} {
		if got := shapeOf(code); got != want {
			t.Errorf("%s: %d, want %d", code, got, want)
		}
	}
}

func TestNumber(t *testing.T) {
	for _, c := range []struct {
		raw  string
		as   shape
		from epoch
		want string
	}{
		{"9", plain, 0, "9"}, {"0.30000000000000004", plain, 0, "0.30000000000000004"}, {"3.1000000000000001", plain, 0, "3.1"}, {"1.0", plain, 0, "1"},
		{"1.2345E+19", plain, 0, "12345000000000000000"}, {"1E+300", plain, 0, "1e+300"}, {"12345678901234567", plain, 0, "12345678901234568"}, {"abc", plain, 0, "abc"},
		{"1", day, 0, "1900-01-01"}, {"59", day, 0, "1900-02-28"}, {"61", day, 0, "1900-03-01"}, {"45717", day, 0, "2025-03-01"}, {"44255", day, epoch1904, "2025-03-01"},
		{"2958465", day, 0, "9999-12-31"}, {"2958467", day, 0, "2958467"}, {"-1", day, 0, "-1"}, {"45717.5", day, 0, "2025-03-01 12:00:00"}, {"45717", dayClock, 0, "2025-03-01 00:00:00"},
		{"45717.999999999", dayClock, 0, "2025-03-02 00:00:00"}, {"0.5", clock, 0, "12:00:00"}, {"1.25", elapsed, 0, "30:00:00"}, {"0.000011574", clock, 0, "00:00:01"}, {"45717.25", clock, 0, "2025-03-01 06:00:00"},
	} {
		if got := number(c.raw, c.as, c.from); got != c.want {
			t.Errorf("%s as %d: %s, want %s", c.raw, c.as, got, c.want)
		}
	}
}

func TestUnquoted(t *testing.T) {
	for in, want := range map[string]string{"a_x000D_\nb": "a\nb", "_x0041_": "A", "_x_x0041_": "_xA", "snake_x": "snake_x", "_xZZZZ_": "_xZZZZ_", "_x0041": "_x0041"} {
		if got := unquoted(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
