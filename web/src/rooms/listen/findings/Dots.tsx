import { useText } from '@/i18n/useText';
import classes from './Findings.module.css';

const most = 20;

/** How many speak for and against: a full dot for each, an open ring against; beyond twenty of a side the number alone. */
export function Dots({ voicesFor, against, square }: { voicesFor: number; against: number; square?: boolean }) {
  const { t } = useText();
  return (
    <span className={classes.counts}>
      <span><em data-none={voicesFor === 0 || undefined}>{voicesFor}</em> {t('findings:for')} <Row n={voicesFor} square={square} /></span>
      <span><em data-none={against === 0 || undefined}>{against}</em> {t('findings:against')} <Row n={against} square={square} open /></span>
    </span>
  );
}

function Row({ n, square, open }: { n: number; square?: boolean; open?: boolean }) {
  if (n === 0 || n > most) return null;
  return (
    <svg className={open ? classes.rings : classes.dots} width={n * 11} height="9" aria-hidden="true">
      {Array.from({ length: n }, (_, i) => (square ? <rect key={i} x={i * 11 + 1} y="1" width="7" height="7" /> : <circle key={i} cx={i * 11 + 4.5} cy="4.5" r="3.5" />))}
    </svg>
  );
}
