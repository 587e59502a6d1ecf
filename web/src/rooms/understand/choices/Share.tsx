import type { components } from '@/api/schema';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { IntervalBar } from '@/ui/IntervalBar';
import { complete, differenceWriter, halfWidth, writer } from '@/ui/figures';
import classes from './Choices.module.css';

type Figure = components['schemas']['ChoiceFigure'];
type Difference = components['schemas']['FigureDifference'];

/** A share of a group, beside that of all other answers where there are groups. */
export interface Shared {
  code: string;
  share: Figure;
  others?: Difference;
}

/** A figure and its interval in words. */
export function useWritten() {
  const { t } = useText();
  const format = useFormat();
  return (figure: Figure, unit: 'share' | 'score') => {
    const c = complete(figure);
    const write = writer(format, unit, c ? halfWidth(c) : Infinity);
    return { value: figure.value === null ? '–' : write(figure.value), interval: c ? t('understand:figure.interval', { low: write(c.low), high: write(c.high) }) : '', complete: c };
  };
}

/** How far the bars reach: to the longest interval there is, so that small shares are told apart. */
export const reachOf = (items: readonly Shared[]) => Math.max(0.1, ...items.map((i) => i.share.high ?? i.share.value ?? 0));

/** The interval of a share, drawn and in words. */
export function Share({ item, most }: { item: Shared; most: number }) {
  const { t } = useText();
  const w = useWritten()(item.share, 'share');
  if (!w.complete) return null;
  return (
    <>
      <IntervalBar {...w.complete} min={0} max={most} label={t('understand:figure.spoken', { value: w.value, interval: w.interval })} />
      <span className={classes.soft}>{w.interval}</span>
    </>
  );
}

/** Whether a share stands out from that of all other answers, over all comparisons. */
export const standsOut = (item: Shared) => item.others?.q !== null && item.others?.q !== undefined && item.others.q <= 0.05;

/** A share less that of all other answers. */
export function Others({ item }: { item: Shared }) {
  const { t } = useText();
  const format = useFormat();
  const d = item.others;
  if (!d || d.value === null) return '–';
  const write = differenceWriter(format, 'share', d.low !== null && d.high !== null ? (d.high - d.low) / 2 : Infinity);
  if (d.low === null || d.high === null) return write(d.value);
  return <span className={classes.figure}>{write(d.value)} <span className={classes.soft}><span className={classes.interval}>{t('understand:figure.interval', { low: write(d.low), high: write(d.high) })}</span>{standsOut(item) && ` · ${t('understand:choices.stands')}`}</span></span>;
}
