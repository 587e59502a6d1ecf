const option = (value: number, name: string) => ({ value: String(value), label: name.charAt(0).toUpperCase() + name.slice(1) });

/** Weekdays as options, Monday first; 0 stands for Sunday. */
export function weekdayNames(locale: string) {
  const name = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' });
  // 1 March 2026 was a Sunday.
  return [1, 2, 3, 4, 5, 6, 0].map((day) => option(day, name.format(Date.UTC(2026, 2, 1 + day))));
}

/** Months as options, 1 for January. */
export function monthNames(locale: string) {
  const name = new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' });
  return Array.from({ length: 12 }, (_, i) => option(i + 1, name.format(Date.UTC(2026, i, 1))));
}
