import { Button, Checkbox, Modal, Select, Stack, Stepper, TextInput } from '@mantine/core';
import { useState } from 'react';
import { asProblem, type Problem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { FileDrop } from '@/ui/FileDrop';
import { FormProblem } from '@/ui/FormProblem';
import { previewTranscript, useListenChanges } from '../queries';
import type { Interview, Preview, Speaks } from '../wire';
import classes from '../Listen.module.css';

/** Takes a transcript in: the file, who speaks in it, a look at its lines; then it is kept. */
export function TranscriptDialog({ interview, onClose }: { interview: Interview; onClose: () => void }) {
  const { t } = useText();
  const { takeTranscript } = useListenChanges();
  const [step, setStep] = useState(0);
  const [file, setFile] = useState<File>();
  const [preview, setPreview] = useState<Preview>();
  const [speakers, setSpeakers] = useState<Speaks[]>([]);
  const [language, setLanguage] = useState(interview.language ?? '');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const attempt = async (work: () => Promise<void>) => {
    setProblem(null);
    setBusy(true);
    try {
      await work();
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(false);
    }
  };
  const look = (chosen: File) => attempt(async () => {
    const read = await previewTranscript(interview.id, chosen);
    setFile(chosen);
    setPreview(read);
    setSpeakers(read.speakers.map((s) => ({ ...s, as: s.name })));
    setStep(1);
  });
  const keep = () => file && attempt(async () => {
    await takeTranscript.mutateAsync({ id: interview.id, file, language, speakers: speakers.map(({ name, as, interviewer }) => ({ name, as, interviewer })) });
    onClose();
  });
  return (
    <Modal opened onClose={onClose} size="xl" title={t('listen:transcript.take')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <Stack gap="md">
        <Stepper active={step} size="xs" onStepClick={setStep} allowNextStepsSelect={false}>
          <Stepper.Step label={t('listen:steps.file')} />
          <Stepper.Step label={t('listen:steps.speakers')} />
          <Stepper.Step label={t('listen:steps.check')} />
        </Stepper>
        {step === 0 && <FileDrop accept=".docx,.odt,.txt,.md,.vtt,.srt,.tsv,.lrc" busy={busy} onFile={(chosen) => void look(chosen)}>{t('listen:steps.drop')}</FileDrop>}
        {step === 1 && <Speakers speakers={speakers} onChange={setSpeakers} />}
        {step === 2 && preview && <Check preview={preview} speakers={speakers} />}
        {step > 0 && (
          <Select
            label={t('listen:ask.language')} w={220} allowDeselect={false} value={language} onChange={(l) => setLanguage(l ?? '')}
            data={[{ value: '', label: t('listen:language.unsaid') }, { value: 'en', label: t('listen:language.en') }, { value: 'fr', label: t('listen:language.fr') }]}
          />
        )}
        <FormProblem problem={problem} />
        {interview.consent === 'anonymous' && step > 0 && <p className={classes.closed}>{t('listen:transcript.severs')}</p>}
        <div className={classes.end}>
          <Button variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
          {step === 1 && <Button onClick={() => setStep(2)}>{t('listen:steps.next')}</Button>}
          {step === 2 && <Button loading={busy} onClick={() => void keep()}>{t('listen:steps.keep')}</Button>}
        </div>
      </Stack>
    </Modal>
  );
}

function Speakers({ speakers, onChange }: { speakers: Speaks[]; onChange: (speakers: Speaks[]) => void }) {
  const { t } = useText();
  const format = useFormat();
  const change = (at: number, part: Partial<Speaks>) => onChange(speakers.map((s, n) => (n === at ? { ...s, ...part } : s)));
  if (speakers.length === 0) return <p className={classes.note}>{t('listen:steps.nobodyNamed')}</p>;
  return (
    <ul className={classes.list}>
      {speakers.map((s, n) => (
        <li key={s.name} className={classes.row}>
          <span>{s.name || t('listen:steps.unnamed')}<span className={classes.small}>{t('listen:steps.says', { lines: format.number(s.lines ?? 0), words: format.number(s.words ?? 0) })}</span></span>
          <TextInput size="xs" label={t('listen:steps.as')} value={s.as ?? ''} onChange={(e) => change(n, { as: e.currentTarget.value })} />
          <Checkbox label={t('listen:steps.interviews')} checked={s.interviewer} onChange={(e) => change(n, { interviewer: e.currentTarget.checked })} />
        </li>
      ))}
    </ul>
  );
}

function Check({ preview, speakers }: { preview: Preview; speakers: readonly Speaks[] }) {
  const { t } = useText();
  const format = useFormat();
  const called = (name: string | undefined) => speakers.find((s) => s.name === (name ?? ''))?.as ?? name;
  return (
    <div>
      <p className={classes.note}>{t('listen:steps.count', { count: preview.count, n: format.number(preview.count) })} {t(preview.timed ? 'listen:steps.timed' : 'listen:steps.untimed')}</p>
      {preview.remarks.length > 0 && (
        <details>
          <summary>{t('listen:steps.remarks', { count: preview.remarks.length })}</summary>
          <ul>{preview.remarks.map((r, n) => <li key={n} lang="en">{t('listen:steps.at', { line: r.line })} {r.what}</li>)}</ul>
        </details>
      )}
      <ol className={classes.lines}>
        {preview.lines.slice(0, 20).map((l, n) => (
          <li key={l.n}>
            {(n === 0 || preview.lines[n - 1]?.turn !== l.turn) && <span className={classes.speaker}>{called(l.speaker)}</span>}
            <span className={classes.n}>{l.n}</span>
            <span>{l.text}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
