import { Button, Select, TextInput } from '@mantine/core';
import { useEffect, useId, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { asProblem, type Problem } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { questionQuery, useRegisterChanges } from '../queries';
import type { Matrix, Question, Touchpoint } from '../wire';
import { AskChannel } from './AskChannel';
import classes from './AddTouchpoint.module.css';

/** What is already known of a touchpoint that is to be listed. */
export interface Draft {
  name: string;
  channel_id?: string;
  stage_id?: string;
  key?: string;
}

interface AddTouchpointProps {
  matrix: Matrix;
  draft: Draft;
  onAdded: (touchpoint: Pick<Touchpoint, 'id'>) => void;
}

/** Lists a touchpoint; the name of a channel is gently questioned first. */
export function AddTouchpoint({ matrix, draft, onAdded }: AddTouchpointProps) {
  const { t } = useText();
  const id = useId();
  const client = useQueryClient();
  const { add } = useRegisterChanges();
  const [value, setValue] = useState(draft);
  const [question, setQuestion] = useState<Question>();
  const [problem, setProblem] = useState<Problem | null>(null);
  const name = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (draft.name || draft.channel_id) name.current?.focus();
  }, [draft]);

  const send = async (said: Draft, keptWhy?: string) => {
    setProblem(null);
    try {
      if (!keptWhy) {
        const asked = await client.fetchQuery(questionQuery(matrix.program_id, said.name.trim()));
        setQuestion(asked.is_channel ? asked : undefined);
        if (asked.is_channel) return;
      }
      const made = await add.mutateAsync({
        program_id: matrix.program_id, name: said.name, channel_id: said.channel_id ?? '', stage_ids: said.stage_id ? [said.stage_id] : [], key: said.key, kept_why: keptWhy,
      });
      setQuestion(undefined);
      setValue({ name: '', channel_id: said.channel_id, stage_id: said.stage_id });
      onAdded(made);
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
  };
  const ready = value.name.trim() !== '' && !!value.channel_id;
  const answered = (said: string, event?: string) => {
    const key = matrix.unlisted.find((u) => u.key === event)?.key; // its events then count there
    const next = { ...value, name: said, key, channel_id: value.channel_id ?? question?.channel_id };
    setValue(next);
    if (next.channel_id && said) void send(next);
    else name.current?.focus();
  };
  return (
    <section className={classes.add} data-asking={!!question || undefined}>
      <form onSubmit={(e) => { e.preventDefault(); if (value.name.trim()) void send(value); }}>
        <label htmlFor={id}>{t('journey:add.title')}</label>
        <div className={classes.fields}>
          <TextInput id={id} ref={name} className={classes.name} placeholder={t('journey:add.placeholder')} maxLength={120} value={value.name} onChange={(e) => setValue({ ...value, name: e.currentTarget.value, key: undefined })} />
          <Select className={classes.pick} aria-label={t('journey:field.channel')} placeholder={t('journey:field.channel')} data={matrix.channels.map((c) => ({ value: c.id, label: c.name }))} value={value.channel_id ?? null} onChange={(v) => setValue({ ...value, channel_id: v ?? undefined })} />
          <Select className={classes.pick} aria-label={t('journey:field.stage')} placeholder={t('journey:field.stage')} clearable clearButtonProps={{ 'aria-label': t('journey:filter.clear') }} data={matrix.stages.map((s) => ({ value: s.id, label: s.name }))} value={value.stage_id ?? null} onChange={(v) => setValue({ ...value, stage_id: v ?? undefined })} />
          <Button type="submit" loading={add.isPending} disabled={!ready && !value.name.trim()}>{t('journey:add.add')}</Button>
        </div>
        {value.key && <small>{t('journey:add.byKey', { key: value.key })}</small>}
        {question && <small>{t('journey:add.notYet')}</small>}
        <FormProblem problem={problem} />
      </form>
      {question && <AskChannel question={question} name={value.name} canKeep={ready} onAnswer={answered} onKeep={(why) => void send(value, why)} />}
    </section>
  );
}
