import type { UseFormReturnType } from '@mantine/form';
import { useEffect, useRef, useState } from 'react';
import { useText } from '@/i18n/useText';
import { asProblem, type Problem } from '@/api/problem';
import { fieldText } from './problemText';

/**
 * Sends a form and hands the server's answer back to it: errors of fields the
 * form has go to those fields, the rest stays as `problem`. An error goes once the
 * value that it is about is another, also where a whole is edited that holds it.
 */
export function useServerForm<Values extends Record<string, unknown>>(form: UseFormReturnType<Values>) {
  const { t } = useText();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [sending, setSending] = useState(false);
  const refused = useRef(new Map<string, string | undefined>()); // path to the value that was sent

  useEffect(() => {
    for (const [path, sent] of refused.current) {
      if (textAt(form.getValues(), path) === sent) continue;
      refused.current.delete(path);
      form.clearFieldError(path);
    }
  });

  const send = async (work: () => Promise<void>): Promise<boolean> => {
    setProblem(null);
    setSending(true);
    const sent = form.getValues();
    try {
      await work();
      return true;
    } catch (thrown) {
      const caught = asProblem(thrown);
      const fields = caught.fields.map((f) => ({ ...f, field: f.field.replace(/\[(\d+)\]/g, '.$1') }));
      const known = fields.filter((f) => has(form.getValues(), f.field));
      form.setErrors(Object.fromEntries(known.map((f) => [f.field, fieldText(t, f, caught)])));
      refused.current = new Map(known.map((f) => [f.field, textAt(sent, f.field)]));
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

// What stands under a path, as text that can be compared.
function textAt(values: unknown, path: string): string | undefined {
  const value = path.split('.').reduce<unknown>((here, step) => (here as Record<string, unknown> | null | undefined)?.[step], values);
  return JSON.stringify(value);
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
