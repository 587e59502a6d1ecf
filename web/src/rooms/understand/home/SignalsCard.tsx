import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { components } from '@/api/schema';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { Loading } from '@/ui/Loading';
import { complete, differenceWriter, halfWidth, writer } from '@/ui/figures';
import { metricQuery, type Filter } from '../filter/filter';
import { useKeyName } from '../filter/words';
import type { MeasureInfo } from '../wire';
import { AnswersLink } from './AnswersLink';
import { FiguresError } from './FiguresError';
import { Methods } from './Methods';
import classes from './SignalsCard.module.css';

type Signals = components['schemas']['SignalsResult'];
type Signal = components['schemas']['Signal'];
type Evidence = components['schemas']['Evidence'];

const signalsQuery = ({ measure, filter, weighted }: { measure: string; filter: Filter; weighted?: boolean }) =>
  queryOptions({
    queryKey: ['signals', measure, metricQuery(filter), weighted],
    queryFn: () => body(api.GET('/api/metrics/signals', { params: { query: { measure, weighted, ...metricQuery(filter) } } })),
    placeholderData: keepPreviousData,
  });

interface SignalsCardProps {
  measure: MeasureInfo;
  filter: Filter;
  weighted?: boolean;
}

/** Whose feedback matters and what misleads; what was looked for and not found stands folded below. */
export function SignalsCard({ measure, filter, weighted }: SignalsCardProps) {
  const { t } = useText();
  const query = useQuery(signalsQuery({ measure: measure.id, filter, weighted }));
  if (query.data?.signals.length === 0) return null;
  return (
    <Card title={t('understand:signals.title')} note={t('understand:signals.note')}>
      {query.isError && <FiguresError error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Loading />}
      {query.data && <Found found={query.data} />}
    </Card>
  );
}

function Found({ found }: { found: Signals }) {
  const { t } = useText();
  const flagged = found.signals.filter((s) => s.flagged);
  const others = found.signals.filter((s) => !s.flagged);
  return (
    <>
      {flagged.length === 0 && <p className={classes.none}>{t('understand:signals.none')}</p>}
      <List signals={flagged.slice(0, 6)} program={found.measure.program_id} />
      {others.length > 0 && (
        <details className={classes.more}>
          <summary>{t('understand:signals.others')}</summary>
          <List signals={others} program={found.measure.program_id} />
        </details>
      )}
      <Methods figures={found.signals.flatMap((s) => s.evidence)} />
    </>
  );
}

function List({ signals, program }: { signals: readonly Signal[]; program: string }) {
  const { t } = useText();
  const evidence = useEvidence();
  const keyName = useKeyName();
  const named = (label = '') => keyName(label, label); // the house's own keys are their labels
  return (
    <ul className={classes.list}>
      {signals.map((s) => {
        const { outcome = '', event = '' } = s.params;
        const params = { value: '', considered: '', ...s.params, key: named(s.params.key), by: named(s.params.by), outcome: event ? `${outcome} (${event})` : outcome };
        return (
          <li key={`${s.kind} ${Object.values(s.params).join(' ')}`}>
            <p className={classes.what}>{t(`understand:signals.say.${s.title}`, params)}</p>
            {s.evidence.length > 0 && (
              <dl className={classes.evidence}>
                {s.evidence.map((e) => (
                  <div key={e.key}>
                    <dt>{t(`understand:signals.evidence.${e.key}`)}</dt>
                    <dd>{evidence(e)}</dd>
                  </div>
                ))}
              </dl>
            )}
            {s.flagged && <AnswersLink query={s.answers} program={program} className={classes.open} label={t('understand:signals.openOf', { what: t(`understand:signals.say.${s.title}`, params) })}>{t('understand:trend.open')}</AnswersLink>}
          </li>
        );
      })}
    </ul>
  );
}

const differences: readonly string[] = ['difference', 'crude', 'standard', 'against_rest'];

// A figure that a signal rests on, with its interval.
function useEvidence(): (e: Evidence) => string {
  const { t } = useText();
  const format = useFormat();
  return (e) => {
    const c = complete(e);
    if (!c) return t('understand:explore.few');
    const write = writerOf(e, halfWidth(c));
    return `${t('understand:explore.figure', { value: write(c.value), low: write(c.low), high: write(c.high) })}`;
  };

  function writerOf({ key, unit }: Evidence, half: number): (v: number) => string {
    if (unit === 'correlation') return (v) => format.signed(v, 2);
    if (unit === 'outcome_per_point') return (v) => format.signed(v, 3);
    return differences.includes(key) ? differenceWriter(format, unit, half) : writer(format, unit, half);
  }
}
