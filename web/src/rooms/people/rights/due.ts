/** Days from now until something is due, by the calendar of a zone; negative once it is late. */
export function daysUntil(due: string, now: Date, timeZone: string): number {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const at = (when: Date) => Date.parse(`${day.format(when)}T00:00:00Z`);
  return Math.round((at(new Date(due)) - at(now)) / 86_400_000);
}
