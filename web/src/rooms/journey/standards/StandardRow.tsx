import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { IntervalBar } from '@/ui/IntervalBar';
import { useMay } from '@/access/session';
import { conformanceQuery, measuresQuery } from '../queries';
import type { Channel, Conformance, Touchpoint } from '../wire';
import { useStandardWords } from './useStandardWords';
import classes from './Standards.module.css';

interface StandardRowProps {
  touchpoint: Touchpoint;
  channel?: Channel;
  onEdit: () => void;
}

/** One expectation with its standard, and how far what happened kept to it. */
export function StandardRow({ touchpoint, channel, onEdit }: StandardRowProps) {
  const { t } = useText();
  const format = useFormat();
  const maySee = useMay('figure.read');
  const words = useStandardWords();
  const measures = useQuery({ ...measuresQuery(touchpoint.program_id), enabled: touchpoint.expectation?.standard?.kind === 'quality' });
  const query = useQuery({ ...conformanceQuery(touchpoint.id, touchpoint.version), enabled: maySee });
  const e = touchpoint.expectation;
  const measure = measures.data?.items.find((m) => m.id === e?.standard?.measure_id)?.name;
  return (
    <li className={classes.row}>
      <div>
        <p className={classes.where}><b><Link to="/listen/topics/$kind/$of" params={{ kind: 'touchpoint', of: touchpoint.id }} search={{ program: touchpoint.program_id }} aria-label={t('journey:topic.open', { name: touchpoint.name })} className={classes.topic}>{touchpoint.name}</Link></b>{channel && <> · {channel.name}</>}</p>
        <p className={classes.words}>{e?.words}</p>
        <p className={classes.standard}>{e?.standard ? words(e.standard, measure) : t('journey:standards.noStandard')}</p>
        <p className={classes.soft}>{e && t('journey:standards.since', { date: format.date(e.since) })}{touchpoint.owner_name && <> · {t('journey:standards.owner', { name: touchpoint.owner_name })}</>}</p>
        {touchpoint.may_change && <Button variant="subtle" size="compact-sm" ml={-8} aria-label={t('journey:standards.editOf', { name: touchpoint.name })} onClick={onEdit}>{t(e?.standard ? 'journey:standards.edit' : 'journey:standards.add')}</Button>}
      </div>
      <div>{query.data ? <Held conformance={query.data} /> : query.isError ? <p className={classes.soft}>{t('journey:standards.failed')}</p> : <p className={classes.soft}>{t('ui:loading')}</p>}</div>
    </li>
  );
}

function Held({ conformance: c }: { conformance: Conformance }) {
  const { t } = useText();
  const format = useFormat();
  if (c.why) return <p className={classes.soft}><b>{t('journey:standards.unmeasured')}</b><br />{t(`journey:standards.why.${c.why}`)}</p>;
  const { value, low, high, n } = c.share;
  const percent = (x: number | null) => (x === null ? '' : format.percent(x, 1));
  const interval = low !== null && high !== null ? t('ui:figure.interval', { low: percent(low), high: percent(high) }) : '';
  return (
    <div className={classes.held}>
      <p className={classes.verdict} data-verdict={c.verdict}>{t(`journey:standards.verdict.${c.verdict || 'cannot_tell'}`)}</p>
      <p><b className={classes.value} data-figures>{percent(value)}</b> <span className={classes.soft}>{t('journey:standards.target', { target: format.percent(c.target, Number.isInteger(Math.round(c.target * 1000) / 10) ? 0 : 1) })}</span></p>
      {value !== null && low !== null && high !== null && <IntervalBar value={value} low={low} high={high} min={0} max={1} label={t('ui:figure.spoken', { label: t('journey:standards.share'), value: percent(value), interval })} />}
      <p className={classes.soft}>{[interval, t('ui:figure.n', { n: format.number(n) })].filter(Boolean).join(' · ')}</p>
      {c.median_hours !== null && c.p90_hours !== null && <p className={classes.soft}>{t('journey:standards.times', { median: format.number(c.median_hours, 1), p90: format.number(c.p90_hours, 1) })}</p>}
      {(c.open > 0 || c.untold > 0) && <p className={classes.soft}>{[c.open > 0 && t('journey:standards.open', { count: c.open, n: format.number(c.open) }), c.untold > 0 && t('journey:standards.untold', { count: c.untold, n: format.number(c.untold) })].filter(Boolean).join(' · ')}</p>}
      {c.from && c.to && <p className={classes.soft}>{t('journey:standards.days', { from: format.date(c.from), to: format.date(c.to) })}</p>}
    </div>
  );
}
