/**
 * The moment at which a day ("2026-11-20") begins in a time zone, `later` days
 * after it; undefined for an empty day.
 */
export function startOfDay(day: string, timeZone: string, later = 0): string | undefined {
  if (!day) return undefined;
  const midnight = new Date(`${day}T00:00:00Z`);
  midnight.setUTCDate(midnight.getUTCDate() + later);
  // Twice, since the first guess may lie on the other side of a change of clocks.
  let guess = midnight.getTime();
  for (let i = 0; i < 2; i++) guess = midnight.getTime() - offset(new Date(guess), timeZone);
  return new Date(guess).toISOString();
}

// What the zone's clock is ahead of UTC at a moment, in milliseconds.
function offset(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((p) => p.type === type)?.value);
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return local - Math.floor(at.getTime() / 1000) * 1000;
}
