import { Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n/useText';
import { EmptyState } from '@/ui/EmptyState';
import { booksQuery, useBookChanges } from './queries';

/** A study has no codebook yet: one of the program's, or a new one. */
export function ChooseBook({ study }: { study: { id: string; program_id: string; name: string } }) {
  const { t } = useText();
  const books = useQuery(booksQuery(study.program_id));
  const changes = useBookChanges(study.id);
  const [book, setBook] = useState<string | null>(null);
  const items = books.data ?? [];
  return (
    <EmptyState
      title={t('coding:begin.title')}
      action={
        <>
          {items.length > 0 && (
            <>
              <Select aria-label={t('coding:begin.which')} placeholder={t('coding:begin.which')} data={items.map((b) => ({ value: b.id, label: b.name }))} value={book} onChange={setBook} mb={8} />
              <Button disabled={!book} loading={changes.choose.isPending} onClick={() => book && changes.choose.mutate(book)} mr={8}>{t('coding:begin.choose')}</Button>
            </>
          )}
          <Button variant={items.length ? 'default' : 'filled'} loading={changes.begin.isPending} onClick={() => changes.begin.mutate({ program: study.program_id, name: study.name, family: t('coding:begin.family') })}>
            {t('coding:begin.new')}
          </Button>
        </>
      }
    >
      {t('coding:begin.why')}
    </EmptyState>
  );
}
