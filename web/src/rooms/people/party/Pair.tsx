import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMay } from '@/access/session';
import { useText } from '@/i18n/useText';
import { nameOf } from '../customers/CustomersTable';
import type { Subject } from '../queries';
import type { Party } from '../wire';
import { sayingsOf, type useMerging } from './useMerging';
import classes from './Same.module.css';

interface PairProps extends Pick<ReturnType<typeof useMerging>, 'merge' | 'apart'> {
  of: Subject;
  a: Party;
  b: Party;
  reason: `people:same.${'same_email' | 'same_phone' | 'same_name'}` | `people:firm.${'same_name' | 'same_domain'}`;
  /** What both have, where the reason names it. */
  shared?: string;
  /** Both side by side, under their names. */
  children: (names: readonly [string, string]) => ReactNode;
}

/** Two who may be one: why, what is known of each, and what to do. */
export function Pair({ of, a, b, reason, shared, merge, apart, children }: PairProps) {
  const { t } = useText();
  const mayWrite = useMay('person.write');
  const says = sayingsOf(of);
  const to = of === 'customers' ? '/people/customers/$id' : '/people/accounts/$id';
  // Two of one name are told apart by their keys.
  const called = (p: Party) => (nameOf(a) === nameOf(b) ? `${nameOf(p)} (${p.key})` : nameOf(p));
  return (
    <section className={classes.pair} aria-label={t('people:alike.pair', { a: called(a), b: called(b) })}>
      <p className={classes.why}>
        <Link to={to} params={{ id: a.id }}>{called(a)}</Link> · <Link to={to} params={{ id: b.id }}>{called(b)}</Link> · {t(reason, { shared })}
      </p>
      {children([called(a), called(b)])}
      {mayWrite && (
        <p className={classes.verbs}>
          <Button size="xs" variant="default" onClick={() => merge(b, a)}>{t(`people:${says}.mergeInto`, { kept: called(a) })}</Button>
          <Button size="xs" variant="default" onClick={() => merge(a, b)}>{t(`people:${says}.mergeInto`, { kept: called(b) })}</Button>
          <Button size="xs" variant="subtle" aria-label={t(`people:${says}.apartOf`, { a: called(a), b: called(b) })} onClick={() => apart(a, b)}>{t(`people:${says}.apart`)}</Button>
        </p>
      )}
    </section>
  );
}
