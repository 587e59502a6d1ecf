import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { asProblem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { inWords } from '@/i18n/inWords';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { FormProblem } from '@/ui/FormProblem';
import { useLanguageName } from '../measures/useLanguageName';
import { proposalsPages, useReasonChanges } from './queries';
import { languagesOf, type ListedReason, type ReasonList, type ReasonUse } from './wire';
import { WordsForm } from './WordsForm';
import classes from './Reasons.module.css';

/** The reasons of a list: how they are worded, how often they are chosen, which rest. */
export function ReasonsCard({ list, mayWrite, mayRead }: { list: ReasonList; mayWrite: boolean; mayRead: boolean }) {
  const { t } = useText();
  const changes = useReasonChanges(list);
  const [adding, setAdding] = useState(false);
  const uses = useInfiniteQuery({ ...proposalsPages(list.id), enabled: mayRead }).data?.pages[0]?.uses ?? [];
  return (
    <Card title={t('measure:reasons.reasons')} note={t('measure:reasons.reasonsNote')} actions={mayWrite && !adding && <Button size="xs" variant="default" onClick={() => setAdding(true)}>{t('measure:reasons.add')}</Button>}>
      {adding && (
        <WordsForm
          label={t('measure:reasons.add')} languages={languagesOf(list)} first={{}} verb={t('measure:reasons.addDo')} busy={changes.add.isPending} error={changes.add.error}
          onSend={(text) => changes.add.mutate(text, { onSuccess: () => setAdding(false) })} onClose={() => setAdding(false)}
        />
      )}
      <ul className={classes.list}>
        {list.reasons.map((r) => <Reason key={r.code} list={list} reason={r} use={uses.find((u) => u.code === r.code)} mayWrite={mayWrite} />)}
      </ul>
    </Card>
  );
}

function Reason({ list, reason, use, mayWrite }: { list: ReasonList; reason: ListedReason; use?: ReasonUse; mayWrite: boolean }) {
  const { t, i18n } = useText();
  const format = useFormat();
  const nameOf = useLanguageName();
  const changes = useReasonChanges(list);
  const [wording, setWording] = useState(false);
  const name = inWords(reason.text, i18n.language);
  const rests = Boolean(reason.rested_at);
  return (
    <li>
      <div className={classes.what}>
        <h3>{name}</h3>
        {Object.entries(reason.text).filter(([, text]) => text !== name).map(([lang, text]) => <p key={lang} className={classes.soft}>{t('measure:reasons.inLanguage', { language: nameOf(lang) })} <span lang={lang}>{text}</span></p>)}
        {reason.rested_at && <p className={classes.soft}>{t('measure:reasons.restsSince', { day: format.date(reason.rested_at) })}</p>}
        {use && <p className={classes.soft}>{t('measure:reasons.chosen', { count: use.chosen, n: format.number(use.chosen) })}</p>}
        {use?.rest && <p className={classes.soft}><strong>{t('measure:reasons.unused')}</strong></p>}
      </div>
      {mayWrite && !wording && (
        <div className={classes.actions}>
          <Button size="xs" variant="default" aria-label={t('measure:reasons.rewordOf', { name })} onClick={() => setWording(true)}>{t('measure:reasons.reword')}</Button>
          <Button
            size="xs" variant="default" loading={changes.rest.isPending} aria-label={t(rests ? 'measure:reasons.wakeOf' : 'measure:reasons.restOf', { name })}
            onClick={() => changes.rest.mutate({ code: reason.code, rest: !rests })}
          >
            {t(rests ? 'measure:reasons.wake' : 'measure:reasons.rest')}
          </Button>
        </div>
      )}
      {changes.rest.isError && <FormProblem problem={asProblem(changes.rest.error)} />}
      {wording && (
        <WordsForm
          label={t('measure:reasons.rewordOf', { name })} languages={languagesOf(list)} first={reason.text} verb={t('measure:reasons.rewordDo')} busy={changes.reword.isPending} error={changes.reword.error}
          onSend={(text) => changes.reword.mutate({ code: reason.code, text }, { onSuccess: () => setWording(false) })} onClose={() => setWording(false)}
        />
      )}
    </li>
  );
}
