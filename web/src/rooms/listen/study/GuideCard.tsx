import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMay } from '@/access/session';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { guidesQuery } from '../queries';
import type { Study, StudyGuide } from '../wire';
import { GuideDialog } from './GuideDialog';
import classes from '../Listen.module.css';

/** What is asked of everybody, for how long, and the guides there were before. */
export function GuideCard({ study }: { study: Study }) {
  const { t } = useText();
  const mayWrite = useMay('listen.write') && study.part === 'researcher';
  const query = useQuery(guidesQuery(study.id));
  const [writing, { open, close }] = useDisclosure();
  const [guide, ...before] = query.data?.items ?? [];
  const minutes = guide?.sections.reduce((sum, s) => sum + s.minutes, 0) ?? 0;
  return (
    <Card
      title={t('listen:guide.title')} note={guide && t('listen:guide.note', { version: guide.version, minutes })}
      actions={mayWrite && query.isSuccess && <Button size="xs" variant="default" onClick={open}>{t(guide ? 'listen:guide.change' : 'listen:guide.write')}</Button>}
    >
      {query.isPending && <Loading />}
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && !guide && <p className={classes.note}>{t('listen:guide.none')}</p>}
      {guide && <Sections guide={guide} />}
      {before.length > 0 && (
        <details>
          <summary>{t('listen:guide.before', { count: before.length })}</summary>
          {before.map((g) => <Former key={g.version} guide={g} />)}
        </details>
      )}
      {writing && <GuideDialog study={study} guide={guide} onClose={close} />}
    </Card>
  );
}

function Former({ guide }: { guide: StudyGuide }) {
  const { t } = useText();
  const format = useFormat();
  return (
    <section>
      <p className={classes.note}>{[t('listen:guide.version', { version: guide.version }), guide.at && format.date(guide.at), guide.by_name, guide.note].filter(Boolean).join(' · ')}</p>
      <Sections guide={guide} />
    </section>
  );
}

function Sections({ guide }: { guide: StudyGuide }) {
  const { t } = useText();
  return (
    <div className={classes.guide}>
      {guide.sections.map((s, n) => (
        <section key={n}>
          <h3>{s.title} <span className={classes.soft}>· {t('listen:guide.minutes', { count: s.minutes })}</span></h3>
          <ul>
            {s.prompts.map((p, at) => <li key={at}>{p}</li>)}
            {s.probes.map((p, at) => <li key={`p${at}`} className={classes.probe}>{p}</li>)}
          </ul>
        </section>
      ))}
    </div>
  );
}
