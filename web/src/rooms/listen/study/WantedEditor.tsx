import { ActionIcon, Button, Group, Input, NumberInput, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n/useText';
import { segmentNamesQuery } from '../ask/queries';
import type { Wanted } from '../wire';

const sides = ['any', 'for', 'against'] as const;

interface WantedEditorProps {
  wanted: Wanted[];
  onChange: (wanted: Wanted[]) => void;
}

/** Who is to be asked and how many of them, a row a group. */
export function WantedEditor({ wanted, onChange }: WantedEditorProps) {
  const { t } = useText();
  const segments = useQuery({ ...segmentNamesQuery, retry: false }).data?.items ?? [];
  const change = (at: number, part: Partial<Wanted>) => onChange(wanted.map((w, n) => (n === at ? { ...w, ...part } : w)));
  return (
    <Input.Wrapper label={t('listen:wanted.label')} description={t('listen:wanted.hint')}>
      {wanted.map((w, n) => (
        <Group key={n} gap={8} mt={8} wrap="wrap" align="end">
          <NumberInput aria-label={t('listen:wanted.count')} w={80} min={1} max={500} allowDecimal={false} value={w.count} onChange={(count) => change(n, { count: Number(count) || 1 })} />
          <TextInput aria-label={t('listen:wanted.role')} placeholder={t('listen:wanted.roleHint')} style={{ flex: '1 1 160px' }} value={w.role ?? ''} onChange={(e) => change(n, { role: e.currentTarget.value })} />
          <Select
            aria-label={t('listen:wanted.side')} w={180} allowDeselect={false} value={w.side} data={sides.map((s) => ({ value: s, label: t(`listen:side.${s}`) }))}
            onChange={(side) => change(n, { side: sides.find((s) => s === side) ?? 'any' })}
          />
          {segments.length > 0 && (
            <Select
              aria-label={t('listen:askPage.segment')} placeholder={t('listen:askPage.segment')} w={180} clearable searchable clearButtonProps={{ 'aria-label': t('listen:clear') }} value={w.segment_id || null}
              data={segments.map((s) => ({ value: s.id, label: s.name }))} onChange={(id) => change(n, { segment_id: id ?? undefined })}
            />
          )}
          <ActionIcon variant="subtle" aria-label={t('listen:remove')} onClick={() => onChange(wanted.filter((_, at) => at !== n))}>×</ActionIcon>
        </Group>
      ))}
      <Button mt={8} size="xs" variant="default" onClick={() => onChange([...wanted, { count: 5, side: 'any' }])}>{t('listen:wanted.add')}</Button>
    </Input.Wrapper>
  );
}
