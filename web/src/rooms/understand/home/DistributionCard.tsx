import type { CSSProperties } from 'react';
import { Card } from '@/ui/Card';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { scoresOf } from '../charts/scores';
import { complete, halfWidth, writer } from '@/ui/figures';
import type { Cell, MeasureInfo } from '../wire';
import { filterOfQuery } from '../filter/filter';
import { Link } from '@tanstack/react-router';
import { Methods } from './Methods';
import classes from './DistributionCard.module.css';

/** How often each score was given; the picture judges nothing, the words below say what counts as what. */
export function DistributionCard({ cell, measure }: { cell: Cell; measure: MeasureInfo }) {
  const { t, i18n } = useText();
  if (cell.distribution.length === 0) return null;
  const scores = scoresOf(cell.distribution, measure, i18n.language);
  const total = scores.reduce((sum, s) => sum + s.n, 0);
  const most = Math.max(1, ...scores.map((s) => s.n));
  const search = { ...filterOfQuery(cell.answers), program: measure.program_id };
  const wordy = scores.some((s) => (s.label?.length ?? 0) > 3);

  return (
    <Card title={t('understand:distribution.title')} note={t('understand:distribution.note')}>
      <ol className={wordy ? classes.rows : classes.columns}>
        {scores.map((s) => (
          <li key={s.score}>
            <Score label={s.label} score={s.score} n={s.n} total={total} most={most} search={search} wordy={wordy} />
          </li>
        ))}
      </ol>
      <Classes cell={cell} />
    </Card>
  );
}

interface ScoreProps {
  label?: string;
  score: number;
  n: number;
  total: number;
  most: number;
  search: ReturnType<typeof filterOfQuery>;
  wordy: boolean;
}

function Score({ label, score, n, total, most, search, wordy }: ScoreProps) {
  const { t } = useText();
  const format = useFormat();
  const name = label ?? format.number(score, Number.isInteger(score) ? 0 : 1);
  const share = total > 0 ? n / total : 0;
  const digits = share > 0 && share < 0.01 ? 1 : 0;
  const size = `${(n / most) * 100}%`;
  return (
    <Link
      to="/answers" search={{ ...search, score_min: score, score_max: score }} className={classes.score}
      aria-label={t('understand:distribution.spoken', { score: name, count: n, n: format.number(n), share: format.percent(share, digits) })}
    >
      {wordy && <span className={classes.name}>{name}</span>}
      <span className={classes.track} aria-hidden="true">
        <span className={classes.bar} style={{ '--size': size } as CSSProperties} />
      </span>
      <span className={classes.share}>{format.number(share * 100, digits)}</span>
      {!wordy && <span className={classes.name}>{name}</span>}
    </Link>
  );
}

// Which scores of a net promoter scale are called what.
const ranges: Record<string, string> = { detractor: '0–6', passive: '7–8', promoter: '9–10' };
const named = ['promoter', 'passive', 'detractor', 'good', 'other'] as const;

function Classes({ cell }: { cell: Cell }) {
  const { t } = useText();
  const format = useFormat();
  const found = (cell.classes ?? []).filter((c) => named.some((k) => k === c.key));
  if (found.length === 0) return null;
  return (
    <>
      <dl className={classes.classes}>
        {found.map(({ key, figure }) => {
          const c = complete(figure);
          const write = writer(format, 'share', c && halfWidth(c));
          return (
            <div key={key}>
              <dt>
                {t(`understand:class.${key as (typeof named)[number]}`)} <span>{ranges[key]}</span>
              </dt>
              <dd>
                {figure.value !== null && <b>{write(figure.value)}</b>}{' '}
                {c && t('understand:figure.interval', { low: write(c.low), high: write(c.high) })}
              </dd>
            </div>
          );
        })}
      </dl>
      <Methods figures={found.map((c) => c.figure)} />
    </>
  );
}
