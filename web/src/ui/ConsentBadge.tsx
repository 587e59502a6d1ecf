import { useText } from '@/i18n/useText';
import classes from './ConsentBadge.module.css';

/** What the person agreed to: how far an answer may be traced. */
export type Consent = 'anonymous' | 'firm' | 'person';

const bars: Record<Consent, number> = { anonymous: 1, firm: 2, person: 3 };

/** One, two or three small bars and the word. */
export function ConsentBadge({ consent }: { consent: Consent }) {
  const { t } = useText();
  return (
    <span className={classes.consent}>
      <svg width="15" height="11" aria-hidden="true" className={classes.bars}>
        {[0, 1, 2].map((i) => (
          <rect key={i} x={i * 5 + 0.5} y={7 - i * 3} width="3" height={3.5 + i * 3} className={i < bars[consent] ? classes.full : classes.open} />
        ))}
      </svg>
      {t(`ui:consent.${consent}`)}
    </span>
  );
}
