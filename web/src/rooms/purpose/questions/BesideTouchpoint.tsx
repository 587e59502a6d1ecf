import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { asProblem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { IntervalBar } from '@/ui/IntervalBar';
import { problemText } from '@/ui/problemText';
import { conformanceQuery, registerQuery } from '../queries';
import type { Program } from '../wire';
import classes from './Questions.module.css';

interface BesideTouchpointProps {
  touchpoint: string;
  program: Program;
}

/** How often a standard is kept, beside an answer. */
export function KeptStandard({ touchpoint: id, program }: BesideTouchpointProps) {
  const { t } = useText();
  const format = useFormat();
  const register = useQuery(registerQuery(program.id));
  const touchpoint = register.data?.touchpoints.find((x) => x.id === id);
  const query = useQuery({ ...conformanceQuery(id), enabled: touchpoint !== undefined });
  const failed = register.error ?? query.error;
  if (failed) return <Plain>{problemText(t, asProblem(failed))}</Plain>;
  if (register.data && !touchpoint) return <Plain>{t('purpose:questions.touchpointGone')}</Plain>;
  if (!touchpoint || !query.data) return <Plain>{t('ui:loading')}</Plain>;
  const { share: { value, low, high, n }, target, why } = query.data;
  const percent = (x: number) => format.percent(x, 1);
  const between = low !== null && high !== null ? t('purpose:way.between', { low: percent(low), high: percent(high) }) : '';
  return (
    <div className={classes.figure}>
      <Link to="/journeys/standards" search={{ program: program.id }}>{touchpoint.name}</Link>
      <b className={classes.value}>{value === null || why ? t('purpose:questions.notKnown') : percent(value)}</b>
      {value !== null && low !== null && high !== null && <IntervalBar value={value} low={low} high={high} min={0} max={1} label={`${percent(value)} ${between}`} />}
      <span className={classes.soft}>{between} {t('purpose:questions.keptOf', { count: n, n: format.number(n), target: format.percent(target) })}</span>
    </div>
  );
}

/** How often customers meet something, beside an answer. */
export function MetHere({ touchpoint: id, program }: BesideTouchpointProps) {
  const { t } = useText();
  const format = useFormat();
  const register = useQuery(registerQuery(program.id));
  const touchpoint = register.data?.touchpoints.find((x) => x.id === id);
  if (register.isError) return <Plain>{problemText(t, asProblem(register.error))}</Plain>;
  if (register.data && !touchpoint) return <Plain>{t('purpose:questions.touchpointGone')}</Plain>;
  if (!touchpoint) return <Plain>{t('ui:loading')}</Plain>;
  return (
    <div className={classes.figure}>
      <Link to="/journeys/touchpoints" search={{ program: program.id }}>{touchpoint.name}</Link>
      <b className={classes.value}>{touchpoint.times === undefined ? t('purpose:questions.notKnown') : format.number(touchpoint.times)}</b>
      <span className={classes.soft}>{t(touchpoint.times_from === 'typed' ? 'purpose:questions.timesTyped' : 'purpose:questions.timesCounted')}</span>
    </div>
  );
}

const Plain = ({ children }: { children: string }) => <div className={classes.figure}><span className={classes.soft}>{children}</span></div>;
