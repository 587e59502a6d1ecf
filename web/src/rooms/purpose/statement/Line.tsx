import { Button, Group, Textarea, TextInput } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import { useState } from 'react';
import { asProblem, type Problem } from '@/api/problem';
import { useText } from '@/i18n/useText';
import { fieldText, problemText } from '@/ui/problemText';
import classes from './Statement.module.css';

interface LineProps {
  label: string;
  hint?: string;
  value: string;
  /** What stands there as long as nothing was said. */
  empty: string;
  mayWrite: boolean;
  maxLength: number;
  /** May run over several lines. */
  long?: boolean;
  className?: string;
  onSave: (value: string) => Promise<unknown>;
}

/** A text of the page that is changed where it stands. */
export function Line({ label, hint, value, empty, mayWrite, maxLength, long, className, onSave }: LineProps) {
  const { t } = useText();
  const [draft, setDraft] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [sending, setSending] = useState(false);

  if (draft === null) {
    const shown = <span className={value ? undefined : classes.unsaid}>{value || empty}</span>;
    if (!mayWrite) return <div className={className}>{shown}</div>;
    return (
      <div className={className}>
        <button type="button" className={classes.line} aria-label={t('purpose:edit', { what: label, value: value || empty })} onClick={() => { setProblem(null); setDraft(value); }}>
          {shown}
          <span aria-hidden="true" className={classes.pen}>✎</span>
        </button>
      </div>
    );
  }

  const save = async () => {
    setSending(true);
    try {
      if (draft.trim() !== value) await onSave(draft);
      setDraft(null);
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setSending(false);
    }
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setDraft(null);
    if (event.key === 'Enter' && (!long || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void save();
    }
  };
  const first = problem?.fields[0];
  const input = {
    'aria-label': label, description: hint, value: draft, maxLength, autoFocus: true, onKeyDown: keys,
    error: problem && (first ? fieldText(t, first, problem) : problemText(t, problem)),
  };
  return (
    <div className={classes.editing}>
      {long
        ? <Textarea {...input} autosize minRows={2} onChange={(e) => setDraft(e.currentTarget.value)} />
        : <TextInput {...input} onChange={(e) => setDraft(e.currentTarget.value)} />}
      <Group gap={8} mt={8}>
        <Button size="xs" loading={sending} onClick={() => void save()}>{t('purpose:save')}</Button>
        <Button size="xs" variant="default" onClick={() => setDraft(null)}>{t('ui:confirm.cancel')}</Button>
      </Group>
    </div>
  );
}
