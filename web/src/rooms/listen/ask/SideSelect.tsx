import { Select } from '@mantine/core';
import { useText } from '@/i18n/useText';
import type { ToAsk } from '../wire';

/** Where those who are asked stand, or not said. */
export function SideSelect({ side, onChange }: { side: ToAsk['side']; onChange: (side: ToAsk['side']) => void }) {
  const { t } = useText();
  return (
    <Select
      label={t('listen:wanted.side')} allowDeselect={false} value={side ?? ''} onChange={(s) => onChange(s === 'for' || s === 'against' ? s : undefined)}
      data={[{ value: '', label: t('listen:side.unsaid') }, { value: 'for', label: t('listen:side.for') }, { value: 'against', label: t('listen:side.against') }]}
    />
  );
}
