import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import type { Response } from '../wire';
import classes from './AnswersGiven.module.css';

/** Files that came with an answer, to put down; they are strangers' and are not opened here. */
export function AnswerFiles({ response }: { response: Response }) {
  const { t } = useText();
  const format = useFormat();
  if (response.files.length === 0) return null;
  return (
    <section aria-label={t('understand:answer.files')}>
      {response.files.map((file) => (
        <div key={file.id} className={classes.written}>
          <p className={classes.question}>{file.question}</p>
          <a className={classes.file} href={`/api/responses/${response.id}/files/${file.id}`} download={file.name}>{file.name}</a> <small>{format.bytes(file.size)}</small>
        </div>
      ))}
      <p className={classes.question}>{t('understand:answer.filesFrom')}</p>
    </section>
  );
}
