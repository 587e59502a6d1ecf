import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useMay } from '@/access/session';
import { asProblem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { useToast } from '@/ui/confirm';
import { problemText } from '@/ui/problemText';
import type { Known, Program } from '../wire';
import { AnswerForm } from './AnswerForm';
import { Beside } from './Beside';
import { useAnswer } from './queries';
import classes from './Questions.module.css';

const looks = { open: classes.open, unknown: classes.unknown, answered: classes.answered } as const;

/** One question: the answer in words with who wrote it when, or that nobody knows; and what people said and figures beside it. */
export function QuestionCard({ known, program, mayWrite }: { known: Known; program: Program; mayWrite: boolean }) {
  const { t } = useText();
  const format = useFormat();
  const toast = useToast();
  const maySee = useMay('figure.read');
  const answer = useAnswer(program.id);
  const [editing, setEditing] = useState(false);
  const { state, figures } = known;
  const shown = figures.filter((f) => maySee || f.kind === 'finding');
  const say = (unknown: boolean) => answer.mutate({ known, said: { answer: '', unknown, figures } }, { onError: (error) => toast({ message: problemText(t, asProblem(error)) }) });
  const question = t(`purpose:question.${known.question}`);

  return (
    <section className={`${classes.card} ${looks[state]}`} aria-label={question}>
      <div className={classes.head}>
        <h2 className={classes.question}>{question}</h2>
        {state !== 'answered' && <span className={classes.state}>{t(`purpose:questionState.${state}`)}</span>}
      </div>
      <p className={classes.hint}>{t(`purpose:questionHint.${known.question}`)}</p>
      {editing
        ? <AnswerForm known={known} program={program} onClose={() => setEditing(false)} />
        : (
          <>
            {known.answer && <p className={classes.answer}>{known.answer}</p>}
            {state !== 'open' && known.written_at && (
              <p className={classes.author}>
                {known.author_name ? t('purpose:questions.by', { name: known.author_name, date: format.date(known.written_at) }) : t('purpose:questions.on', { date: format.date(known.written_at) })}
              </p>
            )}
            {shown.length > 0 && (
              <div className={classes.figures}>
                {shown.map((f) => <Beside key={`${f.kind}:${f.key}`} figure={f} program={program} />)}
              </div>
            )}
            {mayWrite && (
              <Group gap={8} mt={10}>
                <Button size="xs" variant={state === 'answered' ? 'default' : 'filled'} aria-label={t('purpose:questions.writeOf', { question })} onClick={() => setEditing(true)}>
                  {t(state === 'answered' ? 'purpose:questions.change' : 'purpose:questions.write')}
                </Button>
                {state === 'open' && <Button size="xs" variant="default" loading={answer.isPending} aria-label={t('purpose:questions.nobodyOf', { question })} onClick={() => say(true)}>{t('purpose:questions.nobody')}</Button>}
                {state === 'unknown' && <Button size="xs" variant="default" loading={answer.isPending} onClick={() => say(false)}>{t('purpose:questions.reopen')}</Button>}
              </Group>
            )}
          </>
        )}
    </section>
  );
}
