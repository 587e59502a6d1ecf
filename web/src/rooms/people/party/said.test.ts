import i18next from 'i18next';
import { expect, it } from 'vitest';
import { Format } from '@/format/format';
import type { Text } from '@/i18n/useText';
import { said } from './said';

const format = new Format({ language: 'en', timeZone: 'UTC', currency: 'EUR' });
const line = (kind: Parameters<typeof said>[2]['kind'], words: Record<string, string>) => said(i18next.t as unknown as Text, format, { kind, words });

it('says in one line what happened', () => {
  expect(line('answer', { text: 'The parts came late.', channel: 'mail' })).toBe('The parts came late.');
  expect(line('answer', {})).toBe('Answer');
  expect(line('consent', { purpose: 'surveys', state: 'withdrawn', channel: 'phone' })).toBe('Surveys: withdrawn');
  expect(line('trait', { trait: 'Value', value: '240000', kind: 'money' })).toBe('Value: €240,000');
  expect(line('trait', { trait: 'Customer since', value: '2026-02-01', kind: 'date' })).toBe('Customer since: 1 February 2026');
  expect(line('trait', { trait: 'Region' })).toBe('Region: not known');
  expect(line('merge', { key: 'twin', undone: 'true' })).toBe('Parted again: twin');
  expect(line('event', { name: 'Delivery' })).toBe('Delivery');
});
