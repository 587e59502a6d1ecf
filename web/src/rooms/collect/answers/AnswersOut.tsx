import { Button, Modal, Radio, Select } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { ErrorState } from '@/ui/ErrorState';
import { keep } from '@/ui/picture';
import type { Survey } from '../wire';
import { takeOut, type OutForm } from './queries';
import type { SurveyAnswersSearch } from './search';
import { useLanguageName } from './useLanguageName';
import classes from './SurveyAnswers.module.css';

const formats = ['xlsx', 'csv', 'parquet', 'jsonl'] as const;

/** Takes all answers of the list along as a file; all tests where nothing is searched. */
export function AnswersOut({ survey, search, count }: { survey: Survey; search?: SurveyAnswersSearch; count: string }) {
  const { t } = useText();
  const [open, { open: show, close }] = useDisclosure();
  return (
    <>
      <Button variant="default" size="xs" onClick={show}>{t(search ? 'answers:out.button' : 'answers:tests.out')}</Button>
      <Modal opened={open} onClose={close} title={t(search ? 'answers:out.title' : 'answers:tests.outTitle')} closeButtonProps={{ 'aria-label': t('answers:out.close') }}>
        <Form survey={survey} search={search} count={count} onDone={close} />
      </Modal>
    </>
  );
}

function Form({ survey, search, count, onDone }: { survey: Survey; search: SurveyAnswersSearch | undefined; count: string; onDone: () => void }) {
  const { t, i18n } = useText();
  const format = useFormat();
  const languageName = useLanguageName();
  const lang = i18n.language === 'fr' ? 'fr' : 'en';
  const [form, setForm] = useState<OutForm>({ format: 'xlsx', decimal: lang === 'fr' ? 'comma' : 'point', values: 'labels', lang });
  const [bytes, setBytes] = useState(0);
  const stop = useRef<AbortController>(undefined);
  const [stopped, setStopped] = useState(false);
  const taking = useMutation({
    mutationFn: async () => {
      setBytes(0);
      setStopped(false);
      stop.current = new AbortController();
      keep(await takeOut(survey.id, search, form, setBytes, stop.current.signal), `${survey.slug}${search ? '' : '-tests'}.${form.format}`);
    },
    onSuccess: onDone,
  });
  return (
    <form className={classes.form} onSubmit={(e) => { e.preventDefault(); taking.mutate(); }}>
      <p className={classes.note}>{count}</p>
      <Radio.Group label={t('answers:out.format')} value={form.format} onChange={(value) => setForm({ ...form, format: formats.find((f) => f === value) ?? 'csv' })}>
        <div className={classes.choices}>
          {formats.map((f) => <Radio key={f} value={f} label={t(`answers:out.as.${f}`)} description={t(`answers:out.why.${f}`)} />)}
        </div>
      </Radio.Group>
      {form.format === 'csv' && (
        <Radio.Group label={t('answers:out.decimal')} value={form.decimal} onChange={(value) => setForm({ ...form, decimal: value === 'comma' ? 'comma' : 'point' })}>
          <div className={classes.choices}>
            <Radio value="point" label={t('answers:out.point')} />
            <Radio value="comma" label={t('answers:out.comma')} />
          </div>
        </Radio.Group>
      )}
      <Radio.Group label={t('answers:out.values')} value={form.values} onChange={(value) => setForm({ ...form, values: value === 'codes' ? 'codes' : 'labels' })}>
        <div className={classes.choices}>
          <Radio value="labels" label={t('answers:out.labels')} />
          <Radio value="codes" label={t('answers:out.codes')} />
        </div>
      </Radio.Group>
      {form.values === 'labels' && survey.languages.length > 1 && (
        <Select
          label={t('answers:out.texts')} allowDeselect={false} value={form.texts ?? survey.languages[0] ?? null}
          data={survey.languages.map((value) => ({ value, label: languageName(value) }))} onChange={(texts) => setForm({ ...form, texts: texts ?? undefined })}
        />
      )}
      {taking.isError && !stopped && <ErrorState error={taking.error} />}
      {taking.isError && stopped && <p role="status" className={classes.note}>{t('answers:out.stopped')}</p>}
      {taking.isPending && <p role="status" className={classes.note}>{bytes ? t('answers:out.come', { size: format.bytes(bytes) }) : t('answers:out.begun')}</p>}
      <div className={classes.buttons}>
        <Button type="submit" loading={taking.isPending}>{t('answers:out.take')}</Button>
        {taking.isPending && <Button variant="default" onClick={() => { setStopped(true); stop.current?.abort(); }}>{t('answers:out.stop')}</Button>}
      </div>
    </form>
  );
}
