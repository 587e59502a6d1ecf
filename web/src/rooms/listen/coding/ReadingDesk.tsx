import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useText } from '@/i18n/useText';
import { EmptyState } from '@/ui/EmptyState';
import { Page } from '@/ui/Page';
import type { Margin } from './Chunk';
import type { Passage } from './passage';
import { useCame } from './useCame';
import { Transcript, type TranscriptHandle } from './Transcript';
import type { Line, StudyDocument } from './wire';
import classes from './CodingPage.module.css';

const bare: Margin = { brackets: { strokes: new Map(), lanes: 0 }, labels: new Map(), colours: new Map() };

/** What is shown of a document to those who are no researchers: numbered lines, names replaced. */
export function ReadingDesk({ document, study, lines }: { document: StudyDocument; study: string; lines: readonly Line[] }) {
  const { t } = useText();
  const view = useRef<TranscriptHandle>(null);
  const [chosen, setChosen] = useState<Passage | null>(null);
  const came = useCame(lines, view, setChosen);
  return (
    <Page
      title={t('coding:title')}
      lead={
        <>
          {t(document.kind === 'transcript' ? 'coding:where.interview' : 'coding:where.comment', { number: document.number, study })}
          {document.pseudonym && ` ${document.pseudonym}.`} {document.consent && t(`coding:consent.${document.consent}`)} {t('coding:reading')}{' '}
          <Link to="/listen/studies/$id" params={{ id: document.study_id }} search={{}}>{t('coding:study')}</Link>
        </>
      }
    >
      {lines.length === 0 ? (
        <EmptyState title={t('coding:closed.title')}>{t('coding:closed.why')}</EmptyState>
      ) : (
        <div className={classes.reading}>
          <Transcript lines={lines} chosen={chosen} onChoose={setChosen} onRead={() => undefined} margin={bare} playing={0} handle={view} start={came || 1} />
        </div>
      )}
    </Page>
  );
}
