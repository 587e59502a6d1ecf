import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { boundsOf, complete, differenceWriter, halfWidth, writer } from '@/ui/figures';
import { IntervalBar } from '@/ui/IntervalBar';
import { useMethodNames } from '@/ui/method';
import type { AccountScore, AccountScores } from '../wire';
import classes from './Accounts.module.css';

/** Three scores of the same firms under each other, and whether they really differ. */
export function ScoresCard({ result }: { result: AccountScores }) {
  const { t } = useText();
  const format = useFormat();
  const methods = useMethodNames(result.scores.map((s) => s.figure));
  const write = differenceWriter(format, result.measure.unit);
  return (
    <Card title={t('people:scores.title', { measure: result.measure.name })} note={t('people:scores.note')}>
      {result.scores.map((score) => <Score key={score.method} score={score} result={result} />)}
      <ul className={classes.differ} aria-label={t('people:scores.differ')}>
        {result.differences.map(({ a, b, difference: d }) => {
          const names = { a: t(`people:method.${a}`), b: t(`people:method.${b}`) };
          if (d.value === null) return null;
          if (d.trouble === 'no_variance' && d.value === 0) return <li key={a + b}>{t('people:scores.same', names)}</li>;
          if (d.low === null || d.high === null) return <li key={a + b}>{t('people:scores.apartFew', { ...names, value: write(d.value) })}</li>;
          const key = d.low > 0 || d.high < 0 ? 'people:scores.apart' : 'people:scores.alike';
          return <li key={a + b}>{t(key, { ...names, value: write(d.value), low: write(d.low), high: write(d.high) })}</li>;
        })}
      </ul>
      {methods && <p className={classes.note}>{t('people:scores.methods', { methods })}</p>}
    </Card>
  );
}

function Score({ score, result }: { score: AccountScore; result: AccountScores }) {
  const { t } = useText();
  const format = useFormat();
  const { figure, by_value: worth } = score;
  const c = complete(figure);
  const bounds = boundsOf(result.measure);
  const write = writer(format, figure.unit, c && halfWidth(c));
  const interval = c && t('people:scores.interval', { low: write(c.low), high: write(c.high) });
  const n = score.method === 'answers'
    ? t('people:scores.nAnswers', { count: figure.n, n: format.number(figure.n), accounts: format.number(score.accounts) })
    : t('people:scores.nAccounts', { count: score.accounts, n: format.number(score.accounts) });
  return (
    <div className={classes.score} role="group" aria-label={t(`people:method.${score.method}`)}>
      <div>
        <p className={classes.method}>{t(`people:method.${score.method}`)}</p>
        <p className={classes.why}>{t(`people:methodWhy.${score.method}`)}</p>
        <p className={classes.note}>{n}</p>
      </div>
      <div>
        <p className={classes.value}>{figure.value === null ? t('people:scores.none') : write(figure.value)}</p>
        {c && <IntervalBar value={c.value} low={c.low} high={c.high} min={bounds.min} max={bounds.max} label={`${write(c.value)}, ${interval}`} />}
        <p className={classes.note}>{interval ?? (figure.value === null ? '' : t('people:scores.few'))}</p>
        {worth.value !== null && (
          <p className={classes.note}>
            {t(worth.low === null ? 'people:scores.byValueFew' : 'people:scores.byValue', {
              value: write(worth.value), low: worth.low === null ? '' : write(worth.low), high: worth.high === null ? '' : write(worth.high),
            })}
          </p>
        )}
      </div>
    </div>
  );
}
