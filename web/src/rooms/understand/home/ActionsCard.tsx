import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { Loading } from '@/ui/Loading';
import { actionsQuery, deedsOf, segmentOf, type Action, type Actions, type Deed } from '../actions';
import { complete, halfWidth, writeQ } from '@/ui/figures';
import type { Filter } from '../filter/filter';
import { useKeyName } from '../filter/words';
import type { MeasureInfo } from '../wire';
import { AnswersLink } from './AnswersLink';
import { FiguresError } from './FiguresError';
import { Methods } from './Methods';
import classes from './ActionsCard.module.css';

interface ActionsCardProps {
  measure: MeasureInfo;
  filter: Filter;
  weighted?: boolean;
}

const few = 4;

/** What to do first: drivers in the segments where mending them would go with the most; nothing where nothing drives. */
export function ActionsCard({ measure, filter, weighted }: ActionsCardProps) {
  const { t } = useText();
  const query = useQuery(actionsQuery({ measure: measure.id, filter, weighted }));
  if (query.data?.drivers.length === 0) return null;
  return (
    <Card title={t('understand:actions.title')} note={t('understand:actions.note')}>
      {query.isError && <FiguresError error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <><Loading /><p className={classes.wait}>{t('understand:actions.wait')}</p></>}
      {query.data && <Found found={query.data} />}
    </Card>
  );
}

function Found({ found }: { found: Actions }) {
  const { t } = useText();
  const format = useFormat();
  const [all, setAll] = useState(false);
  const deeds = deedsOf(found.actions);
  const n = format.number(found.considered);
  if (found.considered === 0) return <p className={classes.none}>{t('understand:actions.cannotTell', { n: format.number(found.n) })}</p>;
  if (deeds.length === 0) return <p className={classes.none}>{t('understand:actions.noise', { count: found.considered, n })}</p>;
  return (
    <>
      <ol className={classes.list}>
        {(all ? deeds : deeds.slice(0, few)).map((deed, i) => <li key={deed.first.measure.id}><DeedRow deed={deed} place={i + 1} found={found} /></li>)}
      </ol>
      {deeds.length > few && (
        <Button variant="subtle" size="compact-xs" onClick={() => setAll((a) => !a)} aria-expanded={all}>
          {all ? t('understand:actions.fewer') : t('understand:actions.all', { n: format.number(deeds.length) })}
        </Button>
      )}
      <Methods figures={found.actions.slice(0, few).map((a) => a.whole)} />
      <p className={classes.foot}>{t('understand:actions.considered', { count: found.considered, n, level: format.percent(found.level, 1) })} {t('understand:actions.caution')}</p>
    </>
  );
}

function DeedRow({ deed: { first, others }, place, found }: { deed: Deed; place: number; found: Actions }) {
  const { t } = useText();
  const format = useFormat();
  const gain = useGain(found.unit);
  const who = useWho();
  const name = who(first);
  const share = first.share.value;
  const below = first.below.value;
  return (
    <div className={classes.row}>
      <span className={classes.rank} aria-hidden="true">{place}</span>
      <div>
        <p className={classes.name}>
          <b>{first.measure.name}</b> {name ? t('understand:actions.for', { who: name }) : t('understand:actions.everybody')}
        </p>
        <p className={classes.why}>
          {share !== null && t('understand:actions.share', { share: format.percent(share) })}{' '}
          {below !== null && t('understand:actions.below', { share: format.percent(below), target: format.number(first.target) })}{' '}
          {name && t('understand:actions.size', { share: format.percent(first.segment.share), gain: gain(first.gain).value })}{' '}
          {t(`understand:actions.shape.${first.shape}`)}{' '}
          {first.skipped.warn && t('understand:drivers.skipped', { n: format.number(first.skipped.n) })}
        </p>
        {others.length > 0 && (
          <p className={classes.why}>
            {t('understand:actions.also', { list: format.list(others.slice(0, 3).map((o) => `${who(o) || t('understand:actions.everybody')} ${gain(o.whole).value}`)) })}
            {others.length > 3 && ` ${t('understand:actions.more', { count: others.length - 3, n: format.number(others.length - 3) })}`}
          </p>
        )}
        <p className={classes.why}>
          <AnswersLink query={first.low_answers} program={found.measure.program_id} label={t('understand:actions.readOf', { driver: first.measure.name })}>{t('understand:actions.read')}</AnswersLink>
        </p>
      </div>
      <p className={classes.gain}>
        {gain(first.whole).value}
        <small>{t(`understand:drivers.unit.${found.unit}`)}</small>
        <small>{gain(first.whole).interval}</small>
        <small>{first.q !== null && t('understand:changes.q', { q: writeQ(format, first.q) })}</small>
      </p>
    </div>
  );
}

// Gains with their sign, in the unit of the metric.
function useGain(unit: Actions['unit']): (gain: Action['gain']) => { value: string; interval: string } {
  const { t } = useText();
  const format = useFormat();
  return (gain) => {
    const c = complete(gain);
    const digits = unit === 'score' ? 2 : c && halfWidth(c) < 1 ? 1 : 0;
    const interval = c ? t('understand:figure.interval', { low: format.signed(c.low, digits), high: format.signed(c.high, digits) }) : '';
    return { value: gain.value === null ? '' : format.signed(gain.value, digits), interval };
  };
}

// Who an action is for: "Class Eco"; empty for everybody.
function useWho(): (action: Action) => string {
  const { t } = useText();
  const keyName = useKeyName();
  return (action) => {
    const part = segmentOf(action);
    return part ? `${keyName(part.cut, action.segment.key_label)} ${part.value === null ? t('understand:none') : part.label}` : '';
  };
}
