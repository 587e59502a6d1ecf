import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useMay } from '@/access/session';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { ErrorPage } from '@/ui/ErrorPage';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import type { Book } from '../coding/wire';
import { AddForm } from './AddForm';
import { CodesFromFile } from './CodesFromFile';
import { FamilyCard } from './FamilyCard';
import { GoneCodes } from './GoneCodes';
import { openBookQuery, useBook } from './books';
import classes from './Codebook.module.css';

/** A codebook: what each code means, families, and what was merged or taken out of use. */
export function CodebookPage() {
  const { id } = useParams({ from: '/shell/listen/codebooks/$id' });
  const { t } = useText();
  const book = useQuery(openBookQuery(id));
  const may = useMay('listen.write');
  if (book.error) return <ErrorPage error={book.error} retry={() => void book.refetch()} />;
  if (!book.data) return <Loading />;
  return (
    <Page title={t('analysis:edit.title')} lead={t('analysis:edit.lead', { name: book.data.name })} actions={may && <FromFile book={book.data.id} />}>
      <Families book={book.data} may={may} />
    </Page>
  );
}

function FromFile({ book }: { book: string }) {
  const { t } = useText();
  const changes = useBook(book);
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button variant="default" onClick={open}>{t('analysis:file.open')}</Button>
      {opened && <CodesFromFile book={book} changes={changes} onClose={close} />}
    </>
  );
}

function Families({ book, may }: { book: Book; may: boolean }) {
  const { t } = useText();
  const changes = useBook(book.id);
  const families = book.families ?? [];
  const codes = book.codes ?? [];
  return (
    <div className={classes.cards}>
      {codes.length === 0 && <p className={classes.soft}>{t('analysis:edit.empty')}</p>}
      {families.map((family) => <FamilyCard key={family.id} family={family} book={book} changes={changes} may={may} />)}
      {may && (
        <Card title={t('analysis:edit.newFamily')}>
          <AddForm label={t('analysis:edit.familyName')} said={(name) => t('analysis:edit.added', { name })} add={async (name) => { await changes.addFamily.mutateAsync({ name }); }} />
        </Card>
      )}
      <GoneCodes book={book} changes={changes} may={may} />
    </div>
  );
}
