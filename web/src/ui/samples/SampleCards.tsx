import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { asProblem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { useConfirm } from '../confirm';
import { ErrorState } from '../ErrorState';
import { FormProblem } from '../FormProblem';
import { Loading } from '../Loading';
import { ProgressBar } from '../ProgressBar';
import classes from './SampleCards.module.css';
import { underWay, useSampleChange, useSamples, type Sample } from './samples';

/** The invented samples as cards: what each shows, how large it is, and what can be done with it; `heading` as it stands below others. */
export function SampleCards({ heading = 'h2' }: { heading?: 'h2' | 'h3' }) {
  const { t } = useText();
  const samples = useSamples();
  if (samples.isError) return <ErrorState error={samples.error} retry={() => void samples.refetch()} />;
  if (!samples.data) return <Loading />;
  return (
    <ul className={classes.cards} aria-label={t('samples:label')}>
      {samples.data.items.map((s) => <SampleCard key={s.key} sample={s} heading={heading} />)}
    </ul>
  );
}

function SampleCard({ sample, heading: Heading }: { sample: Sample; heading: 'h2' | 'h3' }) {
  const { t, i18n } = useText();
  const format = useFormat();
  const language = i18n.language.startsWith('fr') ? 'fr' : 'en';
  const { size } = sample;
  const counts = { answers: format.number(size.answers), accounts: format.number(size.accounts), customers: format.number(size.customers), events: format.number(size.events) };
  return (
    <li className={classes.card}>
      <Heading>{sample.name[language]}</Heading>
      <p className={classes.shows}>{sample.shows[language]}</p>
      <p className={classes.size}>{t(size.events > 0 ? 'samples:sizeEvents' : 'samples:size', counts)}</p>
      {sample.state === 'failed' && <p className={classes.failed}>{t('samples:failed')}</p>}
      {underWay(sample) ? (
        <ProgressBar
          label={t(sample.state === 'loading' ? 'samples:loading' : 'samples:removing')} done={sample.done} total={sample.total}
          note={sample.total > 0 ? t('samples:part', { done: format.number(sample.done), total: format.number(sample.total) }) : undefined}
        />
      ) : <SampleActions sample={sample} name={sample.name[language]} />}
    </li>
  );
}

function SampleActions({ sample, name }: { sample: Sample; name: string }) {
  const { t } = useText();
  const confirm = useConfirm();
  const { load, remove } = useSampleChange();
  const of = (verb: string) => t('samples:of', { verb, name });
  const problem = load.error ?? remove.error;
  const ask = () => confirm({ title: t('samples:removeTitle', { name }), text: t('samples:removeText'), verb: t('samples:remove'), onConfirm: () => remove.mutate(sample.key) });
  return (
    <>
      <div className={classes.actions}>
        {sample.state === 'loaded' && <Button component={Link} to="/" aria-label={of(t('samples:open'))} search={{ program: sample.program_id } as never}>{t('samples:open')}</Button>}
        {sample.state === 'none' && <Button variant="default" aria-label={of(t('samples:load'))} loading={load.isPending} onClick={() => load.mutate(sample.key)}>{t('samples:load')}</Button>}
        {sample.state === 'failed' && <Button variant="default" loading={load.isPending} onClick={() => load.mutate(sample.key)}>{t('samples:goOn')}</Button>}
        {sample.state !== 'none' && <Button variant="default" aria-label={of(t('samples:remove'))} loading={remove.isPending} onClick={ask}>{t('samples:remove')}</Button>}
      </div>
      <FormProblem problem={problem ? asProblem(problem) : null} />
    </>
  );
}
