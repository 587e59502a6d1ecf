import { Button, Collapse, MultiSelect, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { asProblem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { useToast } from '@/ui/confirm';
import { problemText } from '@/ui/problemText';
import { PersonSelect } from '@/ui/PersonSelect';
import { useServerForm } from '@/ui/useServerForm';
import { measuresQuery, useRegisterChanges, type TouchpointChange } from '../queries';
import type { Matrix, Touchpoint } from '../wire';
import { MarkField } from './MarkField';
import { PeopleSelect } from './PeopleSelect';
import classes from './Editor.module.css';

interface EditorProps {
  matrix: Matrix;
  touchpoint: Touchpoint;
  onClose: () => void;
}

const valuesOf = (x: Touchpoint) => ({
  owner_id: x.owner_id ?? '', words: x.expectation?.words ?? '', measure_id: x.measure_id ?? '', name: x.name, customer_name: x.customer_name, key: x.key,
  channel_id: x.channel_id, stage_ids: x.stage_ids, volume: (x.volume ?? '') as number | '', editor_ids: x.editor_ids, kept_why: x.kept_why ?? '',
});

/** One touchpoint, edited where it stands: the three marks, and behind them all that is written of it. */
export function Editor({ matrix, touchpoint, onClose }: EditorProps) {
  const { t } = useText();
  const format = useFormat();
  const toast = useToast();
  const id = useId();
  const [more, setMore] = useState(false);
  const box = useRef<HTMLFormElement>(null);
  useEffect(() => {
    box.current?.querySelector<HTMLElement>('input, textarea')?.focus();
  }, []);
  const { edit, remove, restore } = useRegisterChanges();
  const measures = useQuery(measuresQuery(matrix.program_id));
  const form = useForm({ initialValues: valuesOf(touchpoint) });
  const { problem, sending, send } = useServerForm(form);
  const may = touchpoint.may_change;
  const channel = matrix.channels.find((c) => c.id === touchpoint.channel_id);
  const fits = (measures.data?.items ?? []).filter((m) => touchpoint.fits.some((f) => f.measure_id === m.id));

  const save = async () => {
    const v = form.getValues();
    const was = valuesOf(touchpoint);
    const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
    const keys = ['owner_id', 'measure_id', 'name', 'customer_name', 'key', 'channel_id', 'stage_ids', 'editor_ids', 'kept_why'] as const;
    const change: TouchpointChange = Object.fromEntries(keys.filter((k) => !same(v[k], was[k])).map((k) => [k, v[k]]));
    if (v.volume !== was.volume) change.volume = v.volume === '' ? -1 : v.volume;
    const words = v.words.trim();
    const standing = touchpoint.expectation;
    const expectation = words === was.words ? undefined : words === '' ? null : { words, standard: standing?.standard, owed_by: standing?.owed_by };
    if (Object.keys(change).length === 0 && expectation === undefined) return onClose();
    if (await send(() => edit.mutateAsync({ touchpoint, change: Object.keys(change).length > 0 ? change : undefined, expectation }))) onClose();
  };
  const keyed = (e: KeyboardEvent) => {
    if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) void save();
    else if (e.key === 'Escape' && !(e.target as HTMLElement).getAttribute('aria-expanded')?.includes('true')) onClose();
    else return;
    e.preventDefault();
    e.stopPropagation();
  };
  const failed = (thrown: unknown) => toast({ message: problemText(t, asProblem(thrown)) });
  const takeOut = () => remove.mutate(touchpoint.id, {
    onError: failed,
    onSuccess: () => { onClose(); toast({ message: t('journey:editor.removed', { name: touchpoint.name }), undo: () => restore.mutate(touchpoint.id, { onError: failed }) }); },
  });

  return (
    <form ref={box} className={classes.editor} aria-label={t('journey:editor.of', { name: touchpoint.name, channel: channel?.name ?? '' })} onSubmit={(e) => { e.preventDefault(); void save(); }} onKeyDown={keyed}>
      <p className={classes.head}>
        <b>{t('journey:editor.of', { name: touchpoint.name, channel: channel?.name ?? '' })}</b>
        <span>{channel && t(`journey:nature.${channel.nature}`)}{touchpoint.times !== undefined && <> · {t('journey:times', { count: touchpoint.times, n: format.number(touchpoint.times) })}</>}{touchpoint.customer_name && <> · {t('journey:editor.theySay', { name: touchpoint.customer_name })}</>}</span>
      </p>
      <div className={classes.marks}>
        <MarkField id={`${id}o`} mark="owner" there={!!form.values.owner_id} note={form.values.owner_id ? '' : t('journey:missing')}>
          <PersonSelect id={`${id}o`} value={form.values.owner_id} known={touchpoint.owner_name} disabled={!may} onChange={(v) => form.setFieldValue('owner_id', v)} />
        </MarkField>
        <MarkField id={`${id}x`} mark="expectation" there={form.values.words.trim() !== ''} note={t('journey:inTheirWords')}>
          <Textarea id={`${id}x`} className={classes.words} autosize minRows={2} maxRows={6} maxLength={1000} disabled={!may} {...form.getInputProps('words')} />
          <p className={classes.soft}>{touchpoint.expectation?.standard ? t('journey:editor.hasStandard') : t('journey:editor.noStandard')}</p>
        </MarkField>
        <MarkField id={`${id}m`} mark="measure" there={!!form.values.measure_id} note={form.values.measure_id ? '' : t('journey:missing')}>
          <Select
            id={`${id}m`} value={form.values.measure_id || null} clearable searchable disabled={!may} placeholder={t('journey:editor.choose')} nothingFoundMessage={t('journey:editor.noneFound')} clearButtonProps={{ 'aria-label': t('journey:filter.clear') }}
            data={(measures.data?.items ?? []).map((m) => ({ value: m.id, label: m.name }))} onChange={(v) => form.setFieldValue('measure_id', v ?? '')} error={form.errors.measure_id}
          />
          {may && fits.slice(0, 2).map((m) => form.values.measure_id !== m.id && (
            <p key={m.id} className={classes.soft}>{t('journey:editor.fits')} <button type="button" className={classes.plain} onClick={() => form.setFieldValue('measure_id', m.id)}>{m.name}</button></p>
          ))}
        </MarkField>
      </div>
      <button type="button" className={classes.plain} aria-expanded={more} onClick={() => setMore(!more)}>{t(more ? 'journey:editor.less' : 'journey:editor.more')}</button>
      <Collapse expanded={more}>
        <div className={classes.more}>
          <TextInput label={t('journey:field.name')} disabled={!may} maxLength={120} {...form.getInputProps('name')} />
          <TextInput label={t('journey:field.customerName')} disabled={!may} maxLength={120} {...form.getInputProps('customer_name')} />
          <Select label={t('journey:field.channel')} disabled={!may} allowDeselect={false} data={matrix.channels.map((c) => ({ value: c.id, label: c.name }))} {...form.getInputProps('channel_id')} />
          <MultiSelect label={t('journey:field.stages')} disabled={!may} data={matrix.stages.map((s) => ({ value: s.id, label: s.name }))} {...form.getInputProps('stage_ids')} />
          <PeopleSelect
            label={t('journey:field.editors')} description={t('journey:field.editorsNote')} value={form.values.editor_ids} known={Object.fromEntries(touchpoint.editor_ids.map((e, i) => [e, touchpoint.editor_names[i] ?? '']))}
            disabled={!may} error={form.errors.editor_ids} onChange={(v) => form.setFieldValue('editor_ids', v)}
          />
          <NumberInput label={t('journey:field.volume')} description={t('journey:field.volumeNote')} disabled={!may} min={0} allowDecimal={false} value={form.values.volume} onChange={(v) => form.setFieldValue('volume', typeof v === 'number' ? v : '')} error={form.errors.volume} />
          <TextInput label={t('journey:field.key')} description={t('journey:field.keyNote')} disabled={!may} maxLength={200} {...form.getInputProps('key')} />
          {touchpoint.kept_why && <TextInput label={t('journey:field.keptWhy')} disabled={!may} {...form.getInputProps('kept_why')} />}
        </div>
        {may && <Button variant="subtle" size="compact-sm" onClick={takeOut}>{t('journey:editor.remove')}</Button>}
      </Collapse>
      <FormProblem problem={problem} />
      <div className={classes.foot}>
        <span className={classes.keys}>{may && <><kbd>{t('journey:keys.tab')}</kbd> {t('journey:keys.next')} <kbd>{t('journey:keys.ctrlEnter')}</kbd> {t('journey:keys.save')} </>}<kbd>{t('journey:keys.esc')}</kbd> {t('journey:keys.leave')}</span>
        <span className={classes.acts}>
          <Button variant="default" size="xs" onClick={onClose}>{t(may ? 'journey:editor.leave' : 'ui:close')}</Button>
          {may && <Button type="submit" size="xs" loading={sending}>{t('journey:editor.save')}</Button>}
        </span>
      </div>
    </form>
  );
}
