import { useText } from '@/i18n/useText';
import { remarksIn, useAround } from './building';
import { remarkText } from './remarkText';
import classes from './Surveys.module.css';

/** What stands in the way at a path and within it; conditions tell theirs themselves. */
export function Wrong({ path, except }: { path: string; except?: string }) {
  const { t, i18n } = useText();
  const found = remarksIn(useAround().remarks, path).filter((r) => r.path !== except);
  return found.length > 0 && <ul className={classes.wrong}>{found.map((r) => <li key={`${r.path} ${r.key}`}>{remarkText(t, i18n.language, r)}</li>)}</ul>;
}
