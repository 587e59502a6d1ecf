import { useText } from '@/i18n/useText';
import type { Figure, Origin } from '../wire';
import { FigureOrigin } from './FigureOrigin';
import classes from './WhereFrom.module.css';

/** Where a figure comes from, folded until somebody asks. */
export function WhereFrom({ figure, origin }: { figure: Figure; origin: Origin }) {
  const { t } = useText();
  return (
    <details className={classes.from}>
      <summary>{t('understand:from.title')}</summary>
      <FigureOrigin figure={figure} origin={origin} />
    </details>
  );
}
