import { expect, it } from 'vitest';
import { classesOf, sourcesOf } from './cuts';
import type { Draft } from './draft';

const draft = {
  title: {}, languages: ['en'], ends: [], settings: { consent: 'anonymous' }, hidden: [{ code: 'boat', from: 'link', kind: 'text' }],
  pages: [
    { code: 'one', questions: [
      { code: 'told', kind: 'scale', text: { en: 'Told?' } }, { code: 'why', kind: 'long_text', text: {} },
      { code: 'role', kind: 'choice', text: { en: 'Role' }, options: [{ code: 'lead', text: { en: 'Lead' } }, { code: 'staff', text: { en: 'Staff' } }] },
    ] },
    { code: 'two', loop: { over: 'options', question: 'role' }, questions: [{ code: 'each', kind: 'choice', text: {} }] },
  ],
} as unknown as Draft;

it('offers what a cut can be of: hidden values, and questions asked once with one choice or a number', () => {
  expect(sourcesOf(draft)).toEqual([
    { code: 'boat', label: 'boat', numeric: false }, { code: 'told', label: 'Told?', numeric: true }, { code: 'role', label: 'Role', numeric: false },
  ]);
});

it('begins with the options as classes, else with two that have no words', () => {
  expect(classesOf(draft, 'role')).toEqual([{ code: 'lead', label: { en: 'Lead' }, values: ['lead'] }, { code: 'staff', label: { en: 'Staff' }, values: ['staff'] }]);
  expect(classesOf(draft, 'boat').map((c) => c.code)).toEqual(['class_1', 'class_2']);
});
