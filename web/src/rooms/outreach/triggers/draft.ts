import { hourOf, localOfHour, type HourDraft } from '../waves/hour';
import type { Trigger, TriggerSettings } from './wire';

/** A wait as people say it. */
export type WaitUnit = 'hours' | 'days';

/** A trigger as its form holds it. */
export interface TriggerDraft extends Record<string, unknown> {
  name: string;
  survey_id: string;
  after: 'event' | 'trigger';
  wait: number | '';
  unit: WaitUnit;
  settings: { event: string; after_id: string; segment_id: string; by: 'mail' | 'links'; letter_id: string; reminders: (number | '')[]; local: HourDraft };
}

export function draftOf(trigger: Trigger | undefined, survey = ''): TriggerDraft {
  const s = trigger?.settings;
  const hours = s?.wait_hours ?? 24;
  const days = hours > 0 && hours % 24 === 0;
  return {
    name: trigger?.name ?? '', survey_id: trigger?.survey_id ?? survey, after: s?.after_id ? 'trigger' : 'event', wait: days ? hours / 24 : hours, unit: days ? 'days' : 'hours',
    settings: { event: s?.event ?? '', after_id: s?.after_id ?? '', segment_id: s?.segment_id ?? '', by: s?.by ?? 'links', letter_id: s?.letter_id ?? '', reminders: [...(s?.reminders ?? [])], local: hourOf(s?.local) },
  };
}

/** What the server is sent for a form. */
export function settingsOf({ after, wait, unit, settings: s }: TriggerDraft, traits: readonly { name: string }[] = []): TriggerSettings {
  const byMail = s.by === 'mail';
  return {
    event: after === 'event' ? s.event : undefined,
    after_id: after === 'trigger' ? s.after_id : undefined,
    wait_hours: Number(wait) * (unit === 'days' ? 24 : 1),
    segment_id: s.segment_id || undefined,
    by: s.by,
    letter_id: byMail && s.letter_id ? s.letter_id : undefined,
    local: byMail ? localOfHour(s.local, traits) : undefined,
    reminders: byMail ? s.reminders.filter((d) => d !== '') : [],
  };
}
