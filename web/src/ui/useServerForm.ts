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
      const known = caught.fields.filter((f) => f.field in form.getValues());
      form.setErrors(Object.fromEntries(known.map((f) => [f.field, fieldText(t, f)])));
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
