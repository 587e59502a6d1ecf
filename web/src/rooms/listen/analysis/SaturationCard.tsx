import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { useWidth } from '@/ui/useWidth';
import { curveOf } from './curve';
import type { Saturation } from './queries';
import classes from './Analysis.module.css';

const height = 190;

/** Whether interviews still bring codes that were not met before. */
export function SaturationCard({ curve }: { curve: Saturation }) {
  const { t } = useText();
  const { ref, width } = useWidth();
  const found = curve.found ?? [];
  const drawn = curveOf(curve, Math.max(width, 240), height);
  const last = drawn.points[drawn.points.length - 1];
  return (
    <Card title={t('analysis:saturation.title')} note={t('analysis:saturation.note')}>
      <div ref={ref}>
        {found.length < 2 ? (
          <p className={classes.note}>{t('analysis:saturation.few')}</p>
        ) : (
          <svg className={classes.chart} width={Math.max(width, 240)} height={height} role="img" aria-label={t('analysis:saturation.label', { codes: found[found.length - 1], interviews: found.length })}>
            <line x1={drawn.left} x2={Math.max(width, 240)} y1={drawn.base} y2={drawn.base} stroke="var(--line)" />
            <polygon points={drawn.band} fill="var(--band)" />
            <polyline points={drawn.path} fill="none" stroke="var(--good)" strokeWidth="1.5" />
            {drawn.points.map((p) => (
              <circle key={p.interview} cx={p.x} cy={p.y} r="3.5" fill={p.brought > 0 ? 'var(--good)' : 'var(--card)'} stroke="var(--good)" strokeWidth="1.5">
                <title>{`${t('analysis:saturation.interview')} ${p.interview}: ${p.found}`}</title>
              </circle>
            ))}
            <text x={drawn.left - 6} y={drawn.top + 4} textAnchor="end">{drawn.most}</text>
            <text x={drawn.left - 6} y={drawn.base + 4} textAnchor="end">0</text>
            <text x={drawn.left} y={height - 6}>{drawn.points[0]?.interview}</text>
            {last && <text x={last.x} y={height - 6} textAnchor="end">{last.interview}</text>}
          </svg>
        )}
      </div>
      <p className={classes.note}>
        {curve.rule > 0 ? t('analysis:saturation.rule', { count: curve.rule }) : t('analysis:saturation.noRule')}{' '}
        {curve.stop > 0 ? t('analysis:saturation.stop', { n: curve.interviews?.[curve.stop - 1] ?? curve.stop }) : curve.rule > 0 && (curve.quiet === 0 ? t('analysis:saturation.goOnNew') : t('analysis:saturation.goOn', { count: curve.quiet }))}
      </p>
    </Card>
  );
}
