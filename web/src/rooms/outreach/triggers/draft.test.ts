import { expect, it } from 'vitest';
import { draftOf, settingsOf } from './draft';
import type { Trigger, TriggerSettings } from './wire';

it.each<TriggerSettings>([
  { event: 'order.delivered', wait_hours: 36, by: 'links', reminders: [] },
  { after_id: 'a', wait_hours: 240, segment_id: 's', by: 'mail', letter_id: 'l', reminders: [3, 8] },
  { event: 'x', wait_hours: 0, by: 'links', reminders: [] },
])('a trigger in its form comes back as it was', (settings) => {
  expect(JSON.parse(JSON.stringify(settingsOf(draftOf({ name: 'x', survey_id: 's', settings } as Trigger))))).toEqual(settings);
});
