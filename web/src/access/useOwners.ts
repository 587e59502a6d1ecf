import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import { useText } from '@/i18n/useText';
import { useMay, useSession } from './session';

const everybodyQuery = queryOptions({
  queryKey: ['users', 'everybody'],
  queryFn: () => body(api.GET('/api/users', { params: { query: { limit: 200 } } })),
});

/**
 * Who may look after an account: everybody with access, for those who may see
 * them all; for others, themselves.
 */
export function useOwners() {
  const { t } = useText();
  const { user } = useSession();
  const users = useQuery({ ...everybodyQuery, enabled: useMay('access.manage') }).data?.items;
  const people = (users ?? [user]).map((u) => ({ value: u.id, label: u.name }));
  return {
    people,
    nameOf: (id: string | undefined) => {
      if (!id) return '';
      return people.find((p) => p.value === id)?.label ?? t('access:owner.somebody');
    },
  };
}
