import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import type { Lack, Matrix } from '../wire';
import classes from './Coverage.module.css';

const parts = ['owner', 'expectation', 'measure', 'volume'] as const;

interface CoverageProps {
  matrix: Matrix;
  lacks?: Lack;
  onLacks: (lacks: Lack | undefined) => void;
}

/** How much is in place: a picture, and the filter for what is not. */
export function Coverage({ matrix, lacks, onLacks }: CoverageProps) {
  const { t } = useText();
  const format = useFormat();
  const { coverage, unlisted } = matrix;
  const of = (n: number) => t('journey:of', { n: format.number(n), total: format.number(coverage.total) });
  return (
    <section className={classes.coverage} aria-label={t('journey:coverage.label')}>
      <div className={classes.all}>
        <small>{t('journey:coverage.all')}</small>
        <b data-figures>{of(coverage.complete)}</b>
        <small>{t('journey:coverage.seen', { count: unlisted.length })}</small>
      </div>
      {parts.map((part) => {
        const without = coverage.total - coverage[part];
        return (
          <button key={part} type="button" aria-pressed={lacks === part} disabled={without === 0 && lacks !== part} onClick={() => onLacks(lacks === part ? undefined : part)}>
            <span className={classes.head}><b>{t(`journey:mark.${part}`)}</b><span data-figures>{of(coverage[part])}</span></span>
            <span className={classes.bar} aria-hidden><i style={{ width: `${coverage.total ? (100 * coverage[part]) / coverage.total : 0}%` }} /></span>
            <small>{t(`journey:coverage.${part}`)}</small>
            <small className={classes.show}>{lacks === part ? t('journey:coverage.showAll') : t('journey:coverage.show', { count: without })}</small>
          </button>
        );
      })}
    </section>
  );
}
