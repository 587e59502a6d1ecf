import type { WaveSettings } from '../wire';

/** The hour of mails as a form holds it; days are '1' for Monday to '7', none for all. */
export interface HourDraft {
  on: boolean;
  time: string;
  days: string[];
  /** Undefined while nobody chose one: the trait whose name speaks of zones then. */
  zone_trait?: string;
}

export function hourOf(local: WaveSettings['local']): HourDraft {
  return local ? { on: true, time: local.time, days: local.days.map(String), zone_trait: local.zone_trait ?? '' } : { on: false, time: '09:00', days: ['1', '2', '3', '4', '5'] };
}

/** What the server is sent; the trait is chosen by its name where nobody did. */
export function localOfHour(hour: HourDraft, traits: readonly { name: string }[]): WaveSettings['local'] {
  if (!hour.on) return undefined;
  return { time: hour.time, days: hour.days.map(Number).sort((a, b) => a - b), zone_trait: (hour.zone_trait ?? zoneTraitOf(traits)) || undefined };
}

/** The trait that holds the zone, by its name; '' where none speaks of it. */
export const zoneTraitOf = (traits: readonly { name: string }[]): string => traits.find((d) => /zone|fuseau/i.test(d.name))?.name ?? '';

/** The days of the week, Monday first, as the language says them. */
export function dayNames(locale: string, width: 'long' | 'short' = 'long'): string[] {
  const name = new Intl.DateTimeFormat(locale, { weekday: width, timeZone: 'UTC' });
  return [0, 1, 2, 3, 4, 5, 6].map((day) => name.format(new Date(Date.UTC(2026, 5, 1 + day)))); // 1 June 2026 is a Monday
}
