import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMay } from '@/access/session';
import { asProblem } from '@/api/problem';
import type { components } from '@/api/schema';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { useToast } from '@/ui/confirm';
import { IntervalBar } from '@/ui/IntervalBar';
import { boundsOf, complete, halfWidth, writer } from '@/ui/figures';
import { problemText } from '@/ui/problemText';
import { standsQuery, topicMeasuresQuery } from '../topics/queries';
import { objectivesQuery, questionsQuery, useExpected } from './lineage';
import type { Finding } from './wire';
import classes from './Rests.module.css';

type Rests = components['schemas']['Rests'];
type Resting = components['schemas']['Resting'];
type Expected = components['schemas']['RestingExpectation'];

/** From the words to the work: quotes, the finding, what rests on it, its figures, and what uses them; each a link. */
export function Lineage({ finding, rests }: { finding: Finding; rests: Rests }) {
  const { t } = useText();
  const reads = useMay('measure.read');
  const worded = useQuery({ ...topicMeasuresQuery(finding.program_id, [finding.id]), enabled: reads && rests.measures.length > 0 }).data?.items;
  return (
    <div className={classes.lineage}>
      <section aria-label={t('findings:rests.quotes')}>
        <h3>{t('findings:rests.quotes')}</h3>
        <p className={classes.count}><a href="#quotes"><b>{finding.for}</b> {t('findings:rests.for')}</a></p>
        {finding.against > 0 && <p className={classes.count} data-against><a href="#quotes"><b>{finding.against}</b> {t('findings:rests.against')}</a></p>}
      </section>
      <section className={classes.core} aria-label={t('findings:rests.finding')}>
        <h3>{t('findings:rests.finding')}</h3>
        <p>{finding.claim}</p>
        <Answers finding={finding} />
      </section>
      <section aria-label={t('findings:rests.measures')}>
        <h3>{t('findings:rests.measures')}</h3>
        <ul>
          {rests.measures.map((m) => <MeasureStep key={m.measure_id} finding={finding} measure={m} wording={worded?.find((w) => w.id === m.measure_id)?.wording} />)}
          {rests.expectations.map((e) => <ExpectedStep key={e.id} finding={finding} expected={e} />)}
        </ul>
      </section>
    </div>
  );
}

/** The questions about customers beside whose answers the finding stands. */
function Answers({ finding }: { finding: Finding }) {
  const { t } = useText();
  const reads = useMay('program.read');
  const { data } = useQuery({ ...questionsQuery(finding.program_id), enabled: reads });
  const named = (data?.items ?? []).filter((q) => q.figures.some((f) => f.key === finding.id));
  if (named.length === 0) return null;
  return <small>{t('findings:rests.answers')} {named.map((q) => <Link key={q.question} to="/purpose/questions" search={{ program: finding.program_id }}>{t(`purpose:question.${q.question}`)}</Link>)}</small>;
}

/** How many other findings that carry something stand under a measure. */
const besides = (m: Resting, finding: Finding) => m.findings.filter((f) => f.carries && f.id !== finding.id).length;

function MeasureStep({ finding, measure: m, wording }: { finding: Finding; measure: Resting; wording?: Record<string, string> }) {
  const { t, i18n } = useText();
  const sees = useMay('figure.read');
  const asked = wording && (wording[i18n.language] ?? Object.values(wording)[0]);
  return (
    <li>
      <div>
        <Link to="/measures/ground" search={{ program: m.program_id, measure: m.measure_id }}>{m.name}</Link>
        <small>{besides(m, finding) === 0 ? t('findings:rests.alone') : t('findings:rests.besides', { count: besides(m, finding) })}</small>
      </div>
      <div><span className={classes.mini}>{t('findings:rests.asked')}</span>{asked ? <q>{asked}</q> : <small>{t('findings:rests.unasked')}</small>}</div>
      <div><span className={classes.mini}>{t('findings:rests.today')}</span>{sees && <Today measure={m.measure_id} program={m.program_id} />}</div>
      <Uses program={m.program_id} measure={m.measure_id} />
    </li>
  );
}

/** Where the measure stands now, with its interval. */
function Today({ measure, program }: { measure: string; program: string }) {
  const { t } = useText();
  const format = useFormat();
  const query = useQuery(standsQuery(measure));
  if (!query.data) return <small>{query.isPending ? t('ui:loading') : t('findings:rests.noFigure')}</small>;
  const { measure: m, total } = query.data;
  const c = complete(total.figure);
  if (!c) return <small>{total.figure.n === 0 ? t('findings:rests.noAnswers') : t('findings:rests.few', { n: format.number(total.figure.n) })}</small>;
  const write = writer(format, total.figure.unit, halfWidth(c));
  const interval = t('ui:figure.interval', { low: write(c.low), high: write(c.high) });
  const bounds = boundsOf(m);
  return (
    <>
      <Link to="/understand" search={{ program, measure }} className={classes.figure} aria-label={t('ui:figure.spoken', { label: m.name, value: write(c.value), interval })}>{write(c.value)}</Link>
      <IntervalBar value={c.value} low={c.low} high={c.high} min={bounds.min} max={bounds.max} label={t('ui:figure.spoken', { label: m.name, value: write(c.value), interval })} />
      <small>{interval} · {t('ui:figure.n', { n: format.number(total.figure.n) })}</small>
    </>
  );
}

/** The objectives and questions that use a measure. */
function Uses({ program, measure }: { program: string; measure: string }) {
  const { t } = useText();
  const reads = useMay('program.read');
  const objectives = useQuery({ ...objectivesQuery(program), enabled: reads }).data?.items ?? [];
  const questions = useQuery({ ...questionsQuery(program), enabled: reads }).data?.items ?? [];
  const own = objectives.filter((o) => o.measure_id === measure);
  const asks = questions.filter((q) => q.figures.some((f) => f.key === measure));
  return (
    <div>
      <span className={classes.mini}>{t('findings:rests.used')}</span>
      {own.map((o) => <Link key={o.id} to="/purpose" search={{ program }}>{o.name}</Link>)}
      {asks.map((q) => <Link key={q.question} to="/purpose/questions" search={{ program }}>{t(`purpose:question.${q.question}`)}</Link>)}
      {own.length + asks.length === 0 && <small>{t('findings:rests.unused')}</small>}
    </div>
  );
}

function ExpectedStep({ finding, expected: e }: { finding: Finding; expected: Expected }) {
  const { t } = useText();
  const toast = useToast();
  const mayWrite = useMay('register.write');
  const { link, unlink } = useExpected(finding.id);
  const wrong = (error: unknown) => toast({ message: problemText(t, asProblem(error)) });
  const remove = () => unlink.mutate(e.touchpoint_id, {
    onSuccess: () => toast({ message: t('findings:rests.unlinked', { name: e.touchpoint_name }), undo: () => link.mutate(e.touchpoint_id, { onError: wrong }) }),
    onError: wrong,
  });
  return (
    <li data-expected>
      <div><Link to="/listen/topics/$kind/$of" params={{ kind: 'touchpoint', of: e.touchpoint_id }} search={{ program: finding.program_id }}>{e.touchpoint_name}</Link></div>
      <div><span className={classes.mini}>{t('findings:rests.expectedHere')}</span>{e.words}</div>
      {mayWrite && <div><Button size="compact-xs" variant="subtle" loading={unlink.isPending} onClick={remove} aria-label={t('findings:rests.unlinkOf', { name: e.touchpoint_name })}>{t('findings:rests.unlink')}</Button></div>}
    </li>
  );
}
