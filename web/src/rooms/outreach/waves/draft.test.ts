import { describe, expect, it } from 'vitest';
import type { Wave, WaveSettings } from '../wire';
import { draftOf, keysOf, settingsOf } from './draft';
import { localOf, momentOf } from './zoned';

const stripped = (settings: WaveSettings) => JSON.parse(JSON.stringify(settings)) as WaveSettings;

describe('a wave in its form', () => {
  it.each<WaveSettings>([
    { people: {}, sample: {}, by: 'links', reminders: [] },
    { people: {}, sample: { count: 20, by: 'trait', trait: 'plan' }, by: 'links', reminders: [] },
    { people: { segment_id: 'a' }, sample: { count: 200, by: 'unit' }, by: 'links', reminders: [], exempt: true, exempt_why: 'A recall.' },
    { people: { listed: true }, sample: { half_width: 0.055, score: true, response_rate: 0.25, per_account: 3, per_role: { decides: 1, uses: 2 } }, by: 'mail', letter_id: 'l', send_at: '2026-12-01T08:00:00.000Z', local: { time: '09:30', days: [1, 5], zone_trait: 'zone' }, reminders: [3, 8] },
  ])('comes back as it was', (settings) => {
    expect(stripped(settingsOf(draftOf({ name: 'x', survey_id: 's', settings } as Wave)))).toEqual(settings);
  });

  it('sends nothing of what another choice hides', () => {
    const draft = draftOf(undefined, 's');
    draft.settings.reminders = [3, ''];
    draft.settings.sample.count = 50;
    draft.settings.people.segment_id = 'a';
    draft.settings.exempt_why = 'typed and thought better of';
    expect(stripped(settingsOf(draft))).toEqual({ people: {}, sample: {}, by: 'links', reminders: [] });
  });

  it('finds the trait that holds the zone, unless another or none was chosen', () => {
    const draft = draftOf(undefined, 's');
    Object.assign(draft.settings, { by: 'mail', local: { on: true, time: '08:00', days: ['5', '1'] } });
    const traits = [{ name: 'plan' }, { name: 'time_zone' }];
    expect(settingsOf(draft, traits).local).toEqual({ time: '08:00', days: [1, 5], zone_trait: 'time_zone' });
    draft.settings.local.zone_trait = '';
    expect(settingsOf(draft, traits).local?.zone_trait).toBeUndefined();
  });

  it('reads keys as they are pasted', () => expect(keysOf(' ann\nbob,ann;\tcarl \r\n\n')).toEqual(['ann', 'bob', 'carl']));
});

describe('a time to send', () => {
  it.each([['2026-12-01T09:30', 'Europe/Paris', '2026-12-01T08:30:00.000Z'], ['2026-07-01T09:30', 'America/New_York', '2026-07-01T13:30:00.000Z'], ['2026-10-25T01:30', 'Europe/Paris', '2026-10-24T23:30:00.000Z']])(
    '%s in %s', (local, zone, iso) => {
      expect(momentOf(local, zone)).toBe(iso);
      expect(localOf(iso, zone)).toBe(local);
    },
  );
  it('may be left out', () => expect(momentOf('', 'Europe/Paris')).toBe(''));
});
