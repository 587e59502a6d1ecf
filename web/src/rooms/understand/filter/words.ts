import { useText } from '@/i18n/useText';
import { useFormat } from '@/format/context';
import { languageName } from '@/format/language';
import { periodLabel, shortPeriodLabel, type Period, type SpanWords } from '../periods';
import type { Trait } from '../wire';
import { segmentKey, type Condition, type Filter, type Last } from './filter';

/** A moving period in words; where the fiscal year is the calendar's, its quarters and years are just that. */
export function useLastWords(): (last: Last) => string {
  const { t } = useText();
  const { fiscalStart = 1 } = useFormat().place;
  return (last) => {
    const calendar = calendarNames.find((name) => name === last);
    return fiscalStart === 1 && calendar ? t(`understand:period.calendar.${calendar}`) : t(`understand:period.last.${last}`);
  };
}

const calendarNames = ['fiscal_quarter', 'last_fiscal_quarter', 'fiscal_year', 'last_fiscal_year'] as const;

/** The period of a filter in words: "all the time", "last 90 days", "1 May 2026 to 3 June 2026". */
export function usePeriodWords(): (filter: Pick<Filter, 'from' | 'to' | 'last'>) => string {
  const { t } = useText();
  const format = useFormat();
  const lastWords = useLastWords();
  return ({ from, to, last }) => {
    if (last) return lastWords(last);
    if (from && to) return from === to ? format.day(from) : t('understand:period.between', { from: format.day(from), to: format.day(to) });
    if (from) return t('understand:period.since', { from: format.day(from) });
    if (to) return t('understand:period.until', { to: format.day(to) });
    return t('understand:period.all');
  };
}

/** Names of the periods of a series, in full and for an axis. */
export function useSlotNames(period: Period): { long: (from: string) => string; short: (from: string) => string } {
  const { t } = useText();
  const format = useFormat();
  const spans: SpanWords = {
    week: (day) => t('understand:span.week', { day }),
    quarter: (quarter, year) => t('understand:span.quarter', { quarter, year }),
    fiscalQuarter: (quarter, year) => t('understand:span.fiscalQuarter', { quarter, year }),
    fiscalYear: (year) => t('understand:span.fiscalYear', { year }),
  };
  return {
    long: (from) => periodLabel(format, spans, from, period),
    short: (from) => shortPeriodLabel(format, spans, from, period),
  };
}

const own = ['unit', 'unit_only', 'channel', 'language', 'survey', 'touchpoint', 'account', 'segment', 'doubtful'] as const;

/** The name of what can be cut by: a trait's own name, or the house's word. */
export function useKeyName(): (key: string, label: string) => string {
  const { t } = useText();
  return (key, label) => {
    const mine = own.find((k) => k === key);
    if (key.startsWith(`${segmentKey}:`)) return t('understand:key.oneSegment', { name: label });
    return mine ? t(`understand:key.${mine}`) : label;
  };
}

/** Channels that the house itself writes down, or that many systems name alike. */
const channels = ['survey', 'mail', 'email', 'web', 'phone', 'sms', 'app', 'chat'] as const;

/** The name of a channel: the house's word for a code that is known, else what the source calls it. */
export function useChannelName(): (channel: string) => string {
  const { t } = useText();
  return (channel) => {
    const known = channels.find((c) => c === channel);
    return known ? t(`understand:channel.${known}`) : channel;
  };
}

/** The name of a value of a key: its own, or the house's word. */
export function useValueName(): (key: string, label: string) => string {
  const { t, i18n } = useText();
  const channelName = useChannelName();
  return (key, label) => {
    if (key === 'channel') return channelName(label);
    if (key === 'doubtful' && (label === 'yes' || label === 'no')) return t(`understand:doubtful.${label}`);
    return key === 'language' ? languageName(i18n.language, label) : label;
  };
}

/** A condition in words: "Plan: Pro or Basic". */
export function useConditionWords(traits: readonly Trait[]): (condition: Condition) => { name: string; values: string } {
  const { t } = useText();
  const format = useFormat();
  const keyName = useKeyName();
  const valueName = useValueName();
  return ({ key, values }) => {
    const trait = traits.find((x) => x.key === key);
    const labels = values.map((v) => (v === '' ? t('understand:none') : valueName(key, trait?.values.find((x) => x.value === v)?.label ?? v)));
    return { name: keyName(key.startsWith(`${segmentKey}:`) ? segmentKey : key, trait?.label ?? key), values: format.list(labels) };
  };
}
