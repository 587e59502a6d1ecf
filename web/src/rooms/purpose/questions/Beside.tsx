import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { asProblem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { boundsOf, complete, halfWidth, writer } from '@/ui/figures';
import { IntervalBar } from '@/ui/IntervalBar';
import { problemText } from '@/ui/problemText';
import { useKeyName } from '../objectives/useWhereWords';
import { standQuery, traitsQuery } from '../queries';
import type { Program, QuestionFigure } from '../wire';
import { SaidBeside } from './BesideFinding';
import { KeptStandard, MetHere } from './BesideTouchpoint';
import classes from './Questions.module.css';

/** What stands beside an answer: a finding, a measure, how answers spread over a trait, a standard as it is kept, or how often something happens. */
export function Beside({ figure: { kind, key }, program }: { figure: QuestionFigure; program: Program }) {
  if (kind === 'finding') return <SaidBeside finding={key} />;
  if (kind === 'standard') return <KeptStandard touchpoint={key} program={program} />;
  if (kind === 'volume') return <MetHere touchpoint={key} program={program} />;
  return kind === 'measure' ? <Stands measure={key} program={program} /> : <Spread trait={key} program={program} />;
}

function Stands({ measure, program }: { measure: string; program: Program }) {
  const { t } = useText();
  const format = useFormat();
  const query = useQuery(standQuery({ measure }));
  if (query.isError) return <div className={classes.figure}><span className={classes.soft}>{problemText(t, asProblem(query.error))}</span></div>;
  if (!query.data) return <div className={classes.figure}><span className={classes.soft}>{t('ui:loading')}</span></div>;
  const { measure: info, total: { figure } } = query.data;
  const c = complete(figure);
  const write = writer(format, figure.unit, c ? halfWidth(c) : Infinity);
  const between = c ? t('purpose:way.between', { low: write(c.low), high: write(c.high) }) : '';
  const bounds = boundsOf(info);
  return (
    <div className={classes.figure}>
      <Link to="/understand" search={{ program: program.id, measure }}>{info.name}</Link>
      <b className={classes.value}>{figure.value === null ? t('purpose:questions.noAnswers') : write(figure.value)}</b>
      {c && <IntervalBar value={c.value} low={c.low} high={c.high} min={bounds.min} max={bounds.max} label={`${write(c.value)} ${between}`} />}
      <span className={classes.soft}>{between} {t('purpose:stand.n', { count: figure.n, n: format.number(figure.n) })}</span>
    </div>
  );
}

const most = 4;

function Spread({ trait: key, program }: { trait: string; program: Program }) {
  const { t } = useText();
  const format = useFormat();
  const keyName = useKeyName();
  const query = useQuery(traitsQuery(program.id));
  const trait = query.data?.items.find((x) => x.key === key);
  if (query.isPending) return <div className={classes.figure}><span className={classes.soft}>{t('ui:loading')}</span></div>;
  if (!trait || trait.values.length === 0) return <div className={classes.figure}><span className={classes.soft}>{t('purpose:questions.traitGone')}</span></div>;
  const all = trait.values.reduce((sum, v) => sum + v.n, 0);
  const shown = trait.values.toSorted((a, b) => b.n - a.n).slice(0, most);
  return (
    <div className={classes.figure}>
      <Link to="/understand" search={{ program: program.id, by: [key] }}>{keyName(key, trait.label)}</Link>
      <ul className={classes.spread} data-figures>
        {shown.map((v) => (
          <li key={v.value ?? ''}>
            <span>{v.value === null ? t('purpose:none.value') : v.label}</span>
            <span>{format.percent(v.n / all)}</span>
            <i style={{ width: `${(100 * v.n) / (shown[0]?.n ?? 1)}%` }} aria-hidden="true" />
          </li>
        ))}
      </ul>
      <span className={classes.soft}>{t('purpose:questions.ofAnswers', { count: all, n: format.number(all) })}</span>
    </div>
  );
}
