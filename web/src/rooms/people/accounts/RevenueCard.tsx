import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import type { AccountScores, Revenue } from '../wire';
import type { AccountsSearch } from '../search';
import classes from './Accounts.module.css';

interface RevenueCardProps {
  result: AccountScores;
  onShow: (show: AccountsSearch['show']) => void;
}

/** How much of the revenue was heard from, and what is at risk: unhappy and silent firms apart, never added. */
export function RevenueCard({ result, onShow }: RevenueCardProps) {
  const { t } = useText();
  const format = useFormat();
  const { all, heard, silent, unhappy, heard_share: share } = result;
  return (
    <Card title={t('people:revenue.title')} note={t('people:revenue.note')}>
      {share === null ? <p className={classes.why}>{t('people:revenue.unknown')}</p> : (
        <>
          <p className={classes.big}>{format.percent(share)}</p>
          <div className={classes.track} role="img" aria-label={t('people:revenue.spoken', { share: format.percent(share) })}>
            <div className={classes.heard} style={{ width: `${share * 100}%` }} />
          </div>
          <p className={classes.note}>
            {t('people:revenue.of', { heard: format.money(heard.value), all: format.money(all.value) })}
            {all.unknown > 0 && `. ${t('people:revenue.unknownValue', { count: all.unknown, n: format.number(all.unknown) })}`}
          </p>
        </>
      )}
      <div className={classes.rows}>
        <Row label={t('people:revenue.heard')} of={heard} onShow={() => onShow('heard')} />
        {unhappy && <Row label={t(`people:revenue.unhappy.${result.measure.metric === 'nps' ? 'nps' : 'share'}`)} of={unhappy} onShow={() => onShow('at_risk')} />}
        <Row label={t('people:revenue.silent', { count: result.cadence, n: format.number(result.cadence) })} of={silent} onShow={() => onShow('silent')} />
      </div>
    </Card>
  );
}

function Row({ label, of, onShow }: { label: string; of: Revenue; onShow: () => void }) {
  const { t } = useText();
  const format = useFormat();
  return (
    <div className={classes.row}>
      <button type="button" className={classes.link} onClick={onShow}>{label}</button>
      <span data-figures>
        {t('people:revenue.accounts', { count: of.accounts, n: format.number(of.accounts) })} · {format.money(of.value)}
        {of.unknown > 0 && <span className={classes.note}> {t('people:revenue.without', { count: of.unknown, n: format.number(of.unknown) })}</span>}
      </span>
    </div>
  );
}
