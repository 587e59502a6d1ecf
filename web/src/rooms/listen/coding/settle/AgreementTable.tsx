import { useText } from '@/i18n/useText';
import { useFormat } from '@/format/context';
import { knownText } from '@/i18n/useText';
import { IntervalBar } from '@/ui/IntervalBar';
import type { Index } from '../codes';
import type { Agreement } from '../wire';
import classes from './Settle.module.css';

type Figure = Agreement['alpha'];

/** How far the coders of the study agree: over all codes, then code by code, with the interval where there is one. */
export function AgreementTable({ agreement, index, headed = true }: { agreement: Agreement; index: Index; headed?: boolean }) {
  const { t } = useText();
  return (
    <section className={classes.agreement} aria-label={t('coding:agreement.title')}>
      {headed && <h2>{t('coding:agreement.title')}</h2>}
      <p className={classes.soft}>
        {t('coding:agreement.rests', { documents: t('coding:agreement.documents', { count: agreement.documents }), coders: t('coding:agreement.coders', { count: agreement.coders?.length ?? 0 }) })}{' '}
        {t(agreement.blind ? 'coding:agreement.blind' : 'coding:agreement.seen')}
      </p>
      <Row name={t('coding:agreement.overall')} figure={agreement.alpha} />
      {agreement.kappa && <Row name={t('coding:agreement.kappa')} figure={agreement.kappa} />}
      {(agreement.codes ?? []).map((c) => (
        <Row key={c.code_id} name={index.standing(c.code_id)?.name ?? t('coding:gone')} figure={c.alpha} />
      ))}
      <p className={classes.soft}>{t('coding:agreement.method')}</p>
    </section>
  );
}

function Row({ name, figure }: { name: string; figure: Figure }) {
  const { t } = useText();
  const format = useFormat();
  const { value, low, high } = figure;
  const trouble = figure.trouble && knownText(t, `coding:agreement.trouble.${figure.trouble}`, figure.trouble);
  const has = value !== null && low !== null && high !== null;
  const said = has ? t('coding:agreement.interval', { value: format.number(value, 2), low: format.number(low, 2), high: format.number(high, 2) }) : '';
  return (
    <div className={classes.row}>
      <span>{name}</span>
      <b>{value === null ? '–' : format.number(value, 2)}</b>
      {has ? <IntervalBar value={value} low={low} high={high} min={-0.2} max={1} label={said} /> : <i>{trouble}</i>}
      <span>{figure.share !== null && t('coding:agreement.same', { share: format.percent(figure.share) })}</span>
    </div>
  );
}
