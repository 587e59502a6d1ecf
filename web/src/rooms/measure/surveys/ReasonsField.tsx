import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useText } from '@/i18n/useText';
import { ErrorState } from '@/ui/ErrorState';
import type { Draft, Question } from './draft';
import { askableListsQuery } from './queries';
import { askableLists, askingReasons, askingWhy } from './reasons';
import { Wrong } from './Wrong';
import classes from './Surveys.module.css';

interface ReasonsFieldProps {
  program: string;
  draft: Draft;
  question: Question;
  /** Path of the question in the document. */
  path: string;
  onChange: (change: Partial<Question>, about: string) => void;
}

/** The list of main reasons that a choice asks, or that a free text says more of; choosing one takes its words. */
export function ReasonsField({ program, draft, question: q, path, onChange }: ReasonsFieldProps) {
  const { t } = useText();
  const query = useQuery(askableListsQuery(program));
  const lists = query.data?.items ?? [];
  const fits = askableLists(draft, q, lists);
  const chosen = lists.find((l) => l.id === q.reason_list_id);
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (fits.length === 0 && !q.reason_list_id) return null;
  const isChoice = q.kind === 'choice';
  return (
    <div>
      <NativeSelect
        label={t(isChoice ? 'surveys:field.reasons' : 'surveys:field.reasonsWhy')} description={t(isChoice ? 'surveys:field.reasonsHint' : 'surveys:field.reasonsWhyHint')} value={q.reason_list_id ?? ''}
        data={[{ value: '', label: t('surveys:field.noReasons') }, ...fits.map((l) => ({ value: l.id, label: l.name }))]}
        onChange={(e) => {
          const list = lists.find((l) => l.id === e.currentTarget.value);
          onChange(list ? (isChoice ? askingReasons : askingWhy)(list, draft.languages) : { reason_list_id: undefined }, 'reason_list_id');
        }}
      />
      <Wrong path={`${path}.reason_list_id`} />
      {isChoice && chosen && (
        <>
          <Wrong path={`${path}.options`} />
          <Link to="/measures/reasons/$id" params={{ id: chosen.id }} className={classes.toList}>{t('surveys:field.toReasons', { name: chosen.name })}</Link>
        </>
      )}
    </div>
  );
}
