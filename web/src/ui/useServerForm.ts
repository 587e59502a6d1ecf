import type { UseFormReturnType } from '@mantine/form';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { asProblem, type Problem } from '@/api/problem';
import { fieldText } from './problemText';

/**
 * Sends a form and hands the server's answer back to it: errors of fields the
 * form has go to those fields, the rest stays as `problem`.
 */
export function useServerForm<Values extends Record<string, unknown>>(form: UseFormReturnType<Values>) {
  const { t } = useText();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [sending, setSending] = useState(false);

  const send = async (work: () => Promise<void>): Promise<boolean> => {
    setProblem(null);
    setSending(true);
    try {
      await work();
      return true;
    } catch (thrown) {
      const caught = asProblem(thrown);
      const fields = caught.fields.map((f) => ({ ...f, field: f.field.replace(/\[(\d+)\]/g, '.$1') }));
      const known = fields.filter((f) => has(form.getValues(), f.field));
      form.setErrors(Object.fromEntries(known.map((f) => [f.field, fieldText(t, f, caught)])));
      setProblem(known.length > 0 && known.length === caught.fields.length ? null : caught);
      const first = known[0];
      if (first) form.getInputNode(first.field as never)?.focus();
      return false;
    } finally {
      setSending(false);
    }
  };

  return { problem, sending, send };
}

// Whether the form has a value under a path such as "organisation.name".
function has(values: unknown, path: string): boolean {
  let here: unknown = values;
  for (const step of path.split('.')) {
    if (typeof here !== 'object' || here === null || !(step in here)) return false;
    here = (here as Record<string, unknown>)[step];
  }
  return true;
}
