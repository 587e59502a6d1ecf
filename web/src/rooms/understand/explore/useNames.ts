import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { complete, differenceWriter, halfWidth, writeQ, writer } from '@/ui/figures';
import { useKeyName, useSlotNames, useValueName } from '../filter/words';
import type { Period } from '../periods';
import type { Part } from '../wire';
import type { Row, Shown } from './rows';
import type { UnderstandSearch } from './search';

/** What a row and its figures are called. */
export interface Names {
  part: (part: Part | undefined) => string;
  /** All its values: "Business, Female"; "All answers" where it has none. */
  row: (row: Row) => string;
  period: (row: Row) => string;
  /** "62 (58 to 66)", or why there is none. */
  figure: (row: Row) => string;
  /** "+3 (1 to 5), q = 0.02", or why there is none. */
  difference: (row: Row) => string;
}

/** Names rows in the reader's language. */
export function useNames(period: Period): Names {
  const { t } = useText();
  const format = useFormat();
  const slots = useSlotNames(period);
  const valueName = useValueName();
  const part = (p: Part | undefined) => (p ? (p.value === null ? t('understand:none') : valueName(p.cut, p.label)) : '');
  return {
    part,
    row: (row) => (row.parts.length > 0 ? row.parts.map(part).join(', ') : t('understand:explore.all')),
    period: (row) => (row.period ? slots.long(row.period.from) : ''),
    figure: ({ figure }) => {
      const c = complete(figure);
      if (!c) return figure.n === 0 ? t('understand:figure.nobody') : t('understand:explore.few');
      const write = writer(format, figure.unit, halfWidth(c));
      return t('understand:explore.figure', { value: write(c.value), low: write(c.low), high: write(c.high) });
    },
    difference: ({ difference }) => {
      if (!difference) return '';
      const c = complete(difference);
      if (!c) return t('understand:explore.noDifference');
      const write = differenceWriter(format, difference.unit, halfWidth(c));
      const words = t('understand:explore.figure', { value: write(c.value), low: write(c.low), high: write(c.high) });
      return difference.q === null ? words : `${words} · ${t('understand:changes.q', { q: writeQ(format, difference.q) })}`;
    },
  };
}

/** The question that a sheet of figures answers, made of what was asked. */
export function useTitle(shown: Shown | undefined, search: UnderstandSearch): string {
  const { t } = useText();
  const keyName = useKeyName();
  const format = useFormat();
  if (!shown) return '';
  const measure = shown.origin.measure.name;
  const by = format.list(shown.cuts.map((c) => keyName(c.key, c.label)));
  if (by === '') return t(search.period && !search.compare ? 'understand:explore.sheet.course' : 'understand:explore.sheet.plain', { measure });
  return t(search.period && !search.compare ? 'understand:explore.sheet.byOverTime' : 'understand:explore.sheet.by', { measure, by });
}
