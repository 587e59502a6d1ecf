import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { ErrorState } from '@/ui/ErrorState';
import { Loading } from '@/ui/Loading';
import { useToast } from '@/ui/confirm';
import { lossQuery, useListenChanges } from '../queries';
import { useAttempt } from '../useAttempt';
import type { DocumentLoss, StudyDocument } from '../wire';
import classes from '../Listen.module.css';

interface RemoveDocumentProps {
  document: StudyDocument;
  onGone?: () => void;
}

/** Removes a document that was the wrong one, once what goes with it was seen. */
export function RemoveDocument({ document, onGone }: RemoveDocumentProps) {
  const { t } = useText();
  const [asked, { open, close }] = useDisclosure();
  return (
    <>
      <Button variant="subtle" onClick={open}>{t('listen:removeDocument.do')}</Button>
      {asked && (
        <Modal opened onClose={close} title={t('listen:removeDocument.title')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
          <Asked document={document} onClose={close} onGone={onGone} />
        </Modal>
      )}
    </>
  );
}

function Asked({ document, onClose, onGone }: RemoveDocumentProps & { onClose: () => void }) {
  const { t } = useText();
  const toast = useToast();
  const attempt = useAttempt();
  const { removeDocument, restoreDocument } = useListenChanges();
  const query = useQuery({ ...lossQuery(document.id), staleTime: 0 });
  const loss = query.data;
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (!loss) return <Loading />;
  const restore = async () => {
    if (await attempt(() => restoreDocument.mutateAsync(document.id))) toast({ message: t('listen:removeDocument.back') });
  };
  const remove = async () => {
    if (!(await attempt(() => removeDocument.mutateAsync({ id: document.id, codings: loss.codings })))) return void query.refetch();
    toast({ message: t('listen:removeDocument.done'), undo: () => void restore() });
    onClose();
    onGone?.();
  };
  return (
    <>
      <Lost loss={loss} interview={!!document.interview_id} />
      <div className={classes.end}>
        <Button variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
        <Button disabled={loss.findings > 0} loading={removeDocument.isPending} onClick={() => void remove()}>{t('listen:removeDocument.do')}</Button>
      </div>
    </>
  );
}

function Lost({ loss, interview }: { loss: DocumentLoss; interview: boolean }) {
  const { t } = useText();
  const format = useFormat();
  const counted = (['codings', 'masks', 'memos', 'mends'] as const).filter((k) => loss[k] > 0);
  if (loss.findings > 0) return <p className={classes.closed}>{t('listen:removeDocument.quoted', { count: loss.findings, n: format.number(loss.findings) })}</p>;
  return (
    <>
      <p>{t(interview ? 'listen:removeDocument.text' : 'listen:removeDocument.textComment')}</p>
      {(counted.length > 0 || loss.audio || loss.blind) && (
        <>
          <p>{t('listen:removeDocument.lost')}</p>
          <ul>
            {counted.map((k) => <li key={k}>{t(`listen:removeDocument.${k}`, { count: loss[k], n: format.number(loss[k]) })}{k === 'codings' && <> {t('listen:removeDocument.coders', { count: loss.coders })}</>}</li>)}
            {loss.audio && <li>{t('listen:removeDocument.audio')}</li>}
            {loss.blind && <li>{t('listen:removeDocument.blind')}</li>}
          </ul>
        </>
      )}
    </>
  );
}
