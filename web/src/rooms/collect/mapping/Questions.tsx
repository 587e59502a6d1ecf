import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { useReason } from '../reasons';
import type { Import, Mapping, Question } from '../wire';
import { withColumn } from './changes';
import { DateOrder } from './ColumnDetails';
import classes from './Questions.module.css';

interface QuestionsProps {
  item: Import;
  mapping: Mapping;
  onChange: (mapping: Mapping) => void;
  /** Shows the column that a question is about. */
  onShow: (column: number) => void;
}

/** What the file cannot tell and a person has to: asked in plain words, with examples of the file. */
export function Questions({ item, mapping, onChange, onShow }: QuestionsProps) {
  if (item.questions.length === 0) return null;
  return (
    <div className={classes.questions}>
      {item.questions.map((q) => (
        <Asked key={`${q.kind}${q.index}`} question={q} item={item} mapping={mapping} onChange={onChange} onShow={onShow} />
      ))}
    </div>
  );
}

function Asked({ question, item, mapping, onChange, onShow }: QuestionsProps & { question: Question }) {
  const { t } = useText();
  const reason = useReason();
  const format = useFormat();
  const column = mapping.columns.find((c) => c.index === question.index);
  const profile = item.columns.find((c) => c.index === question.index);
  return (
    <section className={classes.question}>
      <h2>{t(`collect:ask.${question.kind}`, { column: column?.name ?? '' })}</h2>
      <p>{reason(question.reason)}</p>
      {question.kind === 'date_order' && column && profile ? (
        <DateOrder column={column} profile={profile} onChange={(order) => onChange(withColumn(mapping, column.index, { order }))} />
      ) : (
        <>
          {question.values.length > 0 && <p className={classes.values}>{format.list(question.values.slice(0, 6))}</p>}
          {column && <button type="button" className={classes.show} onClick={() => onShow(column.index)}>{t('collect:ask.show')}</button>}
        </>
      )}
    </section>
  );
}
