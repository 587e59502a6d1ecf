import { roles, strata, type Wave, type WaveSettings } from '../wire';
import { hourOf, localOfHour, type HourDraft } from './hour';

type Role = (typeof roles)[number];

/** Whom a wave considers, and how its sample is sized. */
export type Who = 'all' | 'segment' | 'list';
export type Sizing = 'all' | 'count' | 'interval';

/** A wave as its form holds it; numbers that are left out are ''. */
export interface WaveDraft extends Record<string, unknown> {
  name: string;
  survey_id: string;
  who: Who;
  sizing: Sizing;
  /** Keys of customers, one a line. */
  keys: string;
  settings: {
    people: { segment_id: string };
    sample: { count: number | ''; half_width: number | ''; score: boolean; response_rate: number | ''; by: string; trait: string; per_account: number | ''; per_role: Record<Role, number | ''> };
    by: 'mail' | 'links';
    letter_id: string;
    /** '' for the same. */
    reminder_letter_id: string;
    reminders: (number | '')[];
    send_at: string;
    local: HourDraft;
    exempt: boolean;
    exempt_why: string;
  };
}

const orBlank = (n: number | undefined) => n || '';

/** The form of a wave; half-widths are in points and rates in per cent there. */
export function draftOf(wave: Wave | undefined, survey = ''): WaveDraft {
  const s = wave?.settings;
  const sample = s?.sample ?? {};
  return {
    name: wave?.name ?? '',
    survey_id: wave?.survey_id ?? survey,
    who: s?.people.segment_id ? 'segment' : s?.people.listed ? 'list' : 'all',
    sizing: sample.count ? 'count' : sample.half_width ? 'interval' : 'all',
    keys: '',
    settings: {
      people: { segment_id: s?.people.segment_id ?? '' },
      sample: {
        count: orBlank(sample.count), half_width: sample.half_width ? Math.round(sample.half_width * 1000) / 10 : '', score: sample.score ?? false,
        response_rate: sample.response_rate ? Math.round(sample.response_rate * 1000) / 10 : '', by: sample.by ?? '', trait: sample.trait ?? '', per_account: orBlank(sample.per_account),
        per_role: { decides: orBlank(sample.per_role?.decides), influences: orBlank(sample.per_role?.influences), uses: orBlank(sample.per_role?.uses), sponsors: orBlank(sample.per_role?.sponsors) },
      },
      by: s?.by ?? 'links', letter_id: s?.letter_id ?? '', reminder_letter_id: s?.reminder_letter_id ?? '', reminders: [...(s?.reminders ?? [])], send_at: s?.send_at ?? '', local: hourOf(s?.local), exempt: s?.exempt ?? false, exempt_why: s?.exempt_why ?? '',
    },
  };
}

const number = (value: number | '') => (value === '' ? undefined : value);

/** What the server is sent for a form. */
export function settingsOf({ who, sizing, settings: s }: WaveDraft, traits: readonly { name: string }[] = []): WaveSettings {
  const caps = Object.fromEntries(roles.flatMap((role) => (s.sample.per_role[role] === '' ? [] : [[role, s.sample.per_role[role] as number]])));
  const byMail = s.by === 'mail';
  return {
    people: who === 'segment' ? { segment_id: s.people.segment_id } : who === 'list' ? { listed: true } : {},
    sample: {
      count: sizing === 'count' ? number(s.sample.count) : undefined,
      half_width: sizing === 'interval' && s.sample.half_width !== '' ? s.sample.half_width / 100 : undefined,
      score: sizing === 'interval' && s.sample.score ? true : undefined,
      response_rate: sizing === 'interval' && s.sample.response_rate !== '' ? s.sample.response_rate / 100 : undefined,
      by: sizing === 'all' ? undefined : strata.find((value) => value === s.sample.by),
      trait: sizing !== 'all' && s.sample.by === 'trait' ? s.sample.trait : undefined,
      per_account: number(s.sample.per_account), per_role: Object.keys(caps).length > 0 ? caps : undefined,
    },
    by: s.by,
    letter_id: byMail && s.letter_id ? s.letter_id : undefined,
    reminder_letter_id: byMail && s.reminder_letter_id && s.reminders.length > 0 ? s.reminder_letter_id : undefined,
    send_at: byMail && s.send_at ? s.send_at : undefined,
    local: byMail ? localOfHour(s.local, traits) : undefined,
    reminders: byMail ? s.reminders.filter((d) => d !== '') : [],
    exempt: s.exempt || undefined,
    exempt_why: s.exempt ? s.exempt_why : undefined,
  };
}

/** The keys of a text, one a line or set apart by commas, semicolons or tabs. */
export const keysOf = (text: string): string[] => [...new Set(text.split(/[\n\r,;\t]+/).map((key) => key.trim()).filter(Boolean))];
