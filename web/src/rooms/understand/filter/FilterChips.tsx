import { useText } from '@/i18n/useText';
import { useFormat } from '@/format/context';
import type { Trait } from '../wire';
import { conditionsOf, withCondition, type Filter } from './filter';
import { useConditionWords } from './words';
import classes from './FilterChips.module.css';

interface FilterChipsProps<F extends Filter> {
  filter: F;
  traits: readonly Trait[];
  onChange: (filter: F) => void;
}

/** What the screen is narrowed to, each with a button that takes it away. */
export function FilterChips<F extends Filter>({ filter, traits, onChange }: FilterChipsProps<F>) {
  const { t } = useText();
  const format = useFormat();
  const words = useConditionWords(traits);
  const { score_min: low, score_max: high } = filter;
  const chips = conditionsOf(filter).map((condition) => {
    const { name, values } = words(condition);
    return { key: condition.key, name, values, without: withCondition(filter, condition.key, []) };
  });
  if (low !== undefined || high !== undefined) {
    const number = (v: number) => format.number(v, Number.isInteger(v) ? 0 : 1);
    const values = low === high || high === undefined || low === undefined
      ? t(low === high ? 'understand:chip.score' : high === undefined ? 'understand:chip.from' : 'understand:chip.to', { low: number(low ?? 0), high: number(high ?? 0) })
      : t('understand:chip.between', { low: number(low), high: number(high) });
    chips.push({ key: 'score', name: t('understand:chip.name'), values, without: { ...filter, score_min: undefined, score_max: undefined } });
  }
  if (chips.length === 0) return null;

  return (
    <ul className={classes.chips} aria-label={t('understand:chip.list')}>
      {chips.map((chip) => (
        <li key={chip.key} className={classes.chip}>
          <span>
            {chip.name} <b>{chip.values}</b>
          </span>
          <button type="button" aria-label={t('understand:chip.remove', { name: chip.name })} onClick={() => onChange(chip.without)}>
            <svg width="9" height="9" aria-hidden="true"><path d="M1 1 L8 8 M8 1 L1 8" /></svg>
          </button>
        </li>
      ))}
      {chips.length > 1 && (
        <li>
          <button type="button" className={classes.all} onClick={() => onChange({ ...filter, where: undefined, score_min: undefined, score_max: undefined })}>
            {t('understand:chip.clear')}
          </button>
        </li>
      )}
    </ul>
  );
}
