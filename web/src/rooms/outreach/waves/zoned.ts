/** A moment as an input of date and time wants it, in a time zone: 2026-11-23T09:30. */
export function localOf(iso: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).formatToParts(new Date(iso));
  const of = (type: string) => parts.find((p) => p.type === type)?.value ?? '';
  return `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}`;
}

/** The moment of a date and time that such an input gave, '' for none. A time that a zone leaves out in spring is that before the gap, moved on by it. */
export function momentOf(local: string, timeZone: string): string {
  if (!local) return '';
  const asUTC = Date.parse(`${local}:00Z`);
  if (Number.isNaN(asUTC)) return '';
  const away = (at: number) => Date.parse(`${localOf(new Date(at).toISOString(), timeZone)}:00Z`) - at;
  const first = asUTC - away(asUTC);
  return new Date(asUTC - away(first)).toISOString();
}
