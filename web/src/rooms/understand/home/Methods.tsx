import { useText } from '@/i18n/useText';
import { useMethodNames } from '@/ui/method';
import type { Figure } from '../wire';
import classes from './Methods.module.css';

/** Names the methods of the intervals that are drawn above it. */
export function Methods({ figures }: { figures: readonly Pick<Figure, 'method' | 'method_label'>[] }) {
  const { t } = useText();
  const methods = useMethodNames(figures);
  return methods ? <p className={classes.methods}>{t('understand:figure.methods', { methods })}</p> : null;
}
