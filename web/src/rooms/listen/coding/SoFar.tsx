import { useText } from '@/i18n/useText';
import { modes, type Coding, type Pass } from './wire';
import classes from './Side.module.css';

/** How often somebody thinks, feels and does something in what was coded. */
export function SoFar({ codings }: { codings: readonly Coding[] }) {
  const { t } = useText();
  const counts = modes.map((m) => codings.filter((c) => c.mode === m && !c.dropped).length);
  const most = Math.max(1, ...counts);
  return (
    <section>
      <h2>{t('coding:sofar.title')}</h2>
      <p className={classes.soft}>{t('coding:sofar.passages', { count: codings.filter((c) => !c.dropped).length })}</p>
      <div className={classes.bars}>
        {modes.map((m, i) => (
          <span key={m} style={{ display: 'contents' }}>
            <span>{t(`coding:mode.${m}`)}</span>
            <div className={classes.bar} style={{ width: `${((counts[i] ?? 0) / most) * 100}%` }} />
            <b>{counts[i]}</b>
          </span>
        ))}
      </div>
    </section>
  );
}

/** Who codes this document and how far each has read; another's way is sealed while coding is blind. */
export function Coders({ passes, me, lines }: { passes: readonly Pass[]; me: string; lines: number }) {
  const { t } = useText();
  const mine = passes.find((p) => p.coder.id === me);
  const others = passes.filter((p) => p.coder.id !== me);
  const opened = passes.some((p) => p.opened_at);
  const read = (p: Pass) => (p.done_at ? lines : p.read_to);
  return (
    <section>
      <h2>{t('coding:coders.title')}</h2>
      <div className={classes.coders}>
        {[...(mine ? [mine] : []), ...others].map((p) => {
          const sealed = p.blind && !opened && p.coder.id !== me;
          return (
            <span key={p.coder.id} style={{ display: 'contents' }}>
              <b>{p.coder.id === me ? t('coding:coders.you') : p.coder.name || t('coding:coders.other')}</b>
              {sealed ? <div className={classes.sealed} /> : <div className={classes.track}><div style={{ width: `${lines ? (100 * read(p)) / lines : 0}%` }} /></div>}
              <span>{p.done_at ? t('coding:coders.done') : sealed ? t('coding:coders.sealed') : t('coding:coders.read', { read: read(p), lines })}</span>
            </span>
          );
        })}
      </div>
      {passes.some((p) => p.blind) && !opened && <p className={classes.soft}>{t(others.length ? 'coding:coders.then' : 'coding:coders.alone')}</p>}
    </section>
  );
}
