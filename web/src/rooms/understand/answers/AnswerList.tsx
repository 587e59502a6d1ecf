import { Link } from '@tanstack/react-router';
import type { KeyboardEvent } from 'react';
import { useRef } from 'react';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { ConsentBadge } from '@/ui/ConsentBadge';
import { useChannelName } from '../filter/words';
import type { ListedResponse, Measure } from '../wire';
import type { AnswersSearch } from './search';
import { saidOf } from '../charts/scores';
import { scoresOf, textsOf } from './texts';
import classes from './AnswerList.module.css';

interface AnswerListProps {
  answers: readonly ListedResponse[];
  measures: readonly Measure[];
  /** The measure whose score stands for an answer, where it has one. */
  main?: string;
  search: AnswersSearch;
  /** The answer that is open beside the list. */
  open?: string;
  busy?: boolean;
}

/** Answers as rows, each a link; J, K and the arrows walk from one to the next. */
export function AnswerList({ answers, measures, main, search, open, busy }: AnswerListProps) {
  const { t } = useText();
  const list = useRef<HTMLUListElement>(null);
  const walk = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('a') ?? [])];
    const here = rows.indexOf(document.activeElement as HTMLElement);
    if (here < 0) return;
    event.preventDefault();
    rows[here + step]?.focus();
  };
  return (
    <ul ref={list} className={classes.list} aria-label={t('understand:answers.list')} aria-busy={busy} onKeyDown={walk}>
      {answers.map((answer) => (
        <li key={answer.id}>
          <Link
            to="/answers/$id" params={{ id: answer.id }} search={search} className={classes.row} replace={open !== undefined}
            aria-current={answer.id === open ? 'true' : undefined} resetScroll={false} preload={false}
          >
            <Score answer={answer} measures={measures} measure={main} />
            <Said answer={answer} />
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Score({ answer, measures, measure }: { answer: ListedResponse; measures: readonly Measure[]; measure?: string }) {
  const format = useFormat();
  const { t, i18n } = useText();
  const first = scoresOf(answer, measure)[0];
  if (!first) return <span className={classes.score} />;
  const scale = measures.find((m) => m.id === first.measure_id)?.scale;
  const words = saidOf(first, scale, i18n.language);
  return (
    <span className={classes.score}>
      {words ? <b className={classes.choice}>{words}</b> : <b>{format.number(first.score, Number.isInteger(first.score) ? 0 : 1)}</b>}
      {!words && scale && <small>{t('understand:answers.of', { max: format.number(scale.max) })}</small>}
    </span>
  );
}

function Said({ answer }: { answer: ListedResponse }) {
  const { t } = useText();
  const format = useFormat();
  const channelName = useChannelName();
  const text = textsOf(answer)[0]?.text;
  const who = answer.customer ? answer.customer.name || answer.customer.key : t('understand:answers.somebody');
  const where = [answer.account?.name || answer.account?.key, answer.unit?.name || answer.unit?.key, answer.channel && channelName(answer.channel)].filter(Boolean).join(' · ');
  return (
    <span className={classes.said}>
      {text ? (
        <span className={classes.text} lang={answer.language || undefined}>{text}</span>
      ) : (
        <span className={classes.traits}>
          {Object.entries(answer.traits).slice(0, 4).map(([name, value]) => <span key={name}>{name} <b>{value}</b></span>)}
        </span>
      )}
      <span className={classes.meta}>
        <span>{who}</span>
        {where && <span>{where}</span>}
        <ConsentBadge consent={answer.consent} />
        <time dateTime={answer.at}>{format.shortDate(answer.at)}</time>
      </span>
    </span>
  );
}
