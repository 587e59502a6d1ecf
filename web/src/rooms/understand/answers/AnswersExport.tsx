import { Button, Menu } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Problem } from '@/api/problem';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { useToast } from '@/ui/confirm';
import { MenuGroup } from '@/ui/MenuGroup';
import { problemText } from '@/ui/problemText';
import { keep } from '@/ui/picture';
import { fileName } from '../explore/image';
import { dayIn } from '../filter/filter';
import { exportAnswers, type AnswersFilter, type ExportKind } from './queries';

/** Takes the whole list along as a file, with who answered where they allowed it. */
export function AnswersExport({ filter }: { filter: AnswersFilter }) {
  const { t, i18n } = useText();
  const format = useFormat();
  const toast = useToast();
  const taking = useMutation({
    mutationFn: async (kind: ExportKind) => {
      const file = await exportAnswers(filter, kind, i18n.language === 'fr' ? 'fr' : 'en');
      keep(file, `${fileName(t('understand:export.answersFile'), dayIn(format.place.timeZone, new Date()))}.${kind.format}`);
    },
    onError: (error) => toast({ message: error instanceof Problem ? problemText(t, error) : t('understand:export.failed') }),
  });
  const item = (label: string, kind: ExportKind) => <Menu.Item onClick={() => taking.mutate(kind)}>{label}</Menu.Item>;
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <Button variant="default" size="xs" loading={taking.isPending}>{t('understand:export.button')}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <MenuGroup label={t('understand:export.answers')}>
          {item(t('understand:export.xlsx'), { format: 'xlsx' })}
          {item(t('understand:export.csvPoint'), { format: 'csv', decimal: 'point' })}
          {item(t('understand:export.csvComma'), { format: 'csv', decimal: 'comma' })}
        </MenuGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
