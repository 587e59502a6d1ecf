import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { complete, halfWidth, writer } from '@/ui/figures';
import type { Counts } from './wire';
import { writtenTime } from './time';
import classes from './Fieldwork.module.css';

/** Writes a time of some milliseconds: 12 s, 1.5 min. */
export function useTime(): (ms: number | null | undefined) => string {
  const { t } = useText();
  const format = useFormat();
  return (ms) => {
    const w = writtenTime(ms);
    return w ? t(`understand:fieldwork.time.${w.unit}`, { n: format.number(w.value, w.digits) }) : '–';
  };
}

/** A share with its interval and of how many it is. */
export function Rate({ figure }: { figure: Counts['rate'] }) {
  const { t } = useText();
  const format = useFormat();
  const c = complete(figure);
  if (!c) return <>–</>;
  const write = writer(format, 'share', halfWidth(c));
  return (
    <>
      <strong>{write(c.value)}</strong> <span className={classes.soft}>{t('understand:fieldwork.interval', { low: write(c.low), high: write(c.high), n: format.number(figure.n) })}</span>
    </>
  );
}
