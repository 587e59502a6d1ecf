import type { Format } from '@/format/format';
import { knownText, type Text } from '@/i18n/useText';
import { countOf } from './condition';
import type { Condition, Field, Rule } from './wire';

/** What the ids in a rule are called. */
export interface Names {
  fields: readonly Field[];
  unit: (id: string) => string;
  account: (id: string) => string;
  measure: (id: string) => string;
  touchpoint: (id: string) => string;
}

/** A rule in plain words: "Customers whose unit is Lille and who had no event in the last 90 days." */
export function sentence(t: Text, format: Format, rule: Rule, names: Names): string {
  return t('segments:say.whole', { phrase: said(t, format, rule, names, false) });
}

// A part of a sentence that follows another, where it is there.
const after = (text: string | undefined) => (text ? ` ${text}` : '');

function said(t: Text, format: Format, rule: Rule, names: Names, inside: boolean): string {
  if (rule.is) return phrase(t, format, rule.is, names);
  if (rule.not) return t('segments:say.not', { phrase: said(t, format, rule.not, names, true) });
  const parts = (rule.any ?? rule.all ?? []).map((part) => said(t, format, part, names, true));
  const joined = parts.join(` ${t(rule.any ? 'segments:say.or' : 'segments:say.and')} `);
  return inside && parts.length > 1 ? t('segments:say.group', { phrase: joined }) : joined;
}

function phrase(t: Text, format: Format, c: Condition, names: Names): string {
  const field = names.fields.find((f) => f.key === c.field);
  if (c.field === 'answers') return answers(t, format, c, names);
  if (c.field === 'events') {
    const at = c.of?.touchpoint && t('segments:say.atTouchpoint', { touchpoint: names.touchpoint(c.of.touchpoint) });
    const name = after(c.of?.name && t('segments:say.named', { name: c.of.name })) + after(at);
    if (countOf(c) === 'none') return t('segments:say.eventsNot', { name, when: when(t, format, c) });
    return t('segments:say.events', { amount: amount(t, format, c, 'events'), name, when: when(t, format, c) });
  }
  const what = field?.label ? t('segments:say.label', { label: field.label }) : knownText(t, `segments:fieldSaid.${c.field.replace('.', '_')}`, c.field);
  if (c.known !== undefined) return t(c.known ? 'segments:say.known' : 'segments:say.unknown', { what });
  if (c.one_of) return t('segments:say.is', { what, values: c.one_of.map((v) => valueName(t, field, v, names)).join(` ${t('segments:say.orValue')} `) });
  return t('segments:say.range', { what, range: range(t, c.from, c.to, (v) => ranged(format, field, v)) });
}

function answers(t: Text, format: Format, c: Condition, names: Names): string {
  const { measure, group, latest, score_min, score_max } = c.of ?? {};
  const scores = [
    group && t('segments:say.inGroup', { group: knownText(t, `segments:groupOf.${group}`, group) }),
    (score_min || score_max) && t('segments:say.scored', { range: range(t, score_min, score_max, (v) => format.number(Number(v), v.includes('.') ? 1 : 0)) }),
  ].map(after).join('');
  const to = after(measure && t('segments:say.toMeasure', { measure: names.measure(measure) }));
  if (latest === 'true') return t('segments:say.latest', { to, scores, when: when(t, format, c) });
  if (countOf(c) === 'none') return t('segments:say.answersNot', { to, scores, when: when(t, format, c) });
  return t('segments:say.answers', { amount: amount(t, format, c, 'answers'), to, scores, when: when(t, format, c) });
}

function amount(t: Text, format: Format, c: Condition, what: 'answers' | 'events'): string {
  const kind = countOf(c);
  const least = c.at_least ?? 1;
  if (kind === 'at_least') return least <= 1 ? t(`segments:say.${what}Some`) : t(`segments:say.${what}Least`, { n: format.number(least) });
  return t(`segments:say.${what}Most`, { count: c.at_most ?? 0, n: format.number(c.at_most ?? 0) });
}

function when(t: Text, format: Format, c: Condition): string {
  const last = after(c.days ? t('segments:say.days', { count: c.days, n: format.number(c.days) }) : '');
  const bounds = c.since || c.until ? ` ${range(t, c.since, c.until, (day) => format.day(day))}` : '';
  return last + bounds;
}

function range(t: Text, from: string | undefined, to: string | undefined, write: (value: string) => string): string {
  const days = aDay.test(from ?? to ?? ''); // French has other little words before a day than before a number
  if (from && to) return t(days ? 'segments:say.betweenDays' : 'segments:say.between', { from: write(from), to: write(to) });
  if (from) return t(days ? 'segments:say.fromDay' : 'segments:say.from', { from: write(from) });
  return t(days ? 'segments:say.toDay' : 'segments:say.to', { to: write(to ?? '') });
}

const aDay = /^\d{4}-\d{2}-\d{2}$/;

function ranged(format: Format, field: Field | undefined, value: string): string {
  if (aDay.test(value)) return format.day(value);
  const n = Number(value);
  if (!Number.isFinite(n)) return value;
  return field?.kind === 'money' ? format.money(n, field.currency || undefined) : format.number(n, value.includes('.') ? 2 : 0);
}

/** A field's name: of the organisation's own what somebody called it. */
export const fieldName = (t: Text, key: string) => knownText(t, `segments:field.${key.replace('.', '_')}`, key);

/** How a value is called that a condition names. */
export function valueName(t: Text, field: Field | undefined, value: string, names: Names): string {
  if (field?.kind === 'unit') return names.unit(value);
  if (field?.kind === 'account') return names.account(value);
  if (field?.key === 'customer.role') return knownText(t, `segments:role.${value}`, value);
  return field?.choices?.find((c) => c.key === value)?.label ?? value;
}
