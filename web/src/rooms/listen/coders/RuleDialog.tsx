import { Button, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { asProblem, type Problem } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { FormProblem } from '@/ui/FormProblem';
import { useToast } from '@/ui/confirm';
import type { Book } from '../coding/wire';
import type { CoderChanges } from './queries';
import classes from '../Listen.module.css';

/** Makes a rule of words and a code, and runs it. */
export function RuleDialog({ book, changes, onClose }: { book: Book; changes: CoderChanges; onClose: () => void }) {
  const { t } = useText();
  const toast = useToast();
  const [words, setWords] = useState('');
  const [name, setName] = useState('');
  const [code, setCode] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const busy = changes.create.isPending || changes.run.isPending;
  const send = async (event: FormEvent) => {
    event.preventDefault();
    setProblem(null);
    try {
      const rule = await changes.create.mutateAsync({ name: name || words, words, code_id: code ?? '' });
      const { documents, added } = await changes.run.mutateAsync(rule.id);
      toast({ message: t('coders:ran', { count: added, documents }) });
      onClose();
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
  };
  const codes = (book.codes ?? []).filter((c) => c.state === 'active').map((c) => ({ value: c.id, label: c.name }));
  return (
    <Modal opened onClose={onClose} title={t('coders:rule.new')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <form onSubmit={(e) => void send(e)}>
        <Stack gap="md">
          <TextInput required data-autofocus label={t('coders:rule.words')} description={t('coders:rule.wordsHint')} value={words} onChange={(e) => setWords(e.currentTarget.value)} />
          <Select required searchable label={t('coders:rule.code')} data={codes} value={code} onChange={setCode} />
          <TextInput label={t('coders:rule.name')} placeholder={words} value={name} onChange={(e) => setName(e.currentTarget.value)} />
          <FormProblem problem={problem} />
          <div className={classes.end}>
            <Button variant="default" onClick={onClose}>{t('ui:confirm.cancel')}</Button>
            <Button type="submit" loading={busy} disabled={!words.trim() || !code}>{t('coders:rule.run')}</Button>
          </div>
        </Stack>
      </form>
    </Modal>
  );
}
