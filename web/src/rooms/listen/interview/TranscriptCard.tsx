import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef } from 'react';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { useConfirm } from '@/ui/confirm';
import { documentPath } from '../documentPath';
import { documentQuery, useListenChanges } from '../queries';
import { useAttempt } from '../useAttempt';
import type { Interview, StudyDocument } from '../wire';
import { RemoveDocument } from './RemoveDocument';
import { TranscriptDialog } from './TranscriptDialog';
import classes from '../Listen.module.css';

interface TranscriptCardProps {
  interview: Interview;
  researcher: boolean;
  may: boolean;
}

/** What was said, once it is taken in: where it is read, what is masked, who may read it, the recording. */
export function TranscriptCard({ interview, researcher, may }: TranscriptCardProps) {
  const { t } = useText();
  const [taking, { open, close }] = useDisclosure();
  const query = useQuery({ ...documentQuery(interview.document_id ?? ''), enabled: !!interview.document_id });
  if (!interview.document_id) {
    return (
      <Card title={t('listen:transcript.title')} actions={may && <Button size="xs" disabled={!interview.consent} onClick={open}>{t('listen:transcript.take')}</Button>}>
        <p className={classes.note}>{t(!researcher ? 'listen:transcript.closed' : interview.consent ? 'listen:transcript.none' : 'listen:transcript.noConsent')}</p>
        {taking && <TranscriptDialog interview={interview} onClose={close} />}
      </Card>
    );
  }
  return (
    <Card title={t('listen:transcript.title')}>
      {query.isPending && <Loading />}
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.data && <Taken document={query.data} may={may} />}
    </Card>
  );
}

function Taken({ document, may }: { document: StudyDocument; may: boolean }) {
  const { t } = useText();
  const format = useFormat();
  const undecided = document.undecided ?? 0;
  return (
    <>
      <p>
        {t('listen:transcript.size', { sentences: format.number(document.sentences), words: format.number(document.words) })}
        {' · '}{document.released_at ? t('listen:transcript.released', { day: format.date(document.released_at) }) : t('listen:transcript.notReleased')}
      </p>
      {undecided > 0 && <p className={classes.late}>{t('listen:transcript.undecided', { count: undecided, n: format.number(undecided) })}</p>}
      <div className={classes.end}>
        {may && <RemoveDocument document={document} />}
        {may && <Audio document={document} />}
        {document.originals && <Button component={Link} to={`${documentPath(document.id)}/speakers`} variant="default">{t('listen:mending.go')}</Button>}
        {document.originals && <Button component={Link} to={`${documentPath(document.id)}/masking`} variant="default">{t('listen:transcript.masking')}</Button>}
        <Button component={Link} to={documentPath(document.id)}>{t(document.originals ? 'listen:transcript.code' : 'listen:transcript.read')}</Button>
      </div>
    </>
  );
}

function Audio({ document }: { document: StudyDocument }) {
  const { t } = useText();
  const input = useRef<HTMLInputElement>(null);
  const { putAudio, removeAudio } = useListenChanges();
  const attempt = useAttempt();
  const confirm = useConfirm();
  const remove = () => confirm({ title: t('listen:audio.removeTitle'), text: t('listen:audio.removeText'), verb: t('listen:remove'), onConfirm: () => void attempt(() => removeAudio.mutateAsync(document.id)) });
  return (
    <>
      <Button variant="subtle" loading={putAudio.isPending} onClick={() => (document.has_audio ? remove() : input.current?.click())}>{t(document.has_audio ? 'listen:audio.remove' : 'listen:audio.add')}</Button>
      <input
        ref={input} type="file" hidden accept="audio/*" aria-label={t('listen:audio.add')}
        onChange={(e) => {
          const file = e.currentTarget.files?.[0];
          e.currentTarget.value = '';
          if (file) void attempt(() => putAudio.mutateAsync({ id: document.id, file }));
        }}
      />
    </>
  );
}
