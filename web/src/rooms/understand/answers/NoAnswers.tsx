import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useText } from '@/i18n/useText';
import { EmptyState } from '@/ui/EmptyState';
import type { AnswersSearch } from './search';

/** Nothing found: says why that may be, and offers the way out. */
export function NoAnswers({ search, onChange }: { search: AnswersSearch; onChange: (search: AnswersSearch) => void }) {
  const { t } = useText();
  const { program, view: _, ...narrowed } = search;
  const filtered = Object.values(narrowed).some((v) => v !== undefined);
  return filtered ? (
    <EmptyState
      title={t('understand:answers.noneFound')}
      action={<Button variant="default" onClick={() => onChange({ program })}>{t('understand:answers.clear')}</Button>}
    >
      {t('understand:answers.noneFoundWhy')}
    </EmptyState>
  ) : (
    <EmptyState title={t('understand:answers.none')} action={<Button component={Link} to="/start">{t('understand:answers.first')}</Button>}>
      {t('understand:answers.noneWhy')}
    </EmptyState>
  );
}
