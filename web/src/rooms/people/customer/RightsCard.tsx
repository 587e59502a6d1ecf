import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { FormProblem } from '@/ui/FormProblem';
import { EraseDialog } from '../rights/EraseDialog';
import { useRights } from '../rights/useRights';
import type { Customer } from '../wire';

/** What a person may ask for: a copy of all, not to be used, to be forgotten. */
export function RightsCard({ customer }: { customer: Customer }) {
  const { t } = useText();
  const { problem, working, take, restrict, release } = useRights(customer.id);
  const [erasing, { open, close }] = useDisclosure();
  return (
    <Card title={t('people:rights.menu')} note={t('people:rights.menuWhy')}>
      <FormProblem problem={problem} />
      <Group gap="xs">
        <Button size="xs" variant="default" loading={working} onClick={take}>{t('people:rights.export')}</Button>
        {customer.restricted
          ? <Button size="xs" variant="default" onClick={release}>{t('people:rights.release')}</Button>
          : <Button size="xs" variant="default" onClick={restrict}>{t('people:rights.restrict')}</Button>}
        <Button size="xs" variant="default" onClick={open}>{t('people:rights.erase')}</Button>
      </Group>
      <EraseDialog customer={customer} opened={erasing} onClose={close} />
    </Card>
  );
}
