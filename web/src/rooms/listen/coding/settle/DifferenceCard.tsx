import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { asProblem } from '@/api/problem';
import { FormProblem } from '@/ui/FormProblem';
import type { Index } from '../codes';
import { useSettling } from '../queries';
import { segments } from '../segments';
import { within } from '../passage';
import type { Difference, Line } from '../wire';
import classes from './Settle.module.css';

interface DifferenceCardProps {
  difference: Difference;
  document: string;
  study: string;
  lines: readonly Line[];
  index: Index;
  names: ReadonlyMap<string, string>;
}

/** One passage on which coders differ: what each gave, side by side, and the word that settles it. */
export function DifferenceCard({ difference: d, document, study, lines, index, names }: DifferenceCardProps) {
  const { t } = useText();
  const [reason, setReason] = useState('');
  const { settle, unsettle } = useSettling(document, study);
  const code = index.standing(d.code_id);
  const words = lines.slice(d.from_n - 1, d.to_n);
  const decide = (holds: boolean) => settle.mutate({ code_id: d.code_id, from_n: d.from_n, to_n: d.to_n, holds, reason });
  const failed = settle.error ?? unsettle.error;
  const name = code?.name ?? t('coding:gone');
  const where = t('coding:lines', { count: d.to_n - d.from_n + 1, from: d.from_n, to: d.to_n });
  return (
    <article className={classes.card} style={{ '--c': index.colour(d.code_id) } as React.CSSProperties} aria-label={`${name}, ${where}`}>
      <h2>{name} <i>{where}</i></h2>
      {code?.definition && <p className={classes.soft}>{code.definition}</p>}
      <div className={classes.sides}>
        {[...d.gave, ...d.not].map((coder) => {
          const theirs = d.passages.filter((p) => p.coder_id === coder);
          return (
            <div key={coder} className={classes.side}>
              <p className={classes.who}><b>{names.get(coder) ?? coder}</b> {t(theirs.length ? 'coding:settle.gave' : 'coding:settle.not')}</p>
              {words.map((line) => {
                const runs = theirs.map((p) => within(p, line)).filter((r) => r !== null);
                return (
                  <p key={line.n} className={classes.line} data-asks={line.interviewer || undefined}>
                    <span>{line.n}</span>
                    <span>{segments(line.text, line.masks ?? [], null, runs).map((s, i) => (s.found ? <mark key={i}>{s.text}</mark> : <span key={i}>{s.text}</span>))}</span>
                  </p>
                );
              })}
            </div>
          );
        })}
      </div>
      {d.settled ? (
        <div className={classes.settled}>
          <p><b>{t(d.settled.holds ? 'coding:settle.holds' : 'coding:settle.fails')}</b> {d.settled.reason} <i>{d.settled.by_name}</i></p>
          <Button size="compact-sm" variant="subtle" loading={unsettle.isPending} onClick={() => d.settled && unsettle.mutate(d.settled.id)}>{t('coding:settle.again')}</Button>
        </div>
      ) : (
        <div className={classes.decide}>
          <Textarea autosize minRows={1} maxRows={6} aria-label={t('coding:settle.reason')} placeholder={t('coding:settle.reason')} maxLength={4000} value={reason} onChange={(e) => setReason(e.currentTarget.value)} />
          <Button size="sm" disabled={!reason.trim()} loading={settle.isPending && settle.variables?.holds} onClick={() => decide(true)}>{t('coding:settle.keep')}</Button>
          <Button size="sm" variant="default" disabled={!reason.trim()} loading={settle.isPending && !settle.variables?.holds} onClick={() => decide(false)}>{t('coding:settle.drop')}</Button>
        </div>
      )}
      <FormProblem problem={failed ? asProblem(failed) : null} />
    </article>
  );
}
