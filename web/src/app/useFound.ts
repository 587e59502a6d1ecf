import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMay } from '@/access/session';
import { api, body } from '@/api/client';

/** What the search goes through: programs and measures, asked for once it was opened, and people that the words find. */
export function useFound(opened: boolean, words: string) {
  const mayPrograms = useMay('program.read');
  const mayMeasures = useMay('measure.read');
  const programs = useQuery({
    queryKey: ['programs'],
    queryFn: () => body(api.GET('/api/programs', { params: { query: { limit: 200 } } })),
    enabled: opened && mayPrograms,
  });
  const measures = useQuery({
    queryKey: ['measures', 'all'],
    queryFn: () => body(api.GET('/api/measures', { params: { query: { limit: 200 } } })),
    enabled: opened && mayMeasures,
  });
  const mayPeople = useMay('person.read');
  const q = words.trim();
  const asked = { enabled: opened && mayPeople && q.length > 1, placeholderData: keepPreviousData };
  const customers = useQuery({
    queryKey: ['customers', 'found', q],
    queryFn: () => body(api.GET('/api/customers', { params: { query: { q, limit: 6 } } })),
    ...asked,
  });
  const accounts = useQuery({
    queryKey: ['accounts', 'found', q],
    queryFn: () => body(api.GET('/api/accounts', { params: { query: { q, limit: 6 } } })),
    ...asked,
  });
  return {
    programs: programs.data?.items ?? [], measures: measures.data?.items ?? [],
    customers: asked.enabled ? customers.data?.items ?? [] : [], accounts: asked.enabled ? accounts.data?.items ?? [] : [],
  };
}
